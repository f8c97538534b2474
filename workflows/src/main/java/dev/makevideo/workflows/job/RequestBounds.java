package dev.makevideo.workflows.job;

import java.time.Duration;

/** What the plain values of every {@link VideoRequest} keep to. */
final class RequestBounds {
  private RequestBounds() {}

  /**
   * @param proposed whether the narration's own words are to propose phrases
   * @throws IllegalArgumentException naming the component and its value, if it is out of its range
   */
  static void require(
      String query, boolean proposed, int maxShorts, Duration narration, String correlationId) {
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
