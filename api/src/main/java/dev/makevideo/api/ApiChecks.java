package dev.makevideo.api;

import dev.makevideo.api.health.DiskCheck;
import dev.makevideo.api.health.HealthCheck;
import dev.makevideo.api.health.RedisCheck;
import dev.makevideo.api.health.ServiceCheck;
import dev.makevideo.api.health.ServiceGuard;
import dev.makevideo.api.health.TemporalCheck;
import dev.makevideo.api.health.WorkersCheck;
import dev.makevideo.coordination.redis.RedisHealth;
import dev.makevideo.platform.settings.ServiceSettings;
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
      WorkflowClient client,
      ServiceSettings services,
      RedisHealth redis,
      ServiceGuard guard,
      Path store,
      Clock clock) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    return List.of(
        new RedisCheck(() -> finding(redis.check())),
        new TemporalCheck(client),
        new WorkersCheck(client, clock),
        ServiceCheck.of("youtube_search", services.searchUrl(), http, guard),
        ServiceCheck.of("video_downloader", services.downloaderUrl(), http, guard),
        ServiceCheck.of("audio_transcriber", services.transcriberUrl(), http, guard),
        DiskCheck.of(store));
  }

  private static HealthCheck.Finding finding(RedisHealth.Result result) {
    return result.healthy()
        ? HealthCheck.well(result.details())
        : HealthCheck.bad(
            result.details() + "; caches are off, and each worker has circuit breakers of its own");
  }
}
