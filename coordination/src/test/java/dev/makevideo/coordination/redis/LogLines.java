package dev.makevideo.coordination.redis;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged by the project and by Lettuce, from INFO on, while it is open. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger project = (Logger) LoggerFactory.getLogger("dev.makevideo");
  private final Logger lettuce = (Logger) LoggerFactory.getLogger("io.lettuce");

  LogLines() {
    start();
    project.setLevel(Level.INFO);
    project.addAppender(this);
    lettuce.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(
        event.getLevel() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs());
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  long count(String start) {
    return lines.stream().filter(line -> line.startsWith(start)).count();
  }

  @Override
  public void close() {
    project.detachAppender(this);
    lettuce.detachAppender(this);
    project.setLevel(null);
    stop();
  }
}
