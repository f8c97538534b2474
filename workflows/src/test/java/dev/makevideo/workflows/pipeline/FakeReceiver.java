package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.WatchedJob;
import dev.makevideo.workflows.contract.WebhookActivities;
import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookEvent;
import dev.makevideo.workflows.contract.WebhookPost;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes what a job announces, and delivers nothing. Thread-safe. */
final class FakeReceiver implements WebhookActivities {
  private final List<WebhookEvent> announced = new ArrayList<>();

  /** Before an event is taken. */
  Consumer<WebhookEvent> before = event -> {};

  @Override
  public void announceEvent(VideoRequest request, ObjectRef url, WebhookEvent event) {
    before.accept(event);
    synchronized (announced) {
      announced.add(event);
    }
  }

  List<WebhookEvent> announced() {
    synchronized (announced) {
      return List.copyOf(announced);
    }
  }

  List<String> types() {
    return announced().stream().map(event -> event.type().label()).toList();
  }

  @Override
  public WebhookAnswer deliverEvent(WebhookPost post) {
    throw new UnsupportedOperationException("a job delivers nothing itself");
  }

  @Override
  public WatchedJob watchJob(String jobId) {
    return new WatchedJob(true, Optional.empty());
  }
}
