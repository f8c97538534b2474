package dev.makevideo.api.health;

/** One thing that the service needs. Bounded in time by its caller; may be interrupted. */
public interface HealthCheck {
  /** The name in the answer, such as {@code disk_space}. */
  String name();

  /** Whether nothing works without it; else the service is merely degraded. */
  boolean isVital();

  /**
   * Looks.
   *
   * @throws Exception if it is not there; the message becomes the details
   */
  Finding look() throws Exception;

  /**
   * What was found.
   *
   * @param state how it is
   * @param details one sentence; no secret, no address with a password
   */
  record Finding(State state, String details) {}

  /** How a thing is. */
  enum State {
    WELL,
    /** Works, and will not for long or not as well as it should. */
    WORRYING,
    BAD
  }

  static Finding well(String details) {
    return new Finding(State.WELL, details);
  }

  static Finding worrying(String details) {
    return new Finding(State.WORRYING, details);
  }

  static Finding bad(String details) {
    return new Finding(State.BAD, details);
  }
}
