package dev.makevideo.api;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.ProcessIdentity;
import dev.makevideo.platform.settings.InvalidSettingException;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.settings.StorageSettings;
import dev.makevideo.platform.telemetry.Logging;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.telemetry.ProcessMetrics;
import dev.makevideo.platform.telemetry.Secrets;
import dev.makevideo.platform.temporal.ListedJobs;
import dev.makevideo.platform.temporal.NamespaceSetup;
import dev.makevideo.platform.temporal.TemporalConnection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API process: an {@link ApiService} with connections of its own. Exit codes: 2 a setting
 * cannot be used, 3 it cannot run.
 */
public final class ApiMain {

  private static final int BAD_SETTING = 2;
  private static final int FAILED = 3;

  private ApiMain() {}

  /** Takes no arguments; everything is in the environment. */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      Settings settings = Settings.from(environment);
      Logging.toConsole(settings.log(), Secrets.of(environment), "api");
      CountDownLatch told = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitStop(told, stopped), "stop"));
      run(settings, environment, told);
    } catch (InvalidSettingException e) {
      System.err.println("make-video api: " + e.getMessage());
      exit(stopped, BAD_SETTING);
    } catch (IOException | RuntimeException e) {
      LoggerFactory.getLogger(ApiMain.class).atError().setCause(e).log("api cannot run");
      exit(stopped, FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  private static void exit(CountDownLatch stopped, int code) {
    stopped.countDown(); // or the shutdown hook would wait for this thread, and it for the hook
    System.exit(code);
  }

  private static void run(Settings settings, Map<String, String> environment, CountDownLatch told)
      throws IOException, InterruptedException {
    Logger log = LoggerFactory.getLogger(ApiMain.class);
    FfmpegTools tools =
        FfmpegTools.locate(
            settings.storage().tools(),
            environment,
            text -> log.atInfo().addKeyValue("detail", text).log("looking for a tool"));
    String identity = ProcessIdentity.name("api");
    try (ProcessMetrics process = new ProcessMetrics();
        TemporalConnection temporal =
            TemporalConnection.open(environment, identity, process.metrics());
        RedisConnection redis = RedisConnection.open(RedisSettings.from(environment));
        ApiService service =
            new ApiService(
                settings, environment, temporal.client(), redis, tools, process.metrics());
        ListedJobs jobs = new ListedJobs(temporal.client())) {
      process.metrics().redisConnections(redis::stats);
      disks(process.metrics(), settings.storage());
      new NamespaceSetup(temporal.stubs(), temporal.client().getOptions().getNamespace())
          .prepareWithin(NamespaceSetup.PATIENCE);
      jobs.register(process.metrics());
      service.start();
      told.await();
      log.atInfo().log("api stops");
    }
  }

  private static void disks(Metrics metrics, StorageSettings storage) {
    metrics.diskFree("store", () -> ProcessMetrics.freeBytes(storage.store()));
    metrics.diskFree("home", () -> ProcessMetrics.freeBytes(storage.home()));
  }

  /** Holds the JVM's exit up until everything is closed, which is bounded by ApiServer. */
  private static void awaitStop(CountDownLatch told, CountDownLatch stopped) {
    told.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
