package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;
import java.util.List;

/**
 * What is known of a narration.
 *
 * @param duration counted by decoding
 * @param speech a JSON object with volume, pauses and stretches of speech
 * @param warnings for the report, such as a file that was cut short; at most 10
 */
public record AudioAnalysis(
    Duration duration, ObjectRef speech, List<String> warnings, long ranMillis) implements Timed {
  public AudioAnalysis {
    warnings = List.copyOf(warnings);
  }
}
