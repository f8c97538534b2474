package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of one attempt to deliver.
 *
 * @param status of HTTP, if there was an answer
 * @param detail for people; names the host and no more of the URL; empty when it was delivered
 * @param notBefore when the receiver wishes to be asked again, an hour from now at the most
 */
public record WebhookAnswer(
    Outcome outcome, Optional<Integer> status, String detail, Optional<Instant> notBefore) {

  /** The closed list of what an attempt comes to. */
  public enum Outcome {
    /** Any 2xx. */
    DELIVERED,
    /** May succeed later. */
    FAILED,
    /** 410: the receiver wants no more. */
    GONE,
    /** The URL is one that is not called, and will not be. */
    REFUSED;

    /** Its name in metrics and on the wire. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if none has this label
     */
    @JsonCreator
    public static Outcome of(String label) {
      return Arrays.stream(values())
          .filter(value -> value.label().equals(label))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("outcome is \"" + label + "\""));
    }
  }

  /** A failure without an answer. */
  public static WebhookAnswer failed(String detail) {
    return new WebhookAnswer(Outcome.FAILED, Optional.empty(), detail, Optional.empty());
  }

  /** The URL is not called. */
  public static WebhookAnswer refused(String detail) {
    return new WebhookAnswer(Outcome.REFUSED, Optional.empty(), detail, Optional.empty());
  }
}
