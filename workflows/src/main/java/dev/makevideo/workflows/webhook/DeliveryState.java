package dev.makevideo.workflows.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How the delivery of one event stands. */
public enum DeliveryState {
  /** Not delivered yet; it will be tried, or tried again. */
  PENDING,
  /** The receiver has it. */
  DELIVERED,
  /** Tried as often as it is, in vain. */
  FAILED,
  /** Not tried any more: the receiver said so, or its URL is one that is not called. */
  STOPPED;

  /** The wire form. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if none has this label
   */
  @JsonCreator
  public static DeliveryState of(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("state is \"" + label + "\""));
  }
}
