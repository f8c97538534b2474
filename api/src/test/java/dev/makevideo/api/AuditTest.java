package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.makevideo.platform.settings.QuotaSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who did what is in the log, and the key is not. */
class AuditTest {
  @Test
  void whatIsDoneIsNotedWithWhoDidIt() throws Exception {
    List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent line) {
            lines.add(line);
          }
        };
    appender.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    Logger audit = (Logger) LoggerFactory.getLogger("dev.makevideo.api.audit");
    audit.setLevel(Level.INFO);
    try (TalkingApi talking = new TalkingApi(QuotaSettings.none())) {
      String[] ann = {
        "Authorization",
        "Bearer " + TalkingApi.ANN,
        "X-Correlation-ID",
        "trace-7",
        "Idempotency-Key",
        "k"
      };
      String job = talking.api.submit(Form.valid("wait"), ann);
      talking.api.post("/v1/videos", Form.valid("wait"), ann); // the same job, which starts once
      talking.post("/v1/videos/" + job + "/cancel", Map.of());
      talking.api.send(talking.to("/v1/videos/" + job).header("Prefer", "wait=20"));
      talking.api.send(talking.to("/v1/videos/" + job).DELETE());
      String conversation = talking.begin();
      talking.api.send(talking.to("/v1/conversations/" + conversation).DELETE());

      List<Map<String, String>> deeds =
          lines.stream()
              .filter(line -> line.getMessage().equals("audit"))
              .map(AuditTest::fields)
              .toList();
      assertEquals(
          List.of(
              "job_started " + job,
              "job_cancelled " + job,
              "conversation_started " + conversation,
              "conversation_ended " + conversation),
          deeds.stream()
              .filter(deed -> !"job_deleted".equals(deed.get("event"))) // the in-JVM server cannot
              .map(deed -> deed.get("event") + " " + deed.get("subject"))
              .toList());
      for (Map<String, String> deed : deeds) {
        assertEquals("ann", deed.get("tenant"));
        assertEquals("setting-1", deed.get("key_name"));
        assertEquals("127.0.0.1", deed.get("client"));
      }
      assertEquals("trace-7", deeds.get(0).get("correlation_id"));
    } finally {
      root.detachAppender(appender);
      audit.setLevel(null);
    }
    for (ILoggingEvent line : lines) {
      String all = line.getFormattedMessage() + line.getKeyValuePairs();
      assertFalse(all.contains(TalkingApi.ANN), all);
    }
  }

  private static Map<String, String> fields(ILoggingEvent line) {
    Map<String, String> fields = new HashMap<>(line.getMDCPropertyMap());
    line.getKeyValuePairs().forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
    return fields;
  }
}
