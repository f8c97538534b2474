package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The closed list of what a job tells whoever waits for it at a URL. */
public enum WebhookEventType {
  /** A worker has begun with it. */
  STARTED,
  /** A person is to look at what it has chosen. */
  AWAITING_APPROVAL,
  /** The video is there. */
  FINISHED,
  FAILED,
  CANCELLED;

  /** Whether the job, or this run of it, tells nothing after it. */
  public boolean isLast() {
    return this == FINISHED || this == FAILED || this == CANCELLED;
  }

  /** The name on the wire, such as {@code video.finished}. */
  @JsonValue
  public String label() {
    return "video." + name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if none has this label; the message lists those that exist
   */
  @JsonCreator
  public static WebhookEventType of(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "type is \""
                        + label
                        + "\"; allowed: "
                        + Arrays.stream(values())
                            .map(WebhookEventType::label)
                            .collect(Collectors.joining(", "))));
  }
}
