package dev.makevideo.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.makevideo.platform.settings.LogSettings;
import java.nio.file.Path;
import java.util.Map;
import net.logstash.logback.decorate.EscapeNonAsciiJsonFactoryDecorator;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.mask.MaskingJsonGeneratorDecorator;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets up logging: one JSON object a line, with timestamp, level, logger, message, thread,
 * exception, the MDC's fields and the event's own, without secrets, each text bounded, in ASCII: no
 * text, whoever wrote it, breaks a line. Libraries' loggers are at WARN. Levels change while the
 * process runs by the file {@link LogSettings#levels()}. Called once by a process's main method,
 * before anything is logged.
 */
public final class Logging {
  private static final FileSize ROTATE_AT = new FileSize(20L * FileSize.MB_COEFFICIENT);
  private static final int KEPT_FILES = 5;

  /** Loggers that say too much, or the same again, even at WARN. */
  private static final Map<String, Level> QUIETER =
      Map.of(
          // RedisConnection tells each break once; Lettuce shows how long a password is.
          "io.lettuce", Level.ERROR,
          // Says that closing came in the middle of connecting.
          "io.netty.util.concurrent.DefaultPromise.rejectedExecution", Level.OFF,
          "io.grpc", Level.ERROR,
          "io.netty", Level.ERROR);

  private Logging() {}

  /**
   * Logs to standard output, and to {@link LogSettings#file()} if there is one.
   *
   * @param secrets what no line may hold
   * @param service the field {@code service} of every line
   */
  public static void toConsole(LogSettings settings, Secrets secrets, String service) {
    LoggerContext context = reset(settings);
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    attach(context, console, secrets, service);
    settings.file().ifPresent(file -> toRotatedFile(context, file, secrets, service));
    new LogLevels(context, settings.levels()).watch();
  }

  /** Logs to a file only: standard output belongs to the command line. */
  public static void toFile(LogSettings settings, Secrets secrets, String service, Path file) {
    LoggerContext context = reset(settings);
    toRotatedFile(context, settings.file().orElse(file), secrets, service);
    new LogLevels(context, settings.levels()).watch();
  }

  private static LoggerContext reset(LogSettings settings) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger("dev.makevideo").setLevel(Level.toLevel(settings.level()));
    QUIETER.forEach((name, level) -> context.getLogger(name).setLevel(level));
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) ->
            LoggerFactory.getLogger(Logging.class)
                .atError()
                .setCause(error)
                .log("uncaught exception"));
    return context;
  }

  private static void toRotatedFile(
      LoggerContext context, Path file, Secrets secrets, String service) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setFile(file.toString());
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(KEPT_FILES);
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(ROTATE_AT);
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(trigger);
    appender.setContext(context);
    rolling.start();
    trigger.start();
    attach(context, appender, secrets, service);
  }

  private static void attach(
      LoggerContext context,
      OutputStreamAppender<ILoggingEvent> appender,
      Secrets secrets,
      String service) {
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setContext(context);
    MaskingJsonGeneratorDecorator safe = new MaskingJsonGeneratorDecorator();
    safe.addValueMasker(new SafeText(secrets));
    safe.start();
    encoder.setJsonGeneratorDecorator(safe);
    // U+2028 and its like end a line for some readers.
    encoder.setJsonFactoryDecorator(new EscapeNonAsciiJsonFactoryDecorator());
    encoder.setTimeZone("UTC");
    encoder.getFieldNames().setTimestamp("timestamp");
    encoder.getFieldNames().setLogger("logger");
    encoder.getFieldNames().setThread("thread");
    encoder.getFieldNames().setStackTrace("exception");
    encoder.getFieldNames().setVersion("[ignore]");
    encoder.getFieldNames().setLevelValue("[ignore]");
    encoder.setCustomFields("{\"service\":\"" + service + "\"}");
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    Appender<ILoggingEvent> target = appender;
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(target);
  }
}
