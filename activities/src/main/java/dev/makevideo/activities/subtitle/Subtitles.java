package dev.makevideo.activities.subtitle;

import dev.makevideo.workflows.job.SubtitleStyle;
import java.util.List;
import java.util.Map;

/**
 * The subtitles of a narration in all their forms.
 *
 * @param cues to be burned in
 * @param srt SubRip, whole phrases of at most two lines of 42 columns
 * @param vtt WebVTT, the same phrases
 * @param driftSeconds the largest distance between a cue's start and the word it begins with, or
 *     the speech that should be heard then
 */
public record Subtitles(Cues cues, String srt, String vtt, double driftSeconds) {
  /** Part of the key of every artifact that holds cues; changes when the grouping does. */
  public static final String VERSION = "cues-3";

  /**
   * Makes subtitles in which some captions say something else.
   *
   * @param rounds of corrections, one after another: by the number of the caption in {@link #srt()}
   *     as it is before the round, from 1; numbers that no caption has are left out
   */
  public static Subtitles corrected(
      List<Word> words,
      List<SpeechSegment> speech,
      double duration,
      SubtitleStyle style,
      String language,
      List<Map<Integer, String>> rounds) {
    List<Word> corrected = words;
    for (Map<Integer, String> texts : rounds) {
      List<Cue> written = new CueMaker(CueRules.FILES, language).make(corrected, speech, duration);
      corrected = Corrections.words(written, texts);
    }
    return make(corrected, speech, duration, style, language);
  }

  /**
   * Makes subtitles.
   *
   * @param words in order of time; their texts may hold anything
   * @param speech when something is said
   * @param duration of the narration in seconds
   */
  public static Subtitles make(
      List<Word> words,
      List<SpeechSegment> speech,
      double duration,
      SubtitleStyle style,
      String language) {
    List<Cue> burned = new CueMaker(CueRules.of(style), language).make(words, speech, duration);
    List<Cue> written = new CueMaker(CueRules.FILES, language).make(words, speech, duration);
    return new Subtitles(
        new Cues(burned, style.label(), language),
        SubtitleFiles.srt(written, language),
        SubtitleFiles.vtt(written, language),
        SyncDrift.largest(burned, words, speech));
  }
}
