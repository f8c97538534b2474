package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.util.List;

/**
 * What one decoding pass tells of a narration: the JSON object behind {@code
 * AudioAnalysis.speech()}.
 *
 * @param duration in seconds, counted from decoded samples
 * @param meanVolume root mean square in dB of full scale; -100 at the least
 * @param threshold in dB: what stays below it for long enough is a pause
 * @param speech the stretches between the pauses, in order; empty when all is silent
 * @param warnings for the job's report
 */
public record SpeechFacts(
    double duration,
    double meanVolume,
    double threshold,
    List<SpeechSegment> speech,
    List<String> warnings) {
  public SpeechFacts {
    speech = List.copyOf(speech);
    warnings = List.copyOf(warnings);
  }
}
