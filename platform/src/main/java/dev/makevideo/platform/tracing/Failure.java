package dev.makevideo.platform.tracing;

import io.temporal.failure.ApplicationFailure;

/** What a span says of a failure: its type, never its message. */
final class Failure {
  private Failure() {}

  static String type(Exception e) {
    return e instanceof ApplicationFailure known && known.getType() != null
        ? known.getType()
        : e.getClass().getSimpleName();
  }
}
