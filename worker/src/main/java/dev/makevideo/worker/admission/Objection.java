package dev.makevideo.worker.admission;

import java.util.Locale;

/**
 * Why no more work begins here now.
 *
 * @param lack what is short
 * @param sentence with figures, for people
 */
public record Objection(Lack lack, String sentence) {
  /** What may be short: the closed list of the metric's label {@code lack}. */
  public enum Lack {
    DISK,
    MEMORY,
    TEMPORARY_FILES;

    /** As in metrics and logs. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
