package dev.makevideo.checks.rig;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.ProcessIdentity;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.telemetry.ProcessMetrics;
import dev.makevideo.platform.temporal.NamespaceSetup;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.worker.WorkerService;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A worker whose calendar is three days ahead: what ended now ended three days ago, as far as it
 * keeps the house. In all else it is the worker that is shipped.
 */
public final class LaterWorker {
  /** How far its calendar is ahead. */
  public static final Duration AHEAD = Duration.ofDays(3);

  private LaterWorker() {}

  /** Polls until it is killed. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    Settings settings = Settings.from(environment);
    FfmpegTools tools =
        FfmpegTools.locate(settings.storage().tools(), environment, System.out::println);
    try (ProcessMetrics metrics = new ProcessMetrics();
        TemporalConnection temporal =
            TemporalConnection.open(
                environment, ProcessIdentity.name("worker"), metrics.metrics());
        RedisConnection redis = RedisConnection.open(RedisSettings.from(environment))) {
      new NamespaceSetup(temporal.stubs(), temporal.client().getOptions().getNamespace())
          .prepareWithin(NamespaceSetup.PATIENCE);
      try (WorkerService worker =
          WorkerService.start(
              settings,
              environment,
              temporal.client(),
              tools,
              redis,
              metrics.metrics(),
              Clock.offset(Clock.systemUTC(), AHEAD))) {
        System.out.println("polls: " + worker.isPolling());
        new CountDownLatch(1).await();
      }
    }
  }
}
