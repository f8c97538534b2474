package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Why an item is not used: a result, not an error.
 *
 * @param reason from the closed list
 * @param message one sentence for the report, naming what was found
 * @param confidence how sure text recognition is, 0 to 1, with {@link Reason#TEXT_FOUND} only
 */
public record Rejection(Reason reason, String message, OptionalDouble confidence) {
  /** The closed list of reasons. */
  public enum Reason {
    /** Text is burned into the picture. */
    TEXT_FOUND,
    /** The file is broken, empty, or not a video that may be opened. */
    UNUSABLE,
    /** The same bytes as another clip of this job. */
    DUPLICATE,
    /** The same footage as an approved clip of this job, in other bytes. */
    SAME_FOOTAGE,
    /** Still failing after the last attempt. */
    ATTEMPTS_EXHAUSTED,
    /** The source says that it does not exist. */
    NOT_FOUND,
    /** Larger or longer than is allowed, or its address is one that must not be called. */
    NOT_ALLOWED,
    /** A person who was asked for approval does not want it. */
    NOT_WANTED;

    /** The wire form, such as {@code text_found}. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if no reason has this label
     */
    @JsonCreator
    public static Reason of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /** A rejection without a confidence. */
  public static Rejection of(Reason reason, String message) {
    return new Rejection(reason, message, OptionalDouble.empty());
  }
}
