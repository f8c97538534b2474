package dev.makevideo.activities.external;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.throttle.LocalThrottle;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ServiceWait;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** What the tests of guarded calls share: a server, and a client of it whose time stands still. */
abstract class GuardedCalls {
  static final Duration DEADLINE = Duration.ofSeconds(20);
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final DownloadBounds BOUNDS = new DownloadBounds(100_000, 10_000, Duration.ofSeconds(15));

  @TempDir Path directory;
  final AtomicLong nanos = new AtomicLong();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Metrics metrics = new Metrics(registry);
  final StopSignal stop = new StopSignal();
  TestServer server;
  GuardedClient client;

  @BeforeEach
  void open() throws IOException {
    server = new TestServer();
    client = client(AddressGuard.open());
  }

  @AfterEach
  void close() {
    MDC.clear();
    client.close();
    server.close();
  }

  GuardedClient client(AddressGuard guard) {
    return new GuardedClient(
        ServiceBreakers.alone(nanos::get, metrics),
        new LocalThrottle(nanos::get),
        AdaptiveLimits.none(),
        metrics,
        Clock.fixed(NOW, ZoneOffset.UTC),
        guard);
  }

  CallResult<Downloaded> download(String path) throws IOException {
    return get(server.url(path));
  }

  CallResult<Downloaded> get(String url) throws IOException {
    return client.download(direct(url), target(), BOUNDS, stop);
  }

  CallResult<Integer> number(String path) throws IOException {
    return client.fetch(
        ServiceCall.get(ExternalService.YOUTUBE_SEARCH, "search", server.url(path), DEADLINE),
        100,
        GuardedCalls::parse,
        stop);
  }

  static int parse(byte[] body) {
    return Integer.parseInt(new String(body, StandardCharsets.UTF_8));
  }

  static ServiceCall direct(String url) {
    return ServiceCall.get(ExternalService.DIRECT_DOWNLOAD, "download", url, DEADLINE);
  }

  ServiceCall post(ExternalService service, String path) {
    return ServiceCall.postJson(service, "download", server.url(path), DEADLINE, "{}");
  }

  Path target() {
    return directory.resolve("target");
  }

  double calls(String service, String endpoint, String status) {
    return registry
        .get("external.api.calls")
        .tags("service", service, "endpoint", endpoint, "status", status)
        .counter()
        .count();
  }

  static Rejection rejection(CallResult<?> result) {
    return assertInstanceOf(CallResult.Rejected.class, result).rejection();
  }

  static ServiceWait waiting(CallResult<?> result) {
    return assertInstanceOf(CallResult.Wait.class, result).serviceWait();
  }
}
