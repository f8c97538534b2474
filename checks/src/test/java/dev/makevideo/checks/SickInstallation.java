package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.monitoring.PrometheusServer;
import dev.makevideo.checks.rig.DownloadService;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Services;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.Ports;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** An installation with services that can break, and the question why a job in it is as it is. */
final class SickInstallation implements AutoCloseable {
  static final Duration SOON = Duration.ofMinutes(3);
  static final Duration LONG = Duration.ofMinutes(4);
  static final int CLIPS = 6;

  private static final ObjectMapper JSON = new ObjectMapper();

  final Programs programs;
  final ClipMaker clips;
  final RedisServer redis;
  final DownloadService downloads;
  final Rig rig;
  private final Services services;
  final PrometheusServer prometheus;
  private int jobs;

  /**
   * @param folder an empty folder for all of it
   */
  SickInstallation(Path folder) throws IOException, InterruptedException {
    programs = Programs.find(System.out::println);
    clips = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    redis = new RedisServer(folder.resolve("redis"));
    downloads =
        new DownloadService(clips.clips(CLIPS, 2), Duration.ofMillis(300), Duration.ofMinutes(5));
    services = new Services(downloads, CLIPS);
    services.speak();
    Map<String, String> settings = new HashMap<>(services.settings());
    settings.put("REDIS_URL", redis.url());
    settings.put("MAKE_VIDEO_BREAKER_OPEN_SECONDS", "20");
    int workerPort = Ports.free(); // there is one worker at a time
    settings.put("MAKE_VIDEO_WORKER_PORT", Integer.toString(workerPort));
    rig = new Rig(folder.resolve("rig"), programs, settings);
    prometheus =
        new PrometheusServer(
            folder.resolve("prometheus"),
            Path.of("").toAbsolutePath().getParent(),
            Map.of(
                "make-video-api", "127.0.0.1:" + rig.client().port(),
                "make-video-worker", "127.0.0.1:" + workerPort));
  }

  /** Starts a small job, with more fields. */
  String job(Map<String, String> more) throws IOException, InterruptedException {
    Map<String, String> fields = new HashMap<>();
    fields.put("query", "rivers" + ++jobs);
    fields.put("subtitles", "none");
    fields.put("quality", "draft");
    fields.putAll(more);
    return rig.client().create(clips.narration(11), fields, "diagnosis-" + jobs);
  }

  JsonNode why(String job) throws IOException, InterruptedException {
    return get("/v1/videos/" + job + "/diagnosis");
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(rig.client().get(path).body());
  }

  /** Asks until the gravest finding is this cause; then all of it holds these words. */
  JsonNode is(String job, String cause, Duration limit, String... words)
      throws IOException, InterruptedException {
    JsonNode[] last = {JSON.createObjectNode()};
    try {
      Await.until(
          "the cause is " + cause,
          limit,
          () -> {
            last[0] = why(job);
            return last[0].path("findings").path(0).path("cause").asText().equals(cause);
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; it is " + last[0].toPrettyString(), e);
    }
    for (String word : words) {
      assertTrue(last[0].toString().contains(word), () -> word + " is not in " + last[0]);
    }
    assertTrue(!last[0].path("findings").path(0).path("advice").asText().isBlank());
    System.out.println("diagnosis " + cause + ": " + last[0].path("summary").asText());
    return last[0];
  }

  /** Waits until this alert of ours fires. */
  void alerts(String name) {
    Await.until("the alert " + name, SOON, () -> prometheus.firing().contains(name));
    System.out.println("alert " + name);
  }

  @Override
  public void close() {
    prometheus.close();
    rig.close();
    services.close();
    redis.close();
  }
}
