package dev.makevideo.standalone;

import dev.makevideo.api.ApiService;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.ProcessIdentity;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.telemetry.ProcessMetrics;
import dev.makevideo.platform.temporal.NamespaceSetup;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.standalone.embedded.ServiceStack;
import dev.makevideo.worker.WorkerService;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A worker and an API that share this process's connections and metrics. */
final class LocalStack implements ServiceStack {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private @Nullable Shared shared;

  /** What worker and API both use. */
  private record Shared(
      Settings settings,
      TemporalConnection temporal,
      RedisConnection redis,
      FfmpegTools ffmpeg,
      Metrics metrics) {}

  @Override
  public void startWorker(Map<String, String> environment)
      throws IOException, InterruptedException {
    Shared use = shared(environment);
    keep(
        WorkerService.start(
            use.settings(),
            environment,
            use.temporal().client(),
            use.ffmpeg(),
            use.redis(),
            use.metrics(),
            Clock.systemUTC()));
  }

  @Override
  public URI startApi(Map<String, String> environment) throws IOException, InterruptedException {
    Shared use = shared(environment);
    Settings settings = use.settings();
    ApiService service =
        keep(
            new ApiService(
                settings,
                environment,
                use.temporal().client(),
                use.redis(),
                use.ffmpeg(),
                use.metrics()));
    service.start();
    return URI.create("http://" + host(settings.api().host()) + ":" + service.port());
  }

  private Shared shared(Map<String, String> environment) throws IOException, InterruptedException {
    if (shared == null) {
      Settings settings = Settings.from(environment);
      FfmpegTools ffmpeg =
          FfmpegTools.locate(
              settings.storage().tools(),
              environment,
              text ->
                  LoggerFactory.getLogger(LocalStack.class)
                      .atInfo()
                      .addKeyValue("detail", text)
                      .log("looking for a tool"));
      Metrics metrics = keep(new ProcessMetrics()).metrics();
      TemporalConnection temporal =
          keep(TemporalConnection.open(environment, ProcessIdentity.name("make-video"), metrics));
      new NamespaceSetup(temporal.stubs(), temporal.client().getOptions().getNamespace()).prepare();
      RedisConnection redis = keep(RedisConnection.open(RedisSettings.from(environment)));
      metrics.redisConnections(redis::stats);
      shared = new Shared(settings, temporal, redis, ffmpeg, metrics);
    }
    return shared;
  }

  private static String host(String host) {
    return switch (host) {
      case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
      default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    };
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LoggerFactory.getLogger(LocalStack.class)
            .atWarn()
            .addKeyValue("part", part.getClass().getSimpleName())
            .setCause(e)
            .log("not closed cleanly");
      }
    }
  }
}
