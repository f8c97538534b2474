package dev.makevideo.platform.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.platform.settings.LogSettings;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LoggingTest {
  @TempDir Path folder;

  @AfterEach
  void restoreTheDefault() {
    MDC.clear();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    DefaultJoranConfigurator defaults = new DefaultJoranConfigurator();
    defaults.setContext(context);
    defaults.configure(context);
  }

  @Test
  void everyLineIsOneJsonObjectWithTheFieldsOfTheJob() throws IOException {
    Path file = folder.resolve("x.log");
    Logging.toFile(new LogSettings("INFO", Optional.empty()), "worker", file);
    MDC.put(CorrelationKeys.CORRELATION_ID, "corr-1");
    MDC.put(CorrelationKeys.JOB_ID, "mv-1");
    Logger log = LoggerFactory.getLogger("dev.makevideo.Some");
    log.atInfo().addKeyValue("video_count", 3).log("first line\nand its second");
    log.atError().setCause(new IllegalStateException("broken")).log("failed");
    log.debug("not at this level");
    LoggerFactory.getLogger("some.library").info("libraries are quieter");

    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      events.add(new ObjectMapper().readTree(line));
    }
    assertEquals(2, events.size());
    JsonNode first = events.get(0);
    assertEquals("first line\nand its second", first.get("message").asText());
    assertEquals("INFO", first.get("level").asText());
    assertEquals("dev.makevideo.Some", first.get("logger").asText());
    assertEquals("worker", first.get("service").asText());
    assertEquals("corr-1", first.get("correlation_id").asText());
    assertEquals("mv-1", first.get("job_id").asText());
    assertEquals("3", first.get("video_count").asText());
    assertTrue(first.has("timestamp") && first.has("thread"), first.toString());
    assertFalse(first.has("@version"), first.toString());
    assertTrue(events.get(1).get("exception").asText().contains("broken"));
  }
}
