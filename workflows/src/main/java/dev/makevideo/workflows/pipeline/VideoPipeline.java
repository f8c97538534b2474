package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.RecalledGroundwork;
import dev.makevideo.workflows.contract.TimelineActivities;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.Rerender;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import java.util.Optional;

/** The job from narration to result. */
final class VideoPipeline {
  private final JobContext job;
  private final NarrationBranch narration;
  private final Rendering rendering;

  VideoPipeline(JobContext job) {
    this.job = job;
    this.narration = new NarrationBranch(job);
    this.rendering = new Rendering(job);
  }

  /**
   * Makes the video. If an artifact has vanished that an earlier stage made, all stages are run
   * again: what is still there is found in the store at once, so only the lost part costs time.
   */
  VideoResult run() {
    for (int reruns = 0; ; reruns++) {
      try {
        return once();
      } catch (TemporalFailure failure) {
        if (CancellationScope.current().isCancelRequested()
            || reruns == JobLimits.RERUNS
            || !JobFailures.isMissingArtifact(failure)) {
          throw failure;
        }
        job.progress()
            .event(
                "artifact_missing",
                "running the stages again: " + JobFailures.of(failure).getOriginalMessage());
      }
    }
  }

  private VideoResult once() {
    AudioAnalysis analysis = narration.analyze();
    Optional<KeptFootage> before = job.request().rerender().flatMap(this::recall);
    ClipPool pool = new ClipPool(analysis.duration());
    job.progress().showClips(pool::progress);
    Optional<Phrases> phrases = job.request().phrases();
    if (phrases.filter(Phrases::isProposed).isPresent()) {
      narration.makeSubtitles(analysis);
      narration.proposePhrases();
      return withShots(analysis, pool, job.request().phrases().orElseThrow(), before);
    }
    if (phrases.filter(list -> !list.shots().isEmpty()).isPresent()) {
      narration.makeSubtitles(analysis);
      return withShots(analysis, pool, phrases.get(), before);
    }
    Optional<Shots> shots = phrases.map(list -> Shots.inTurns(list, analysis.duration()));
    ClipGathering clips = new ClipGathering(job, pool, shots.map(Shots::needs), before);
    ParallelBranches.run(() -> narration.makeSubtitles(analysis), clips::gather);
    return new VideoBuild(job, analysis, narration, clips, pool, rendering, shots).build();
  }

  /** Takes up what is still there of an earlier job; looked for anew in each run of the stages. */
  private Optional<KeptFootage> recall(Rerender wanted) {
    TimelineActivities activities =
        job.activities(TimelineActivities.class, job.activityOptions().recallGroundwork());
    RecalledGroundwork recalled =
        job.counted(Stage.BUILDING_VIDEO, activities.recallGroundwork(job.request()));
    job.progress().warn(recalled.warnings());
    narration.keep(recalled);
    return recalled.footage().map(footage -> new KeptFootage(footage, wanted.replaceClips()));
  }

  /** How much is shown of each phrase may depend on the narration's words: these come first. */
  private VideoResult withShots(
      AudioAnalysis analysis, ClipPool pool, Phrases phrases, Optional<KeptFootage> before) {
    Shots shots = new Shots(phrases, narration.placeShots(analysis, phrases));
    ClipGathering clips = new ClipGathering(job, pool, Optional.of(shots.needs()), before);
    clips.gather();
    return new VideoBuild(job, analysis, narration, clips, pool, rendering, Optional.of(shots))
        .build();
  }
}
