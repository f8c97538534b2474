package dev.makevideo.workflows.progress;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What became so far of one candidate that was tried.
 *
 * @param index its position in the job's list, from 0
 * @param name the clip's name, or {@code candidate N} if it was never downloaded
 * @param bytes of the file; 0 if it was never downloaded
 * @param reason label of the reason, if it is rejected
 * @param message one sentence, if it is rejected
 * @param confidence of text recognition, 0 to 1
 */
public record ClipProgress(
    int index,
    String name,
    State state,
    long bytes,
    Optional<String> reason,
    Optional<String> message,
    OptionalDouble confidence) {
  /** How far a clip has come. */
  public enum State {
    /** It is there, and is looked at next. */
    DOWNLOADED,
    /** It may be shown. */
    APPROVED,
    /** It is not shown. */
    REJECTED;

    /** The wire form, such as {@code approved}. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if none has this label
     */
    @JsonCreator
    public static State of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /** A clip that was not rejected. */
  public static ClipProgress of(int index, String name, State state, long bytes) {
    return new ClipProgress(
        index, name, state, bytes, Optional.empty(), Optional.empty(), OptionalDouble.empty());
  }

  /** A clip that was. */
  public static ClipProgress rejected(
      int index,
      String name,
      long bytes,
      String reason,
      String message,
      OptionalDouble confidence) {
    return new ClipProgress(
        index, name, State.REJECTED, bytes, Optional.of(reason), Optional.of(message), confidence);
  }
}
