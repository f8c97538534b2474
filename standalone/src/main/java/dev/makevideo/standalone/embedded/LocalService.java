package dev.makevideo.standalone.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole service in this process: Temporal, Redis, a worker and the API. What is there already,
 * by {@code TEMPORAL_ADDRESS} and {@code REDIS_URL}, is used. Closing stops what this started, in
 * the reverse order; it may be called twice and from any thread.
 */
public final class LocalService implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LocalService.class);

  private final ServiceNote note;
  private final Deque<AutoCloseable> parts;
  private final RunningTemporal temporal;
  private final URI url;

  private LocalService(
      ServiceNote note, Deque<AutoCloseable> parts, RunningTemporal temporal, URI url) {
    this.note = note;
    this.parts = parts;
    this.temporal = temporal;
    this.url = url;
  }

  /**
   * How it is to run.
   *
   * @param home make-video's data folder
   * @param temporal what kind of Temporal server is wanted
   * @param anyPort whether the API takes any free port rather than the configured one
   */
  public record Plan(Path home, TemporalChoice.Wish temporal, boolean anyPort) {}

  /**
   * Starts everything.
   *
   * @param environment the settings
   * @param stack worker and API, not started yet
   * @param tell notices for people
   * @throws DataInUseException if another process runs the service of this data folder
   * @throws IOException if a part cannot be started; nothing is left running
   */
  public static LocalService start(
      Plan plan, Map<String, String> environment, ServiceStack stack, Consumer<String> tell)
      throws IOException, InterruptedException {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      RunningTemporal temporal =
          new TemporalChoice(environment, plan.home(), tell).start(plan.temporal());
      parts.push(temporal);
      Map<String, String> settings = settings(plan, environment);
      settings.put("TEMPORAL_ADDRESS", temporal.address());
      temporal.webUi().ifPresent(ui -> settings.put(ServiceStack.WEB_UI, ui.toString()));
      startRedis(plan.home(), settings, tell).ifPresent(parts::push);
      parts.push(stack);
      stack.startWorker(settings);
      URI url = stack.startApi(settings);
      ServiceNote note = new ServiceNote(plan.home());
      note.write(url);
      return new LocalService(note, parts, temporal, url);
    } catch (IOException | InterruptedException | RuntimeException e) {
      parts.forEach(LocalService::closeQuietly);
      throw e;
    }
  }

  /** Where the API answers. */
  public URI url() {
    return url;
  }

  public RunningTemporal temporal() {
    return temporal;
  }

  /** On one's own machine and on loopback, jobs may read any folder and any address. */
  private static Map<String, String> settings(Plan plan, Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>(environment);
    settings.putIfAbsent("MAKE_VIDEO_CLIP_ROOTS", "/");
    settings.putIfAbsent("MAKE_VIDEO_PRIVATE_URLS", "true");
    if (plan.anyPort()) {
      settings.put("MAKE_VIDEO_PORT", "0");
    }
    return settings;
  }

  /** Without Redis everything works, only more slowly: failing to start it is a notice. */
  private static Optional<EmbeddedRedis> startRedis(
      Path home, Map<String, String> settings, Consumer<String> tell) throws InterruptedException {
    if (!settings.getOrDefault("REDIS_URL", "").isBlank()) {
      return Optional.empty();
    }
    try {
      Path program = RedisProgram.locate(home.resolve("tools"), settings);
      EmbeddedRedis redis =
          EmbeddedRedis.start(program, home.resolve("redis"), home.resolve("logs/redis.log"));
      settings.put("REDIS_URL", redis.url());
      settings.remove("REDIS_PASSWORD");
      return Optional.of(redis);
    } catch (IOException e) {
      tell.accept("notice: Redis does not start; going on without a cache: " + e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    synchronized (parts) {
      while (!parts.isEmpty()) {
        closeQuietly(parts.pop());
      }
    }
    try {
      note.remove(url);
    } catch (IOException e) {
      // only a hint
    }
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      // The other parts must be stopped all the same.
      log.atWarn()
          .addKeyValue("part", part.getClass().getSimpleName())
          .setCause(e)
          .log("not closed");
    }
  }
}
