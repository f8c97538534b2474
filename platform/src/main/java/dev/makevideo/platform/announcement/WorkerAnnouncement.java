package dev.makevideo.platform.announcement;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells of itself. For display only: nothing depends on it.
 *
 * @param abilities by name, such as {@code ocr}
 * @param waiting which of its queues wait for room on its host, and why
 */
public record WorkerAnnouncement(Map<String, Ability> abilities, Map<String, String> waiting) {
  /** The programs that make the video. */
  public static final String FFMPEG = "ffmpeg";

  /** Recognition of text in clips. */
  public static final String OCR = "ocr";

  /** Recognition of speech in the worker's process. */
  public static final String TRANSCRIBER = "transcriber";

  public WorkerAnnouncement(
      @Nullable Map<String, Ability> abilities, @Nullable Map<String, String> waiting) {
    this.abilities = abilities == null ? Map.of() : Map.copyOf(abilities);
    this.waiting = waiting == null ? Map.of() : Map.copyOf(waiting);
  }

  /**
   * Something that a worker needs for its work.
   *
   * @param works whether it does, as far as is known
   * @param details one sentence without secrets
   */
  public record Ability(boolean works, String details) {}
}
