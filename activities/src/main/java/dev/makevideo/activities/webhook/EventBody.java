package dev.makevideo.activities.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.makevideo.workflows.contract.WebhookEvent;
import dev.makevideo.workflows.contract.WebhookEventType;
import dev.makevideo.workflows.contract.WebhookNotice;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.RequestText;
import dev.makevideo.workflows.wire.Payloads;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event as JSON, thin as the convention wishes: a type, a time, and of the job what the API
 * calls by the same names, so that whoever wants more asks the API. Stateless.
 */
final class EventBody {
  private static final ObjectMapper MAPPER =
      Payloads.mapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT)
          .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false);

  private record Body(WebhookEventType type, Instant timestamp, Data data) {}

  private record Data(
      String id,
      JobStatus status,
      String query,
      Optional<Metadata> metadata,
      Optional<Integer> run,
      String correlationId,
      Optional<String> waitingFor,
      Optional<Approval> approval,
      Optional<Failure> failure,
      Map<String, String> links) {}

  private record Approval(List<String> of, Instant until) {}

  private record Failure(String code, String detail, boolean retryable) {}

  private EventBody() {}

  static WebhookNotice notice(WebhookEvent event, String correlationId) {
    Body body =
        new Body(
            event.type(),
            event.at(),
            new Data(
                event.jobId(),
                event.status(),
                event.query(),
                Optional.of(event.metadata()).filter(noted -> !noted.isEmpty()),
                event.run(),
                correlationId,
                event.approval().map(any -> "approval"),
                event.approval().map(one -> new Approval(one.of(), one.until())),
                event.failure().map(EventBody::failure),
                links(event)));
    try {
      return new WebhookNotice(
          event.id(), event.type(), event.at(), MAPPER.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event can be written as JSON", e);
    }
  }

  private static Failure failure(WebhookEvent.Failure failure) {
    boolean retryable =
        FailureType.ofLabel(failure.code()).map(FailureType::isRetryable).orElse(false);
    return new Failure(failure.code(), failure.detail(), retryable);
  }

  private static Map<String, String> links(WebhookEvent event) {
    String self = RequestText.path(event.jobId());
    Map<String, String> links = new LinkedHashMap<>();
    links.put("self", self);
    switch (event.type()) {
      case AWAITING_APPROVAL -> links.put("review", self + "/review");
      case FINISHED -> links.put("file", self + "/file");
      case STARTED, FAILED, CANCELLED -> {}
    }
    return links;
  }
}
