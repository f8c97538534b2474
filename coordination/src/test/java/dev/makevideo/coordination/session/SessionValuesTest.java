package dev.makevideo.coordination.session;

import static dev.makevideo.coordination.session.SessionsContract.RANDOM;
import static dev.makevideo.coordination.session.SessionsContract.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionValuesTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "version", "2", "tenant", "anna", "created", "1000", "touched", "1500", "expires", "2000",
          "ends", "3000", "a.k", "v");

  private static final String HANDLE = "ab".repeat(32);

  @Test
  void anIdIsASecretThatNobodyGetsFromItsHandleOrALog() {
    SessionId id = SessionId.random(RANDOM);
    assertEquals(43, id.secret().length(), "256 bits");
    assertFalse(id.handle().contains(id.secret()));
    assertFalse(id.toString().contains(id.secret()), id.toString());
    assertEquals(Optional.of(id), SessionId.parse(id.secret()));
    assertEquals(id.hashCode(), SessionId.parse(id.secret()).orElseThrow().hashCode());
    assertNotEquals(id, SessionId.random(RANDOM));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "*", "../../etc/passwd", "é"})
  void whatCannotBeAnIdIsNone(String text) {
    assertEquals(Optional.empty(), SessionId.parse(text));
    assertEquals(Optional.empty(), SessionId.parse(text + "a".repeat(43) + "\n"));
  }

  @Test
  void settingsHaveBounds() {
    Duration day = Duration.ofDays(1);
    refused("timeToLive is PT0.5S", () -> SessionSettings.lasting(Duration.ofMillis(500)));
    refused("timeToLive is PT744H", () -> SessionSettings.lasting(Duration.ofDays(31)));
    refused("longest is PT23H", () -> new SessionSettings(day, Duration.ofHours(23)));
    assertEquals(new SessionSettings(day, Duration.ofDays(7)), SessionSettings.defaults());
  }

  @Test
  void theFormThatIsWrittenIsRead() {
    Session session = new SessionForm(HANDLE, GOOD).current().session();
    assertEquals("anna", session.tenant());
    assertEquals(Map.of("k", "v"), session.attributes());
    assertEquals(Instant.ofEpochMilli(2000), session.expires());
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "version, , version is \"\"",
    "version, 0, version is 0; allowed: 1 to 2",
    "version, 3, version is 3; allowed: 1 to 2",
    "version, two, version is \"two\"",
    "tenant, , tenant has 0 characters",
    "created, , created is \"\"",
    "created, 9999, touched is 1970",
    "created, 99999999999999999999, created is \"99999999999999999999\"",
    "touched, 999, touched is 1970",
    "expires, 1000, expires is 1970",
    "expires, 3001, expires is 1970",
    "ends, x, ends is \"x\"",
    "a.k!, v, attribute is called \"k!\"",
  })
  void nothingIsBelievedOfWhatIsKept(String field, String value, String words) {
    Map<String, String> fields = new HashMap<>(GOOD);
    if (value == null) {
      fields.remove(field);
    } else {
      fields.put(field, value);
    }
    refused(words, () -> new SessionForm(HANDLE, fields).current().session());
  }

  @Test
  void anOlderFormIsMovedForwardAndThenLookedAtAsAnyOther() {
    Map<String, String> first =
        Map.of(
            "version", "1", "user", "anna", "created", "10", "touched", "11", "expires", "20",
            "a.k", "v");
    SessionForm moved = new SessionForm(HANDLE, first).current();
    assertTrue(moved.isCurrent());
    assertFalse(moved.fields().containsKey("user"));
    Session session = moved.session();
    assertEquals("anna", session.tenant());
    assertEquals(Instant.ofEpochSecond(20), session.expires());
    assertEquals(Instant.ofEpochSecond(10).plus(Duration.ofDays(7)), session.times().ends());
    Map<String, String> broken = new HashMap<>(first);
    broken.put("expires", "tomorrow");
    refused("expires is \"tomorrow\"", () -> new SessionForm(HANDLE, broken).current());
    broken.put("expires", "5");
    refused("expires is", () -> new SessionForm(HANDLE, broken).current().session());
  }
}
