package dev.makevideo.workflows.webhook;

import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookNotice;
import java.time.Instant;
import java.util.Optional;

/**
 * One event on its way.
 *
 * @param attempts how often it was sent in all
 * @param tries how often since its schedule began: somebody may have it sent again
 * @param status HTTP status of the last attempt, if that was answered
 * @param error why the last attempt failed; absent if it did not
 * @param attemptedAt when the last attempt ended
 * @param nextAttemptAt when the next one is; absent if there is none
 * @param deliveredAt when the receiver took it last
 */
public record Delivery(
    WebhookNotice notice,
    DeliveryState state,
    int attempts,
    int tries,
    Optional<Integer> status,
    Optional<String> error,
    Optional<Instant> attemptedAt,
    Optional<Instant> nextAttemptAt,
    Optional<Instant> deliveredAt) {

  static Delivery of(WebhookNotice notice) {
    return new Delivery(
        notice,
        DeliveryState.PENDING,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(notice.at()),
        Optional.empty());
  }

  public boolean isPending() {
    return state == DeliveryState.PENDING;
  }

  /** It is to be sent now, and by its schedule from then on. */
  Delivery again(Instant now) {
    return new Delivery(
        notice,
        DeliveryState.PENDING,
        attempts,
        0,
        status,
        error,
        attemptedAt,
        Optional.of(now),
        deliveredAt);
  }

  /** It will not be sent. */
  Delivery stopped(String why) {
    return new Delivery(
        notice,
        DeliveryState.STOPPED,
        attempts,
        tries,
        status,
        Optional.of(error.orElse(why)),
        attemptedAt,
        Optional.empty(),
        deliveredAt);
  }

  /** After an attempt. */
  Delivery attempted(
      WebhookAnswer answer, DeliveryState next, Instant now, Optional<Instant> nextAttemptAt) {
    boolean delivered = next == DeliveryState.DELIVERED;
    return new Delivery(
        notice,
        next,
        attempts + 1,
        tries + 1,
        answer.status(),
        delivered ? Optional.empty() : Optional.of(answer.detail()),
        Optional.of(now),
        nextAttemptAt,
        delivered ? Optional.of(now) : deliveredAt);
  }
}
