package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.coordination.throttle.RedisThrottle;
import dev.makevideo.coordination.throttle.Throttle;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.ProcessIdentity;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.CommonsServer;
import dev.makevideo.testkit.RedisServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServiceTest {
  @TempDir Path home;

  @SuppressWarnings("NullAway.Init") // by open()
  private ApiFixture api;

  @SuppressWarnings("NullAway.Init") // by open()
  private RedisConnection redis;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
    redis = RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", "redis://127.0.0.1:1")));
  }

  @AfterEach
  void close() throws Exception {
    redis.close();
    api.close();
  }

  @Test
  void leavesARecordOfEachProgramWhileItRuns() throws Exception {
    Path seen = home.resolve("seen");
    Path records = home.resolve("processes");
    // Several run at once, and all are killed when one fails: whole lists only.
    String look = "ls '%s' > '%s'.$$ && mv '%2$s'.$$ '%2$s'".formatted(records, seen);
    Path ffprobe = program("#!/bin/sh\n" + look + "\nexit 1\n");
    try (ApiService service = service(ffprobe)) {
      service.start();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/v1/videos"))
              .timeout(Duration.ofSeconds(30))
              .header("Content-Type", Form.TYPE)
              .POST(HttpRequest.BodyPublishers.ofByteArray(Form.valid("sea").bytes()))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      assertTrue(answer.statusCode() >= 400, answer.body());
      List<String> names = Files.readAllLines(seen);
      assertFalse(names.isEmpty(), "ffprobe ran");
      for (String name : names) {
        assertTrue(name.startsWith(ProcessIdentity.current() + "~"), names.toString());
      }
    }
    assertEquals(List.of(), left(records), "a record goes with its program");
  }

  @Test
  void killsWhatADeadApiLeft() throws Exception {
    ProcessIdentity self = ProcessIdentity.current();
    String name = new ProcessIdentity(self.host(), self.pid(), "1") + "~left";
    Path record = Files.createDirectories(home.resolve("processes")).resolve(name);
    ProcessBuilder builder = new ProcessBuilder("sleep", "60");
    builder.environment().put("MAKE_VIDEO_PROCESS", name);
    Process left = builder.start();
    try {
      Files.write(record, List.of("ffprobe", Long.toString(left.pid())));
      service(Path.of("ffprobe")).close();
      assertTrue(left.waitFor(10, TimeUnit.SECONDS), "it was killed");
      assertFalse(Files.exists(record));
    } finally {
      left.destroyForcibly();
    }
  }

  /** What the workers know of a source comes over Redis; the source is not called for it. */
  @Test
  void healthTellsOfTheSourcesAndCallsNone() throws Exception {
    redis.close();
    try (RedisServer server = new RedisServer(home.resolve("redis"));
        CommonsServer commons = new CommonsServer()) {
      redis = RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", server.url())));
      Await.until(
          Duration.ofSeconds(20), () -> redis.get().orElseThrow().sync().ping().equals("PONG"));
      new RedisThrottle(redis, System::nanoTime)
          .close(new Throttle.Subject("wikimedia-commons", ""), Duration.ofMinutes(5), "HTTP 429");
      Map<String, String> more =
          Map.of("MAKE_VIDEO_COMMONS_URL", commons.url(), "PIXABAY_API_KEY", "secret-of-ours");
      try (ApiService service = service(Path.of("ffprobe"), more)) {
        service.start();
        String health = health(service.port());
        assertTrue(
            health.contains(
                "\"source_pexels\":{\"healthy\":true,\"details\":\"not ready: wants PEXELS_API_KEY\""),
            health);
        assertTrue(
            health.contains("\"source_pixabay\":{\"healthy\":true,\"details\":\"ready\""), health);
        assertTrue(
            health.contains(
                "\"source_commons\":{\"healthy\":false,\"details\":\"asked for patience: HTTP 429; next call at "),
            health);
        assertFalse(health.contains("secret-of-ours"), health);
      }
      assertEquals(List.of(), commons.searches());
    }
  }

  private static String health(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
            .timeout(Duration.ofSeconds(30))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private ApiService service(Path ffprobe) throws Exception {
    return service(ffprobe, Map.of());
  }

  private ApiService service(Path ffprobe, Map<String, String> more) throws Exception {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "MAKE_VIDEO_HOME",
                home.toString(),
                "MAKE_VIDEO_PORT",
                "0",
                "PATH",
                "/usr/bin:/bin"));
    environment.putAll(more);
    return new ApiService(
        Settings.from(environment),
        environment,
        api.connection.client(),
        redis,
        new FfmpegTools(ffprobe, ffprobe, "0"),
        new Metrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
  }

  private static List<Path> left(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private Path program(String text) throws Exception {
    Path file = Files.writeString(home.resolve("ffprobe"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
