package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The narration's branch of a job. Every method may run twice at once. */
@ActivityInterface
public interface NarrationActivities {
  /** Decodes the narration once: counted duration, volume, pauses. */
  @ActivityMethod(name = "analyzeAudio")
  AudioAnalysis analyzeAudio(VideoRequest request);

  /** Finds the words and their times, from the script or by the transcription service. */
  @ActivityMethod(name = "transcribe")
  TranscribeResult transcribe(VideoRequest request, AudioAnalysis analysis);

  /** Turns a transcript into cues. */
  @ActivityMethod(name = "generateSubtitles")
  SubtitlesResult generateSubtitles(
      VideoRequest request, AudioAnalysis analysis, TranscribeResult transcript);
}
