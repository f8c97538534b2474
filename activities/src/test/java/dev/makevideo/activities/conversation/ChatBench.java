package dev.makevideo.activities.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.ServiceBreakers;
import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.throttle.LocalThrottle;
import dev.makevideo.platform.settings.ChatSettings;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.testkit.ChatServer;
import dev.makevideo.workflows.contract.FreeText;
import dev.makevideo.workflows.contract.Proposals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A reader, its guarded client and the stand-in that it asks. */
final class ChatBench implements AutoCloseable {
  static final String KEY = "sk-hidden";
  static final String NULLS = "{\"query\":null,\"aspect_ratio\":null}";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** The time of breaker and throttle, which stands still. */
  final AtomicLong nanos = new AtomicLong();

  /** The text of a good answer to what is said; all others are answered with nulls. */
  final Map<String, String> known = new ConcurrentHashMap<>();

  final ChatServer server;
  final FreeTextReader reader;
  private final GuardedClient client;

  /**
   * @param limit of one text
   */
  ChatBench(Duration limit) throws IOException {
    server = new ChatServer(this::right, limit.multipliedBy(2));
    Metrics metrics = new Metrics(registry);
    client =
        new GuardedClient(
            ServiceBreakers.alone(nanos::get, metrics),
            new LocalThrottle(nanos::get),
            AdaptiveLimits.none(),
            metrics,
            Clock.systemUTC(),
            false);
    reader =
        new FreeTextReader(
            client,
            new ChatSettings(Optional.of(server.url()), "model-1", Optional.of(KEY), limit));
  }

  /** One that has no endpoint to ask. */
  FreeTextReader readerOfNobody() {
    return new FreeTextReader(client, ChatSettings.none());
  }

  private String right(String request) {
    return known.getOrDefault(said(json(request)).path("said").asText(), NULLS);
  }

  /** What the user's message of a request says. */
  static JsonNode said(JsonNode request) {
    return json(request.path("messages").path(1).path("content").asText());
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of the last request. */
  JsonNode last() {
    return json(server.requests().get(server.requests().size() - 1).body());
  }

  Proposals read(String text) {
    return reader.readFreeText(new FreeText(text, "aspect_ratio"));
  }

  double calls(String status) {
    return registry
        .get("external.api.calls")
        .tags("service", "chat", "endpoint", "completions", "status", status)
        .counter()
        .count();
  }

  /** All calls that were made, however they ended. */
  double calls() {
    return registry.get("external.api.calls").tags("service", "chat").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
