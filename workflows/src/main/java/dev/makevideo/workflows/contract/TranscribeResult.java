package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of transcription: a transcript, or a service to wait for.
 *
 * @param transcript a JSON object with words and their times
 * @param words how many words it has
 * @param waitFor the service to wait for; what is done already is kept as artifacts
 * @param warnings for the report, such as sentences of the script that are not said; absent in
 *     results of older workers
 */
public record TranscribeResult(
    Optional<ObjectRef> transcript,
    int words,
    Optional<ServiceWait> waitFor,
    long ranMillis,
    List<String> warnings)
    implements Timed {
  public TranscribeResult(
      Optional<ObjectRef> transcript,
      int words,
      Optional<ServiceWait> waitFor,
      long ranMillis,
      @Nullable List<String> warnings) {
    this.transcript = transcript;
    this.words = words;
    this.waitFor = waitFor;
    this.ranMillis = ranMillis;
    this.warnings = List.copyOf(Objects.requireNonNullElse(warnings, List.of()));
  }

  /** A result without warnings. */
  public TranscribeResult(
      Optional<ObjectRef> transcript, int words, Optional<ServiceWait> waitFor, long ranMillis) {
    this(transcript, words, waitFor, ranMillis, List.of());
  }
}
