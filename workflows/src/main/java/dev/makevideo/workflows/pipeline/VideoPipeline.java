package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.stage.JobLimits;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;

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
    ClipPool pool = new ClipPool(analysis.duration());
    ClipGathering clips = new ClipGathering(job, pool);
    ParallelBranches.run(() -> narration.makeSubtitles(analysis), clips::gather);
    return new VideoBuild(job, analysis, narration.subtitles(), clips, pool, rendering).build();
  }
}
