package dev.makevideo.platform.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET https://user:hunter2@host/x failed | GET https://***@host/x failed",
        "redis://:hunter2@host:6379/0 | redis://***@host:6379/0",
        "https://host/a?token=hunter2&b=c | https://host/a?token=***&b=c",
        "https://host/a?b=c&X-Amz-Signature=hunter2#d | https://host/a?b=c&X-Amz-Signature=***#d",
        "https://host/a?api_key=hunter2 is gone | https://host/a?api_key=*** is gone",
        "Authorization: Bearer hunter2-hunter2 | Authorization: ***",
        "{Authorization=[Basic aHVudGVyMg==]} | {Authorization=[Basic ***]}",
        "x-api-key: hunter2, accept: a/b | x-api-key: ***, accept: a/b",
        "told Bearer aHVudGVyMg.aHVudGVyMg | told Bearer ***",
      })
  void takesOutWhatStandsWhereSecretsDo(String text, String masked) {
    String done = Secrets.none().mask(text);
    assertFalse(done.contains("hunter2") || done.contains("aHVudGVyMg"), done);
    if (!text.startsWith("{")) {
      assertEquals(masked, done);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "the key frame is 25 frames away",
    "https://host/watch?v=abc&list=def",
    "basic profile",
    "mail a@b.example",
    "a token is missing",
  })
  void leavesOtherTextsAlone(String text) {
    assertEquals(text, Secrets.none().mask(text));
  }

  @Test
  void takesOutWhatTheEnvironmentHoldsWhereverItStands() {
    Secrets secrets =
        Secrets.of(
            Map.of(
                "MAKE_VIDEO_API_KEYS", "alice:planted-1,bob:planted-2",
                "REDIS_PASSWORD", "planted-3",
                "PEXELS_API_KEY", "planted-4",
                "TEMPORAL_API_KEY", "planted-5",
                "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer planted-6",
                "REDIS_URL", "redis://default:planted-7@127.0.0.1:6379",
                "PATH", "/usr/bin"));
    String text =
        "planted-1 planted-2 xplanted-3x 'planted-4' planted-5/planted-6 planted-7 /usr/bin";
    assertEquals("*** *** x***x '***' ***/*** *** /usr/bin", secrets.mask(text));
  }

  @Test
  void aShortValueWouldTakeOutOrdinaryWords() {
    assertEquals("secret", Secrets.of(Map.of("X_KEY", "cre")).mask("secret"));
  }
}
