package dev.makevideo.workflow;

import dev.makevideo.activity.AudioAnalysis;
import dev.makevideo.job.VideoResult;
import dev.makevideo.stage.JobLimits;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;

/** The job from narration to result. */
final class JobRun {
  private final Job job;
  private final NarrationBranch narration;
  private final Rendering rendering;

  JobRun(Job job) {
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
    Footage footage = new Footage(analysis.duration());
    ClipGathering clips = new ClipGathering(job, footage);
    Together.run(() -> narration.makeSubtitles(analysis), clips::gather);
    return new Building(job, analysis, narration.subtitles(), clips, footage, rendering).build();
  }
}
