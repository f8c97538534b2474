package dev.makevideo.activities.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.coordination.breaker.Admission;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.CircuitBreaker;
import dev.makevideo.coordination.breaker.InProcessBreaker;
import dev.makevideo.coordination.breaker.Permit;
import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.throttle.LocalThrottle;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.telemetry.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every way to answer, and not to answer, means: for the caller, for the breaker, for the
 * metric. One request each, whatever comes back.
 */
@Timeout(60)
class AnswerTableTest {
  private static final DownloadBounds BOUNDS =
      new DownloadBounds(AnswerTable.MOST, 10_000, Duration.ofMillis(400));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong nanos = new AtomicLong();
  private final InProcessBreaker breaker =
      new InProcessBreaker(
          "service",
          new BreakerSettings(2, Duration.ofSeconds(60), 3, Duration.ofSeconds(2), Duration.ZERO),
          nanos::get,
          (service, from, to, reason) -> {});

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource({
    "dev.makevideo.activities.external.AnswerTable#patience",
    "dev.makevideo.activities.external.AnswerTable#time",
    "dev.makevideo.activities.external.AnswerTable#length",
    "dev.makevideo.activities.external.AnswerTable#content",
    "dev.makevideo.activities.external.AnswerTable#connection"
  })
  void everyAnswerHasItsMeaning(AnswerTable.Row row) throws IOException {
    fail();
    try (RawServer server = new RawServer(row.speech());
        GuardedClient client =
            new GuardedClient(
                (service, host) -> breaker,
                new LocalThrottle(nanos::get),
                AdaptiveLimits.none(),
                new Metrics(registry),
                Clock.fixed(AnswerTable.NOW, ZoneOffset.UTC),
                AddressGuard.open())) {
      String said = said(call(client, row, server.url(row.scheme())));
      assertTrue(said.startsWith(row.result()), said);
      assertEquals(row.report(), report());
      assertEquals(row.status(), status());
      assertEquals(1, server.requests(), "requests");
    }
  }

  private CallResult<?> call(GuardedClient client, AnswerTable.Row row, String url)
      throws IOException {
    StopSignal stop = new StopSignal();
    return switch (row.by()) {
      case FETCH ->
          client.fetch(
              ServiceCall.get(ExternalService.YOUTUBE_SEARCH, "search", url, row.deadline()),
              AnswerTable.MOST,
              AnswerTableTest::number,
              stop);
      case POST ->
          client.fetch(
              ServiceCall.postJson(
                  ExternalService.AUDIO_TRANSCRIBER, "transcriptions", url, row.deadline(), "{}"),
              AnswerTable.MOST,
              AnswerTableTest::number,
              stop);
      case SERVICE ->
          client.download(
              ServiceCall.postJson(
                  ExternalService.VIDEO_DOWNLOADER, "download", url, row.deadline(), "{}"),
              folder.resolve("file"),
              BOUNDS,
              stop);
      case DIRECT ->
          client.download(
              ServiceCall.get(ExternalService.DIRECT_DOWNLOAD, "download", url, row.deadline()),
              folder.resolve("file"),
              BOUNDS,
              stop);
    };
  }

  private static int number(byte[] body) throws IOException {
    JsonNode number = new ObjectMapper().readTree(body).path("n");
    if (!number.isInt()) {
      throw new IOException("it has no \"n\"");
    }
    return number.intValue();
  }

  /** The result in a line: its kind, and what it says without the host. */
  private static String said(CallResult<?> result) {
    return result.fold(
        ok -> "Ok " + (ok instanceof Downloaded file ? file.bytes() : ok),
        detail -> "Failed " + detail.replace("127.0.0.1 ", ""),
        rejection ->
            "Rejected "
                + rejection.reason().label()
                + " "
                + rejection.message().replace("127.0.0.1 ", ""),
        wait -> "Wait " + wait.retryAt());
  }

  /** One failure came before the call: a success forgets it, a failure is the second and opens. */
  private String report() {
    if (breaker.state() == CircuitBreaker.State.OPEN) {
      return "FAIL";
    }
    fail();
    return breaker.state() == CircuitBreaker.State.OPEN ? "IGNORE" : "OK";
  }

  private void fail() {
    Admission admission = breaker.acquire(AnswerTable.DEADLINE);
    ((Permit) admission).fail("seen before");
  }

  private String status() {
    return registry.find("external.api.calls").counters().stream()
        .filter(counter -> counter.count() > 0)
        .map((Counter counter) -> counter.getId().getTag("status"))
        .collect(Collectors.joining(","));
  }
}
