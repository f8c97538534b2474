package dev.makevideo.api;

import dev.makevideo.api.upload.KnownNarrations;
import dev.makevideo.api.upload.MediaNarrationProbe;
import dev.makevideo.api.upload.NarrationProbe;
import dev.makevideo.coordination.coordinator.RedisCoordinator;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.process.OrphanSweep;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.telemetry.Metrics;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * An API that runs: the server and everything that is its own. {@code TEMPORAL_UI_URL}, if set, is
 * where links to the Web UI lead. Making it sweeps what a dead process of this host left.
 */
public final class ApiService implements AutoCloseable {
  private final SupervisedProcesses processes;
  private final ApiServer server;
  private final RedisCoordinator shared;

  /**
   * Checks the settings; does not listen yet.
   *
   * @param client with the project's converter; like {@code redis} it stays open
   * @param metrics over a Prometheus registry, if {@code /metrics} is to answer
   * @throws dev.makevideo.platform.settings.InvalidSettingException if it would listen unprotected
   * @throws IOException if a folder cannot be used
   */
  public ApiService(
      Settings settings,
      Map<String, String> environment,
      WorkflowClient client,
      RedisConnection redis,
      FfmpegTools tools,
      Metrics metrics)
      throws IOException, InterruptedException {
    processes = processes(environment, settings.storage().home().resolve("processes"));
    Ffmpeg ffmpeg = tools.pair();
    shared =
        RedisCoordinator.over(
            redis, SessionSettings.lasting(settings.api().sessionTtl()), metrics::cacheLooked);
    NarrationProbe probe =
        KnownNarrations.remembering(
            new MediaNarrationProbe(MediaProbe.urgent(ffmpeg, processes)),
            shared.cache(),
            tools.version());
    try {
      server =
          ApiWiring.server(
              ApiWiring.parts(settings, environment, client, redis, shared, probe, metrics));
    } catch (IOException | RuntimeException e) {
      shared.close();
      processes.close();
      throw e;
    }
  }

  /** The folder is the worker's too: each record names the process that owns it. */
  private static SupervisedProcesses processes(Map<String, String> environment, Path records)
      throws IOException, InterruptedException {
    int killed = new OrphanSweep(records).run();
    if (killed > 0) {
      LoggerFactory.getLogger(ApiService.class)
          .atWarn()
          .addKeyValue("programs", killed)
          .log("killed what a dead process left");
    }
    return new SupervisedProcesses(environment, records);
  }

  /** Listens from now on. */
  public void start() {
    server.start();
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Takes no more requests, waits a moment for answers under way, ends what it started. */
  @Override
  public void close() {
    try {
      server.close();
    } finally {
      shared.close();
      processes.close();
    }
  }
}
