package dev.makevideo.standalone.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.ApiService;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.Stopwatch;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /health/redis} over a real Redis that works, hangs and is gone. */
final class RedisHealthRouteTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  @TempDir Path home;
  private final HttpClient http = HttpClient.newHttpClient();

  private record Answer(int status, JsonNode body) {}

  @Test
  void tellsWithinASecondWhetherRedisWorksHangsOrIsGone() throws Exception {
    Path program = RedisProgram.locate(home.resolve("tools"), Map.of());
    EmbeddedRedis redis =
        EmbeddedRedis.start(program, home.resolve("redis"), home.resolve("redis.log"));
    try (redis;
        RedisConnection connection =
            RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", redis.url())));
        TemporalConnection temporal =
            TemporalConnection.open(Map.of("TEMPORAL_ADDRESS", "127.0.0.1:1"), "test");
        ApiService api = api(connection, temporal)) {
      api.start();
      URI uri = URI.create("http://127.0.0.1:" + api.port() + "/health/redis");
      awaitStatus(uri, 200);
      Answer well = ask(uri);
      assertTrue(well.body().path("healthy").asBoolean(), well.toString());
      assertTrue(well.body().path("details").asText().contains("set and get work"));
      assertEquals(List.of("healthy", "details", "latency_ms"), names(well), well.toString());

      signal("STOP", program);
      awaitStatus(uri, 503); // the last good answer may be a second old
      Await.until(
          "the connection is given up",
          LIMIT,
          () -> {
            assertUnhealthy(uri);
            return !connection.isConnected();
          });
      assertUnhealthy(uri);
      signal("CONT", program);
      awaitStatus(uri, 200);
      redis.close();
      awaitStatus(uri, 503);
      assertUnhealthy(uri);
    }
  }

  private void awaitStatus(URI uri, int status) throws Exception {
    Await.until("status " + status, LIMIT, () -> ask(uri).status() == status);
  }

  private void assertUnhealthy(URI uri) {
    Answer answer = ask(uri);
    assertEquals(503, answer.status(), answer.toString());
    assertEquals(false, answer.body().path("healthy").asBoolean(), answer.toString());
    assertTrue(answer.body().path("latency_ms").isIntegralNumber(), answer.toString());
  }

  /** Every answer must come in time, whatever Redis does. */
  private Answer ask(URI uri) {
    try (Stopwatch watch = Stopwatch.start()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(LIMIT).build(),
              HttpResponse.BodyHandlers.ofString());
      watch.assertWithin(LONGEST);
      Answer answer =
          new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
      return answer;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> names(Answer answer) {
    List<String> names = new ArrayList<>();
    answer.body().fieldNames().forEachRemaining(names::add);
    return names;
  }

  private ApiService api(RedisConnection redis, TemporalConnection temporal) throws Exception {
    Map<String, String> environment =
        Map.of("MAKE_VIDEO_HOME", home.toString(), "MAKE_VIDEO_PORT", "0", "PATH", "/usr/bin:/bin");
    Path none = Path.of("ffprobe");
    return new ApiService(
        Settings.from(environment),
        environment,
        temporal.client(),
        redis,
        new FfmpegTools(none, none, "0"),
        new Metrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
  }

  private static void signal(String name, Path program) throws Exception {
    String path = program.toRealPath().toString();
    long pid =
        ProcessHandle.current()
            .descendants()
            .filter(p -> p.info().command().filter(path::equals).isPresent())
            .findFirst()
            .orElseThrow()
            .pid();
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    assertTrue(kill.waitFor(5, TimeUnit.SECONDS));
    assertEquals(0, kill.exitValue());
  }
}
