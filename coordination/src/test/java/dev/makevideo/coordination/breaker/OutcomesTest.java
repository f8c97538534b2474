package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  private static final int LIMIT = 5;

  /** A row of o (success) and f (failure). */
  static String row(RandomGenerator random, int most) {
    StringBuilder row = new StringBuilder();
    int length = random.nextInt(most + 1);
    for (int i = 0; i < length; i++) {
      row.append(random.nextInt(4) == 0 ? 'o' : 'f');
    }
    return row.toString();
  }

  /** The same row in pieces, some of them empty. */
  static List<String> split(RandomGenerator random, String row) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < row.length()) {
      int to = from + random.nextInt(row.length() - from + 1);
      pieces.add(row.substring(from, to));
      from = to;
    }
    return pieces;
  }

  /** The failures in a row at the end; -1 if the breaker has opened on the way. */
  static int failuresAfter(String row, int limit) {
    int failures = 0;
    for (int i = 0; i < row.length(); i++) {
      failures = row.charAt(i) == 'f' ? failures + 1 : 0;
      if (failures == limit) {
        return -1;
      }
    }
    return failures;
  }

  static Outcomes outcomes(long period, String row) {
    Outcomes outcomes = Outcomes.none(period);
    for (int i = 0; i < row.length(); i++) {
      outcomes = row.charAt(i) == 'f' ? outcomes.fail("HTTP 500") : outcomes.ok();
    }
    return outcomes;
  }

  @Test
  void aSummaryBringsTheBreakerThatStandsInWhereItsOutcomesDo() {
    long seed = Long.getLong("breaker.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      String row = row(random, 14);
      InProcessBreaker breaker = standIn();
      for (String piece : split(random, row)) {
        breaker.replay(outcomes(0, piece));
      }
      String message = "seed " + seed + ", row " + row;
      int failures = failuresAfter(row, LIMIT);
      assertEquals(failures < 0 ? State.OPEN : State.CLOSED, breaker.state(), message);
      if (failures >= 0) {
        breaker.replay(outcomes(0, "f".repeat(LIMIT - failures - 1)));
        assertEquals(State.CLOSED, breaker.state(), message);
        breaker.replay(outcomes(0, "f"));
        assertEquals(State.OPEN, breaker.state(), message);
      }
    }
  }

  @Test
  void isAsShortAsItsFourNumbers() {
    assertEquals(new Outcomes(3, 2, true, 4, 1, "HTTP 500"), outcomes(3, "ffoffffofof"));
    assertEquals(new Outcomes(3, 3, false, 0, 0, "HTTP 500"), outcomes(3, "fff"));
    assertEquals(new Outcomes(3, 0, true, 2, 2, "HTTP 500"), outcomes(3, "off"));
    assertEquals(new Outcomes(3, 1, true, 0, 0, "HTTP 500"), outcomes(3, "fooo"));
  }

  @Test
  void aSuccessThatSaysNothingNewMakesNoNewObject() {
    Outcomes one = outcomes(1, "fo");
    assertSame(one, one.ok());
    Outcomes failed = one.fail("x");
    assertEquals(0, failed.ok().after());
  }

  @Test
  void theCountsDoNotOverflow() {
    int enough = 1_000_000;
    assertEquals(enough, new Outcomes(1, enough - 1, false, 0, 0, "").fail("x").before());
    assertEquals(enough, new Outcomes(1, enough, false, 0, 0, "").fail("x").before());
    Outcomes after = new Outcomes(1, 0, true, enough, enough, "").fail("x");
    assertEquals(enough, after.after());
    assertEquals(enough, after.longest());
  }

  @Test
  void theReasonTravelsAsOneLineAndNotALongOne() {
    assertEquals("a b  c", Outcomes.none(1).fail("a\nb\r\nc").reason());
    assertEquals("x".repeat(300), Outcomes.none(1).fail("x".repeat(300)).reason());
    assertEquals("x".repeat(300), outcomes(1, "o").fail("x".repeat(301)).reason());
    assertEquals("a b", outcomes(1, "o").fail("a\nb").reason());
  }

  @Test
  void aLongSummaryOpensAtOnce() {
    InProcessBreaker breaker = standIn();
    breaker.replay(new Outcomes(0, 0, true, 1_000_000, 0, "HTTP 500"));
    assertEquals(State.OPEN, breaker.state());
  }

  private static InProcessBreaker standIn() {
    return InProcessBreaker.resume(
        "service",
        BreakerSettings.openFor(Duration.ofSeconds(60)),
        () -> 0L,
        (service, from, to, reason) -> {},
        Snapshot.unknown(),
        Duration.ZERO,
        Set.of());
  }
}
