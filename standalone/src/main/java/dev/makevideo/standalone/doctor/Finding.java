package dev.makevideo.standalone.doctor;

/**
 * What one check found.
 *
 * @param name what was looked for
 * @param found what is there, or what went wrong
 * @param advice how to get what is missing; empty if nothing is
 */
public record Finding(String name, Level level, String found, String advice) {
  /** How good it is. */
  public enum Level {
    OK,
    /** Works, but less well than it could. */
    NOTE,
    /** Videos cannot be made like this. */
    MISSING
  }

  static Finding ok(String name, String found) {
    return new Finding(name, Level.OK, found, "");
  }

  static Finding note(String name, String found, String advice) {
    return new Finding(name, Level.NOTE, found, advice);
  }

  static Finding missing(String name, String found, String advice) {
    return new Finding(name, Level.MISSING, found, advice);
  }
}
