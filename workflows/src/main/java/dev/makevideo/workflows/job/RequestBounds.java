package dev.makevideo.workflows.job;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the plain values of every {@link VideoRequest} keep to. */
final class RequestBounds {
  private RequestBounds() {}

  /** What was said, if it was and is not the same as nothing. */
  static <T> Optional<T> said(@Nullable Optional<T> value, Predicate<T> isSaid) {
    return value == null ? Optional.empty() : value.filter(isSaid);
  }

  /**
   * @param phrases which may be proposed by the narration's own words
   * @throws IllegalArgumentException naming the component and its value, if it is out of its range
   */
  static void require(
      String query,
      Optional<Phrases> phrases,
      int maxShorts,
      Duration narration,
      String correlationId) {
    Optional<String> objection = phrases.flatMap(list -> list.objection(narration));
    if (objection.isPresent()) {
      throw new IllegalArgumentException(objection.get());
    }
    boolean proposed = phrases.filter(Phrases::isProposed).isPresent();
    if ((query.isBlank() && !proposed) || query.length() > VideoRequest.MAX_QUERY) {
      throw new IllegalArgumentException(
          "query must have 1 to "
              + VideoRequest.MAX_QUERY
              + " characters, and has "
              + query.strip().length());
    }
    if (maxShorts < 1 || maxShorts > VideoRequest.MAX_SHORTS) {
      throw new IllegalArgumentException(
          "max_shorts must be 1 to " + VideoRequest.MAX_SHORTS + ", and is " + maxShorts);
    }
    if (narration.isNegative() || narration.isZero()) {
      throw new IllegalArgumentException("narration lasts " + narration);
    }
    if (narration.compareTo(VideoRequest.MAX_NARRATION) > 0) {
      throw new IllegalArgumentException(
          "narration must last at most "
              + VideoRequest.MAX_NARRATION.toSeconds()
              + " s, and lasts "
              + narration.toMillis() / 1000.0
              + " s");
    }
    if (!correlationId.matches("[\\x21-\\x7e]{1,128}")) {
      throw new IllegalArgumentException(
          "correlation id must be 1 to 128 printable ASCII characters");
    }
  }
}
