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
import java.util.Map;
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
    Logging.toFile(
        new LogSettings("INFO", Optional.empty(), folder.resolve("levels")),
        Secrets.none(),
        "worker",
        file);
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

  @Test
  void noTextBreaksALineOrIsLongerThanALineMayBeOrTellsASecret() throws IOException {
    Path file = folder.resolve("hostile.log");
    Logging.toFile(
        new LogSettings("INFO", Optional.empty(), folder.resolve("levels")),
        Secrets.of(Map.of("REDIS_PASSWORD", "planted")),
        "worker",
        file);
    Logger log = LoggerFactory.getLogger("dev.makevideo.Some");
    String breaks = "a\nb\rc\u2028d\u2029e\u0085f\u000bg\u000ch\u001b[31mi\u0000j\ud800k\u202el";
    MDC.put(CorrelationKeys.CORRELATION_ID, breaks);
    log.atInfo().addKeyValue("detail", breaks).log("hostile");
    log.atInfo().addKeyValue("detail", "x".repeat(5_000_000)).log("huge");
    log.atError()
        .setCause(new IOException("y".repeat(100_000), new IOException("https://u:planted@h/")))
        .log("failed");
    log.atInfo().addKeyValue("detail", "z".repeat(4_090) + "planted").log("at the cut");

    String text = Files.readString(file);
    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)), text);
    List<String> lines = text.lines().toList();
    assertEquals(4, lines.size());
    assertEquals(
        breaks.length(), new ObjectMapper().readTree(lines.get(0)).get("detail").asText().length());
    for (String line : lines) {
      assertTrue(new ObjectMapper().readTree(line).has("message"));
      assertTrue(line.length() < 40_000, line.length() + " characters");
      assertFalse(line.contains("plant"), line);
    }
  }
}
