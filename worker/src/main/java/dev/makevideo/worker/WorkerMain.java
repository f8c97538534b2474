package dev.makevideo.worker;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.ProcessIdentity;
import dev.makevideo.platform.settings.InvalidSettingException;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.telemetry.Logging;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.telemetry.ProcessMetrics;
import dev.makevideo.platform.telemetry.Secrets;
import dev.makevideo.platform.temporal.NamespaceSetup;
import dev.makevideo.platform.temporal.TemporalConnection;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker process: polls until it is told to stop by SIGTERM. */
public final class WorkerMain {
  private static final int BAD_SETTING = 2;
  private static final int FAILED = 3;

  /** More than the attempts' time to drain, in WorkerProcess, and the closing of the rest. */
  private static final long STOP_SECONDS = 40;

  private WorkerMain() {}

  /** Takes no arguments; everything is in the environment. */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Logger log = LoggerFactory.getLogger(WorkerMain.class);
    try {
      Settings settings = Settings.from(environment);
      Logging.toConsole(settings.log(), Secrets.of(environment), "worker");
      run(settings, environment, log);
    } catch (InvalidSettingException e) {
      System.err.println("make-video worker: " + e.getMessage());
      System.exit(BAD_SETTING);
    } catch (IOException | RuntimeException e) {
      log.atError().setCause(e).log("worker cannot run");
      System.exit(FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Settings settings, Map<String, String> environment, Logger log)
      throws IOException, InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitStop(told, stopped), "stop"));
    try {
      poll(settings, environment, log, told);
    } finally {
      stopped.countDown();
    }
  }

  private static void poll(
      Settings settings, Map<String, String> environment, Logger log, CountDownLatch told)
      throws IOException, InterruptedException {
    FfmpegTools tools =
        FfmpegTools.locate(
            settings.storage().tools(),
            environment,
            text -> log.atInfo().addKeyValue("detail", text).log("looking for a tool"));
    String identity = ProcessIdentity.name("worker");
    try (ProcessMetrics process = new ProcessMetrics();
        TemporalConnection temporal =
            TemporalConnection.open(environment, identity, process.metrics());
        RedisConnection redis = RedisConnection.open(RedisSettings.from(environment))) {
      Metrics metrics = process.metrics();
      metrics.redisConnections(redis::stats);
      new NamespaceSetup(temporal.stubs(), temporal.client().getOptions().getNamespace())
          .prepareWithin(NamespaceSetup.PATIENCE);
      try (WorkerService worker =
              WorkerService.start(
                  settings,
                  environment,
                  temporal.client(),
                  tools,
                  redis,
                  metrics,
                  Clock.systemUTC());
          AutoCloseable health = health(settings, process.registry(), worker).orElse(() -> {})) {
        told.await();
      } catch (IOException | InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  private static Optional<AutoCloseable> health(
      Settings settings, PrometheusMeterRegistry registry, WorkerService worker)
      throws IOException {
    int port = settings.worker().port();
    return port == 0
        ? Optional.empty()
        : Optional.of(
            new WorkerHealth(settings.worker().host(), port, registry, worker::isPolling));
  }

  /** Holds the JVM's exit up until everything is closed, but never longer than the bound. */
  private static void awaitStop(CountDownLatch told, CountDownLatch stopped) {
    told.countDown();
    try {
      if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LoggerFactory.getLogger(WorkerMain.class)
            .atWarn()
            .addKeyValue("after_s", STOP_SECONDS)
            .log("not closed in time, ending all the same");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
