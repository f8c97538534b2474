package dev.makevideo.workflows.webhook;

import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The events of one job on their way, in their order: the next one is sent when the one before it
 * is delivered or given up. For one workflow.
 */
final class Deliveries {
  private static final String STOPPED = "the receiver takes no more events of this job";

  private final WebhookState begun;
  private final List<Delivery> all;
  private boolean stopped;

  Deliveries(WebhookState begun) {
    this.begun = begun;
    this.all = new ArrayList<>(begun.deliveries());
    this.stopped = begun.stopped();
  }

  WebhookState state() {
    return new WebhookState(
        begun.jobId(), begun.tenant(), begun.correlationId(), begun.url(), stopped, all);
  }

  /** Takes an event; one that is here already is the same. */
  void add(WebhookNotice notice) {
    if (all.stream().anyMatch(one -> one.notice().id().equals(notice.id()))) {
      return;
    }
    Delivery delivery = Delivery.of(notice);
    all.add(stopped ? delivery.stopped(STOPPED) : delivery);
    forgetTheOldest();
  }

  /** So that memo and list stay short; what is still to be sent stays. */
  private void forgetTheOldest() {
    int more = all.size() - WebhookLimits.KEPT;
    for (Iterator<Delivery> each = all.iterator(); more > 0 && each.hasNext(); ) {
      if (!each.next().isPending()) {
        each.remove();
        more--;
      }
    }
  }

  /** Somebody wants this one to be sent now. */
  void again(String id, Instant now) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).notice().id().equals(id)) {
        all.set(i, all.get(i).again(now));
        stopped = false;
      }
    }
  }

  /** The one whose turn it is. */
  Optional<Delivery> next() {
    return all.stream().filter(Delivery::isPending).findFirst();
  }

  /** Whether all is done, and nothing more will come unless the job is run again. */
  boolean isOver() {
    return next().isEmpty() && !all.isEmpty() && all.get(all.size() - 1).notice().type().isLast();
  }

  /**
   * Takes what became of an attempt.
   *
   * @param chance a number from 0 to 1, for the pause
   */
  void answered(Delivery sent, WebhookAnswer answer, Instant now, double chance) {
    int at = all.indexOf(sent);
    if (at < 0) {
      return; // somebody had it sent again meanwhile: that attempt counts
    }
    switch (answer.outcome()) {
      case DELIVERED ->
          all.set(at, sent.attempted(answer, DeliveryState.DELIVERED, now, Optional.empty()));
      case FAILED -> all.set(at, failed(sent, at, answer, now, chance));
      case GONE, REFUSED -> {
        stopped = true;
        all.set(at, sent.attempted(answer, DeliveryState.STOPPED, now, Optional.empty()));
        all.replaceAll(one -> one.isPending() ? one.stopped(STOPPED) : one);
      }
    }
    forgetTheOldest();
  }

  private Delivery failed(Delivery sent, int at, WebhookAnswer answer, Instant now, double chance) {
    Optional<Duration> pause =
        isGivenUp(at) ? Optional.empty() : WebhookLimits.pause(sent.tries() + 1);
    if (pause.isEmpty()) {
      return sent.attempted(answer, DeliveryState.FAILED, now, Optional.empty());
    }
    long more = (long) (pause.get().toMillis() * WebhookLimits.JITTER * chance);
    Instant next = now.plus(pause.get()).plusMillis(more);
    Instant wished = answer.notBefore().filter(next::isBefore).orElse(next);
    return sent.attempted(answer, DeliveryState.PENDING, now, Optional.of(wished));
  }

  /** Whether the event before it was given up after days: then one attempt is enough. */
  private boolean isGivenUp(int at) {
    return at > 0 && all.get(at - 1).state() == DeliveryState.FAILED;
  }
}
