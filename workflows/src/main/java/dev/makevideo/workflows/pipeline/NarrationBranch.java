package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.NarrationActivities;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.progress.JobLog;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;

/** The narration's branch: analysis first, then transcript and subtitles if they are wanted. */
final class NarrationBranch {
  private static final String NO_WORDS =
      "no words were found in the narration, so there are no captions and no subtitles";

  private final JobContext job;
  private Optional<SubtitlesResult> subtitles = Optional.empty();

  NarrationBranch(JobContext job) {
    this.job = job;
  }

  AudioAnalysis analyze() {
    job.progress().start(Stage.ANALYZING_AUDIO, 1);
    NarrationActivities activities =
        Workflow.newActivityStub(NarrationActivities.class, job.activityOptions().analyzeAudio());
    AudioAnalysis analysis =
        job.counted(Stage.ANALYZING_AUDIO, activities.analyzeAudio(job.request()));
    job.progress().warn(analysis.warnings());
    finish(Stage.ANALYZING_AUDIO);
    return analysis;
  }

  /** The subtitles, or none if the request wants none. */
  Optional<SubtitlesResult> subtitles() {
    return subtitles;
  }

  /** Transcribes and makes subtitles, if they are wanted. */
  void makeSubtitles(AudioAnalysis analysis) {
    JobLog.bind(job.request());
    if (job.request().subtitleStyle() == SubtitleStyle.NONE) {
      job.progress().skip(Stage.TRANSCRIBING, "no subtitles wanted");
      job.progress().skip(Stage.GENERATING_SUBTITLES, "no subtitles wanted");
      return;
    }
    TranscribeResult transcript = transcribe(analysis);
    job.progress().warn(transcript.warnings());
    job.progress().start(Stage.GENERATING_SUBTITLES, 1);
    NarrationActivities activities =
        Workflow.newActivityStub(
            NarrationActivities.class, job.activityOptions().generateSubtitles());
    SubtitlesResult made =
        job.counted(
            Stage.GENERATING_SUBTITLES,
            activities.generateSubtitles(job.request(), analysis, transcript));
    job.progress().warn(made.warnings());
    if (made.count() == 0) {
      job.progress().warn(List.of(NO_WORDS));
    }
    finish(Stage.GENERATING_SUBTITLES);
    subtitles = Optional.of(made);
  }

  private TranscribeResult transcribe(AudioAnalysis analysis) {
    job.progress().start(Stage.TRANSCRIBING, 1);
    StageWaits waits = job.serviceWaits();
    NarrationActivities activities =
        Workflow.newActivityStub(NarrationActivities.class, job.activityOptions().transcribe());
    while (true) {
      TranscribeResult result =
          job.counted(Stage.TRANSCRIBING, activities.transcribe(job.request(), analysis));
      Optional<ServiceWait> wait = result.waitFor();
      if (wait.isEmpty()) {
        finish(Stage.TRANSCRIBING);
        return result;
      }
      job.awaitService(Stage.TRANSCRIBING, waits, wait.get(), () -> false);
    }
  }

  private void finish(Stage stage) {
    job.progress().update(stage, 1, 1, 1);
    job.progress().complete(stage);
  }
}
