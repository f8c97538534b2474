package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Optional;

/** The narration's branch of a job. Every method may run twice at once. */
@ActivityInterface
public interface NarrationActivities {
  /** Decodes the narration once: counted duration, volume, pauses. */
  @ActivityMethod(name = "analyzeAudio")
  AudioAnalysis analyzeAudio(VideoRequest request);

  /** Finds the words and their times, from the script or by the transcription service. */
  @ActivityMethod(name = "transcribe")
  TranscribeResult transcribe(VideoRequest request, AudioAnalysis analysis);

  /**
   * Proposes search phrases for a job that gives none.
   *
   * <p>Fails with {@code invalid-request} if nothing is said that could be searched for.
   */
  @ActivityMethod(name = "proposePhrases")
  ProposedPhrases proposePhrases(VideoRequest request, TranscribeResult transcript);

  /**
   * Lays the job's shot list upon the narration.
   *
   * <p>Fails with {@code invalid-request} if it names paragraphs that the script does not have.
   *
   * @param transcript absent if all shots name times
   */
  @ActivityMethod(name = "placeShots")
  ShotPlacement placeShots(
      VideoRequest request, AudioAnalysis analysis, Optional<TranscribeResult> transcript);

  /** Turns a transcript into cues. */
  @ActivityMethod(name = "generateSubtitles")
  SubtitlesResult generateSubtitles(
      VideoRequest request, AudioAnalysis analysis, TranscribeResult transcript);

  /**
   * As {@link #generateSubtitles}, with some captions saying something else; a caption that does
   * not exist is left out.
   *
   * @param corrections at least one
   */
  @ActivityMethod(name = "correctSubtitles")
  SubtitlesResult correctSubtitles(
      VideoRequest request,
      AudioAnalysis analysis,
      TranscribeResult transcript,
      List<CaptionText> corrections);

  /**
   * As {@link #correctSubtitles}, for captions that were corrected several times, each time as the
   * files counted them then.
   *
   * @param rounds the first one first; at least one
   */
  @ActivityMethod(name = "recaption")
  SubtitlesResult recaption(
      VideoRequest request,
      AudioAnalysis analysis,
      TranscribeResult transcript,
      List<CaptionRound> rounds);
}
