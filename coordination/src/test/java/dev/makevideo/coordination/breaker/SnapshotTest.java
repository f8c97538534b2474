package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
  private static final String GOOD =
      "open\nclosed\n1700000000000000\n1700000000000001\n60\n0\nme\nx";

  @Test
  void isWhatTheScriptsWrite() {
    Snapshot snapshot = Snapshot.parse(GOOD);
    assertEquals(
        new Snapshot(
            State.OPEN,
            Optional.of(State.CLOSED),
            1_700_000_000_000_000L,
            1_700_000_000_000_001L,
            Duration.ofNanos(60_000),
            0,
            "me",
            "x"),
        snapshot);
    assertEquals("a\nb\n", Snapshot.parse("closed\n\n0\n1\n0\n4\nme\na\nb\n").reason());
    assertEquals(4, Snapshot.parse("closed\n\n0\n1\n0\n4\nme\n").failures());
  }

  @ParameterizedTest
  @CsvSource({
    "0, ajar, state",
    "0, '', state",
    "1, ajar, moved",
    "2, x, period",
    "2, -1, period",
    "2, 99999999999999999999, period",
    "2, 1.8e+15, period",
    "3, '', at",
    "3, -5, at",
    "4, -1, left",
    "4, 9223372036854775807, left",
    "5, -1, failures",
    "5, 2147483648, failures",
    "5, ' 1', failures",
  })
  void refusesAnythingElseAndNamesTheFieldAndItsValue(int field, String value, String name) {
    String[] fields = GOOD.split("\n", -1);
    fields[field] = value;
    String text = String.join("\n", fields);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Snapshot.parse(text));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(name + " is \"" + value + "\""), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "closed", "closed\n\n0\n1\n0\n0\nme"})
  void refusesTooFewFields(String text) {
    assertThrows(IllegalArgumentException.class, () -> Snapshot.parse(text));
  }

  @Test
  void isMadeOfValuesInRangeOnly() {
    Duration most = Duration.ofSeconds(9_223_372_036L);
    Snapshot longest = new Snapshot(State.OPEN, Optional.empty(), 0, 0, most, 0, "", "");
    assertEquals(most, longest.left());
    assertRefused("period", -1, 0, most, 0);
    assertRefused("at", 0, -1, most, 0);
    assertRefused("left", 0, 0, most.plusSeconds(1), 0);
    assertRefused("left", 0, 0, Duration.ofSeconds(-1), 0);
    assertRefused("failures", 0, 0, most, -1);
  }

  private static void assertRefused(
      String name, long period, long at, Duration left, int failures) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Snapshot(State.OPEN, Optional.empty(), period, at, left, failures, "", ""));
    assertTrue(String.valueOf(e.getMessage()).startsWith(name + " is "), e.getMessage());
  }

  @Test
  void aLongValueIsNotRepeatedInFull() {
    String shown = "9".repeat(100);
    for (String value : new String[] {shown, shown + "9"}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> Snapshot.parse(GOOD.replace("1700000000000000\n", value + "\n")));
      String rest = value.equals(shown) ? "\"; allowed" : "...\"; allowed";
      assertTrue(String.valueOf(e.getMessage()).contains(shown + rest), e.getMessage());
    }
    String text = GOOD.replace("1700000000000000\n", "9".repeat(100_000) + "\n");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Snapshot.parse(text));
    assertTrue(String.valueOf(e.getMessage()).length() < 300, "short");
  }

  /** Whatever comes in: a snapshot that a breaker can live with, or that one exception. */
  @Test
  void noTextDoesWorseThanBeingRefused() {
    long seed = Long.getLong("breaker.seed", System.nanoTime());
    Random random = new Random(seed);
    String alphabet = "\n\n\n\n0123456789-.eopnclsd_half \u0000\u00e4";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder(GOOD);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Mirror mirror = Mirror.of(Snapshot.parse(text.toString()), Long.MAX_VALUE - 5);
        assertFalse(mirror.left(Long.MAX_VALUE - 5).isNegative(), "seed " + seed);
      } catch (IllegalArgumentException e) {
        assertTrue(String.valueOf(e.getMessage()).length() < 300, "seed " + seed);
      }
    }
  }

  @Test
  void theLaterLookIsKnownByItsTimeOrElseByItsPeriod() {
    assertTrue(at(2, 1).isAfter(at(1, 5)));
    assertFalse(at(1, 5).isAfter(at(2, 1)));
    assertTrue(at(1, 6).isAfter(at(1, 5)));
    assertFalse(at(1, 5).isAfter(at(1, 5)));
    assertFalse(at(1, 4).isAfter(at(1, 5)));
  }

  private static Snapshot at(long at, long period) {
    return new Snapshot(State.CLOSED, Optional.empty(), period, at, Duration.ZERO, 0, "", "");
  }
}
