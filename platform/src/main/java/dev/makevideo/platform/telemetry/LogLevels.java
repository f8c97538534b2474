package dev.makevideo.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Changes levels while the process runs, by a file that is looked at every few seconds: lines such
 * as {@code dev.makevideo.activities=DEBUG}; {@code #} begins a comment. What is taken out of the
 * file, or the file itself, goes back to what it was. For one thread.
 */
final class LogLevels {
  private static final long LOOK_SECONDS = 3;
  private static final int MOST_BYTES = 64 << 10;
  private static final List<String> LEVELS =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

  private final org.slf4j.Logger log = LoggerFactory.getLogger(LogLevels.class);
  private final LoggerContext context;
  private final Path file;

  /** What the loggers had that the file changed; null for one that had none of its own. */
  private final Map<String, @Nullable Level> before = new HashMap<>();

  private String read = "";

  LogLevels(LoggerContext context, Path file) {
    this.context = context;
    this.file = file;
  }

  /** Looks at the file from now on, on a daemon thread, until the process ends. */
  void watch() {
    ScheduledExecutorService watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "log-levels");
              thread.setDaemon(true);
              return thread;
            });
    var unused = watch.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Does what the file says, if it says something new. */
  void look() {
    String text;
    try {
      text = Files.size(file) > MOST_BYTES ? read : Files.readString(file);
    } catch (NoSuchFileException e) {
      text = "";
    } catch (IOException | RuntimeException e) {
      return; // half written, or not text: looked at again soon
    }
    if (!text.equals(read)) {
      read = text;
      apply(text);
    }
  }

  private void apply(String text) {
    before.forEach((name, level) -> context.getLogger(name).setLevel(level));
    before.clear();
    List<String> unknown = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split("\\s*=\\s*", 2);
      String level = parts.length == 2 ? parts[1].toUpperCase(Locale.ROOT) : "";
      if (!LEVELS.contains(level)) {
        unknown.add(line);
        continue;
      }
      Logger logger = context.getLogger(parts[0]);
      before.putIfAbsent(parts[0], logger.getLevel());
      logger.setLevel(Level.toLevel(level));
    }
    // WARN: seen at whatever level was chosen.
    log.atWarn()
        .addKeyValue("file", file.toString())
        .addKeyValue("names", String.join(", ", before.keySet()))
        .log("log levels changed");
    if (!unknown.isEmpty()) {
      log.atWarn()
          .addKeyValue("file", file.toString())
          .addKeyValue("detail", String.join("; ", unknown))
          .log("log levels not understood");
    }
  }
}
