package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.AssembledVideo;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.BuildActivities;
import dev.makevideo.workflows.contract.FinalizeRequest;
import dev.makevideo.workflows.contract.FinalizeResult;
import dev.makevideo.workflows.contract.Groundwork;
import dev.makevideo.workflows.contract.PlanRequest;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ShotPlan;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.TimelineActivities;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plan, render, join and write down: from approved clips to the result. */
final class VideoBuild {
  private static final int WARNINGS = 20;

  private final JobContext job;
  private final AudioAnalysis analysis;
  private final NarrationBranch narration;
  private final Optional<Shots> shots;
  private final ClipGathering clips;
  private final ClipPool pool;
  private final Rendering rendering;

  VideoBuild(
      JobContext job,
      AudioAnalysis analysis,
      NarrationBranch narration,
      ClipGathering clips,
      ClipPool pool,
      Rendering rendering,
      Optional<Shots> shots) {
    this.job = job;
    this.analysis = analysis;
    this.narration = narration;
    this.shots = shots;
    this.clips = clips;
    this.pool = pool;
    this.rendering = rendering;
  }

  private record Rendered(TimelinePlan plan, List<ObjectRef> segments) {}

  VideoResult build() {
    job.approvals().require(analysis, clips, pool, narration);
    job.progress().start(Stage.BUILDING_VIDEO, 0);
    Rendered rendered = planAndRender();
    AssembledVideo video = assemble(rendered);
    int total = rendered.plan().segments() + 1;
    job.progress().update(Stage.BUILDING_VIDEO, total, total, 1);
    job.progress().complete(Stage.BUILDING_VIDEO);
    if (rendered.plan().reusedClips() > 0) {
      int again = rendered.plan().reusedClips();
      String segments = again == 1 ? " segment shows" : " segments show";
      job.progress().warn(List.of(again + segments + " footage again"));
    }
    for (int phrase : rendered.plan().replaced()) {
      String text = job.request().phraseTexts().get(phrase);
      job.progress()
          .warn(List.of("there is too little of \"" + text + "\": other footage stands in for it"));
    }
    return write(rendered, video);
  }

  /** Plans again without the clips that cannot be rendered, with others in their place. */
  private Rendered planAndRender() {
    for (int replans = 0; replans <= JobLimits.REPLANS; replans++) {
      TimelinePlan plan = plan();
      Rendering.Outcome outcome = rendering.render(plan);
      if (outcome.unusable().isEmpty()) {
        return new Rendered(plan, outcome.segments());
      }
      exclude(outcome.unusable());
      clips.gather();
      job.approvals().require(analysis, clips, pool, narration);
    }
    throw Failures.of(
        FailureType.MEDIA_UNUSABLE,
        "clips could not be rendered in any of "
            + (JobLimits.REPLANS + 1)
            + " plans: "
            + pool.rejections());
  }

  private TimelinePlan plan() {
    List<ValidateBatch.Item> approved = pool.approved();
    TimelineActivities activities =
        job.activities(
            TimelineActivities.class, job.activityOptions().planTimeline(approved.size()));
    TimelinePlan plan =
        job.counted(
            Stage.BUILDING_VIDEO,
            activities.planTimeline(
                job.request(),
                new PlanRequest(analysis.duration(), approved, drawn(), shots.map(this::plan))));
    job.progress().update(Stage.BUILDING_VIDEO, 0, plan.segments() + 1, 0);
    job.progress().publishSoon();
    return plan;
  }

  private ShotPlan plan(Shots list) {
    return new ShotPlan(list.parts(), pool.phrases());
  }

  /** The cues that are drawn into the picture. */
  private Optional<ObjectRef> drawn() {
    return job.request().subtitleStyle().isDrawn()
        ? narration.subtitles().map(SubtitlesResult::cues)
        : Optional.empty();
  }

  private void exclude(Map<Integer, String> unusable) {
    unusable.forEach(
        (index, why) -> {
          String name = pool.name(index);
          pool.reject(index, name, Rejection.of(Rejection.Reason.UNUSABLE, why));
          job.progress().warn(List.of(name + " could not be rendered"));
          job.progress().event(Stage.BUILDING_VIDEO, "clip_rejected", name + ": " + why);
        });
    job.progress().counts(pool.approvedCount(), pool.rejectedCount());
    job.progress()
        .event(Stage.BUILDING_VIDEO, "replanned", "planning without " + unusable.size() + " clips");
  }

  private AssembledVideo assemble(Rendered rendered) {
    BuildActivities activities =
        job.activities(
            BuildActivities.class, job.activityOptions().assembleVideo(rendered.segments().size()));
    return job.counted(
        Stage.BUILDING_VIDEO,
        activities.assembleVideo(job.request(), rendered.plan().timeline(), rendered.segments()));
  }

  private VideoResult write(Rendered rendered, AssembledVideo video) {
    job.progress().start(Stage.FINALIZING, 1);
    TimelineActivities activities =
        job.activities(TimelineActivities.class, job.activityOptions().finalizeVideo());
    FinalizeResult written =
        job.counted(
            Stage.FINALIZING,
            activities.finalizeVideo(
                job.request(),
                new FinalizeRequest(
                    result(rendered, video, Optional.empty()),
                    Optional.of(rendered.plan().timeline()),
                    clips.candidates(),
                    Optional.of(groundwork(rendered.plan())))));
    job.progress().update(Stage.FINALIZING, 1, 1, 1);
    job.progress().complete(Stage.FINALIZING);
    return result(rendered, video, Optional.of(written));
  }

  private Groundwork groundwork(TimelinePlan plan) {
    return new Groundwork(
        clips.candidates(),
        pool.phrases(),
        pool.approved(),
        plan.used(),
        clips.rejected(),
        job.request().query(),
        job.request().phrases(),
        narration.transcript(),
        narration.rounds());
  }

  private VideoResult result(
      Rendered rendered, AssembledVideo video, Optional<FinalizeResult> written) {
    return new VideoResult(
        video.video(),
        narration.subtitles().map(SubtitlesResult::srt),
        narration.subtitles().map(SubtitlesResult::vtt),
        written.map(FinalizeResult::report),
        video.duration(),
        video.driftMillis(),
        rendered.plan().segments(),
        rendering.encoded(rendered.segments()),
        rendered.plan().used().size(),
        pool.approvedCount(),
        pool.rejected(),
        job.stageMillis(),
        job.progress().warnings().stream().limit(WARNINGS).toList(),
        written.flatMap(FinalizeResult::credits),
        written.flatMap(FinalizeResult::groundwork));
  }
}
