package dev.makevideo.activities.timeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.CandidateList;
import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.subtitle.Cues;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.Scratch;
import dev.makevideo.workflows.contract.FinalizeRequest;
import dev.makevideo.workflows.contract.FinalizeResult;
import dev.makevideo.workflows.contract.PlanRequest;
import dev.makevideo.workflows.contract.RecalledGroundwork;
import dev.makevideo.workflows.contract.TimelineActivities;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans the timeline, writes the report, and tidies up. */
public final class TimelineActivitiesImpl implements TimelineActivities {
  private static final Logger log = LoggerFactory.getLogger(TimelineActivitiesImpl.class);

  private final ObjectMapper mapper = Payloads.mapper();
  private final TimelinePlanner planner = new TimelinePlanner();
  private final ArtifactStore store;
  private final Scratch scratch;
  private final ActivityRunner runner;
  private final Map<String, String> toolVersions;
  private final Groundworks groundworks;

  /**
   * @param toolVersions for the report, by the tool's name
   */
  public TimelineActivitiesImpl(
      ArtifactStore store,
      Scratch scratch,
      ActivityRunner runner,
      Map<String, String> toolVersions) {
    this.store = store;
    this.groundworks = new Groundworks(store);
    this.scratch = scratch;
    this.runner = runner;
    this.toolVersions = Map.copyOf(toolVersions);
  }

  @Override
  public TimelinePlan planTimeline(VideoRequest request, PlanRequest plan) {
    return runner.run(activity -> planned(request, plan, activity));
  }

  private TimelinePlan planned(VideoRequest request, PlanRequest plan, RunningActivity activity)
      throws IOException {
    TimelinePlanner.Planned planned =
        planner.plan(
            plan.narration(),
            plan.clips(),
            cues(plan.cues()),
            FrameSize.of(request.aspectRatio(), request.quality()),
            plan.shots());
    Timeline timeline = planned.timeline();
    return new TimelinePlan(
        store.put(mapper.writeValueAsBytes(timeline)),
        timeline.segments().size(),
        timeline.totalFrames(),
        planned.used(),
        planned.reused(),
        activity.ranMillis(),
        planned.replaced());
  }

  private List<Cue> cues(Optional<ObjectRef> object) throws IOException {
    return object.isPresent()
        ? mapper.readValue(store.read(object.get()), Cues.class).cues()
        : List.of();
  }

  @Override
  public FinalizeResult finalizeVideo(VideoRequest request, FinalizeRequest finalize) {
    return runner.run(activity -> written(request, finalize, activity));
  }

  private FinalizeResult written(
      VideoRequest request, FinalizeRequest finalize, RunningActivity activity) throws IOException {
    Optional<Timeline> timeline =
        finalize.timeline().isPresent()
            ? Optional.of(mapper.readValue(store.read(finalize.timeline().get()), Timeline.class))
            : Optional.empty();
    List<Candidate> candidates =
        finalize.candidates().isPresent()
            ? mapper
                .readValue(store.read(finalize.candidates().get()), CandidateList.class)
                .candidates()
            : List.of();
    VideoReport report =
        VideoReport.of(
            activity.jobId(), request, finalize.result(), timeline, candidates, toolVersions);
    byte[] json = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
    ObjectRef object = store.put(json);
    Optional<String> credits = Credits.of(report);
    Optional<ObjectRef> creditsObject =
        credits.isPresent()
            ? Optional.of(store.put(credits.get().getBytes(StandardCharsets.UTF_8)))
            : Optional.empty();
    Optional<ObjectRef> groundwork =
        finalize.groundwork().isPresent()
            ? Optional.of(store.put(mapper.writeValueAsBytes(finalize.groundwork().get())))
            : Optional.empty();
    return new FinalizeResult(object, creditsObject, activity.ranMillis(), groundwork);
  }

  @Override
  public RecalledGroundwork recallGroundwork(VideoRequest request) {
    return runner.run(activity -> groundworks.recall(request, activity));
  }

  @Override
  public void cleanUpJob(VideoRequest request) {
    String jobId =
        runner.run(
            activity -> {
              scratch.deleteAll(activity.jobId());
              return activity.jobId();
            });
    log.atInfo().log("scratch deleted");
  }
}
