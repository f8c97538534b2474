package dev.makevideo.workflows.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookEventType;
import dev.makevideo.workflows.contract.WebhookNotice;
import dev.makevideo.workflows.job.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private static final int MANY = 30;

  @Test
  void theNewestTwentyAreListedAndAllThatAreStillToBeSent() {
    ObjectRef url = new ObjectRef("a".repeat(64), 20);
    Deliveries deliveries =
        new Deliveries(new WebhookState("mv-test", "default", "corr", url, false, List.of()));
    for (int i = 0; i < MANY; i++) {
      deliveries.add(
          new WebhookNotice("msg_" + i, WebhookEventType.AWAITING_APPROVAL, Instant.EPOCH, "{}"));
    }
    assertEquals(MANY, deliveries.state().deliveries().size());
    WebhookAnswer taken =
        new WebhookAnswer(WebhookAnswer.Outcome.DELIVERED, Optional.of(204), "", Optional.empty());
    int sent = 0;
    for (Optional<Delivery> next = deliveries.next(); next.isPresent(); next = deliveries.next()) {
      deliveries.answered(next.get(), taken, Instant.EPOCH, 0);
      sent++;
    }
    assertEquals(MANY, sent);
    List<Delivery> kept = deliveries.state().deliveries();
    assertEquals(WebhookLimits.KEPT, kept.size());
    assertEquals("msg_29", kept.get(kept.size() - 1).notice().id());
  }

  @Test
  void anEventThatIsAnnouncedTwiceIsOne() {
    ObjectRef url = new ObjectRef("a".repeat(64), 20);
    Deliveries deliveries =
        new Deliveries(new WebhookState("mv-test", "default", "corr", url, false, List.of()));
    WebhookNotice notice =
        new WebhookNotice("msg_1", WebhookEventType.STARTED, Instant.EPOCH, "{}");
    deliveries.add(notice);
    deliveries.add(notice);
    assertEquals(1, deliveries.state().deliveries().size());
  }
}
