package dev.makevideo.api;

import dev.makevideo.api.health.DiskCheck;
import dev.makevideo.api.health.HealthCheck;
import dev.makevideo.api.health.RedisCheck;
import dev.makevideo.api.health.ServiceCheck;
import dev.makevideo.api.health.TemporalCheck;
import dev.makevideo.api.health.WorkersCheck;
import dev.makevideo.coordination.redis.RedisHealth;
import dev.makevideo.settings.ServiceSettings;
import io.temporal.client.WorkflowClient;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The checks of {@code /health}, in the order in which they are shown. */
public final class ApiChecks {
  private static final Duration CONNECT = Duration.ofSeconds(1);

  private ApiChecks() {}

  /** All of them. */
  public static List<HealthCheck> all(
      WorkflowClient client, ServiceSettings services, RedisHealth redis, Path store, Clock clock) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    return List.of(
        new RedisCheck(() -> finding(redis.check())),
        new TemporalCheck(client),
        new WorkersCheck(client, clock),
        new ServiceCheck("youtube_search", services.searchUrl(), http),
        new ServiceCheck("video_downloader", services.downloaderUrl(), http),
        new ServiceCheck("audio_transcriber", services.transcriberUrl(), http),
        DiskCheck.of(store));
  }

  private static HealthCheck.Finding finding(RedisHealth.Result result) {
    return result.healthy()
        ? HealthCheck.well(result.details())
        : HealthCheck.bad(result.details() + "; caches are off");
  }
}
