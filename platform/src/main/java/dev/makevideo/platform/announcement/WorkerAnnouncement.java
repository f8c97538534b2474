package dev.makevideo.platform.announcement;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells of itself. For display only: nothing depends on it.
 *
 * @param abilities by name, such as {@code ocr}
 * @param waiting which of its queues wait for room on its host, and why
 * @param slots how many pieces of work it does at once, by queue; not of the light queue
 */
public record WorkerAnnouncement(
    Map<String, Ability> abilities, Map<String, String> waiting, Map<String, SlotUse> slots) {
  /** The programs that make the video. */
  public static final String FFMPEG = "ffmpeg";

  /** Recognition of text in clips. */
  public static final String OCR = "ocr";

  /** Recognition of speech in the worker's process. */
  public static final String TRANSCRIBER = "transcriber";

  public WorkerAnnouncement(
      @Nullable Map<String, Ability> abilities,
      @Nullable Map<String, String> waiting,
      @Nullable Map<String, SlotUse> slots) {
    this.abilities = abilities == null ? Map.of() : Map.copyOf(abilities);
    this.waiting = waiting == null ? Map.of() : Map.copyOf(waiting);
    this.slots = slots == null ? Map.of() : Map.copyOf(slots);
  }

  /**
   * The slots of one queue.
   *
   * @param used how many have work
   * @param most how many there are
   */
  public record SlotUse(int used, int most) {
    /** Those of both. */
    public SlotUse plus(SlotUse other) {
      return new SlotUse(used + other.used, most + other.most);
    }
  }

  /**
   * Something that a worker needs for its work.
   *
   * @param works whether it does, as far as is known
   * @param details one sentence without secrets
   */
  public record Ability(boolean works, String details) {}
}
