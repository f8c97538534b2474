package dev.makevideo.coordination.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.session.Sessions.Page;
import dev.makevideo.coordination.session.Sessions.Statistics;
import dev.makevideo.testkit.Await;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every implementation promises. */
abstract class SessionsContract {
  static final Duration SOON = Duration.ofSeconds(20);
  static final SecureRandom RANDOM = new SecureRandom();

  /** New ones, of these settings. */
  abstract Sessions sessions(SessionSettings settings);

  private Sessions sessions() {
    return sessions(SessionSettings.defaults());
  }

  static SessionId id() {
    return SessionId.random(RANDOM);
  }

  @Test
  void whatBeganIsFoundByItsIdUntilItIsEnded() throws Exception {
    Sessions sessions = sessions();
    SessionId id = id();
    Session begun = sessions.create(id, "anna", Map.of("page", "overview", "note", ""));
    assertEquals("anna", begun.tenant());
    assertEquals(Map.of("page", "overview", "note", ""), begun.attributes());
    assertEquals(id.handle(), begun.handle());
    SessionTimes times = begun.times();
    assertEquals(times.created(), times.touched());
    assertEquals(times.created().plus(Duration.ofDays(1)), begun.expires());
    assertEquals(times.created().plus(Duration.ofDays(7)), times.ends());
    assertTrue(
        Duration.between(times.created(), Instant.now()).abs().compareTo(SOON) < 0,
        "created " + times.created());
    assertEquals(Optional.of(begun), sessions.read(SessionId.parse(id.secret()).orElseThrow()));
    assertEquals(Optional.empty(), sessions.read(id()));
    assertTrue(sessions.end(id));
    assertEquals(Optional.empty(), sessions.read(id));
    assertEquals(Optional.empty(), sessions.touch(id));
    assertFalse(sessions.end(id), "there is none any more");
    assertEquals(new Statistics(0, 1, 1, 0), sessions.statistics());
  }

  @Test
  void anIdBeginsOneSessionOnly() throws Exception {
    Sessions sessions = sessions();
    SessionId id = id();
    sessions.create(id, "anna", Map.of());
    assertThrows(IllegalStateException.class, () -> sessions.create(id, "bert", Map.of()));
    assertEquals("anna", sessions.read(id).orElseThrow().tenant());
  }

  @Test
  void oneThatIsNotTouchedEnds() throws Exception {
    Sessions sessions = sessions(new SessionSettings(Duration.ofSeconds(1), Duration.ofHours(1)));
    SessionId id = id();
    sessions.create(id, "anna", Map.of());
    Await.until("it is over", SOON, () -> sessions.read(id).isEmpty());
    assertEquals(Optional.empty(), sessions.touch(id), "it does not come back");
    assertEquals(List.of(), sessions.list(Optional.empty(), 10).sessions());
    assertEquals(new Statistics(0, 1, 0, 1), sessions.statistics());
    assertFalse(sessions.end(id));
  }

  @Test
  void aTouchLetsItLastWithinItsBound() throws Exception {
    Duration longest = Duration.ofMillis(2500);
    Sessions sessions = sessions(new SessionSettings(Duration.ofSeconds(2), longest));
    SessionId id = id();
    Session begun = sessions.create(id, "anna", Map.of("k", "v"));
    Instant end = begun.times().created().plus(longest);
    assertEquals(end, begun.times().ends());
    List<Instant> seen = new ArrayList<>();
    Await.until(
        "it ends though it is touched all the while",
        SOON,
        () -> {
          Optional<Session> touched = sessions.touch(id);
          touched.ifPresent(one -> seen.add(one.expires()));
          touched.ifPresent(one -> assertEquals(Map.of("k", "v"), one.attributes()));
          return touched.isEmpty();
        });
    assertEquals(end, Collections.max(seen), "to its bound, and never beyond");
    assertEquals(seen.stream().sorted().toList(), seen);
  }

  @Test
  void pagesShowEachOnceInTheOrderInWhichTheyEnd() throws Exception {
    Sessions sessions = sessions();
    long seed = RANDOM.nextLong();
    Random random = new Random(seed);
    Set<String> handles = new HashSet<>();
    List<SessionId> ids = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ids.add(id());
      handles.add(sessions.create(ids.get(i), "t" + i, Map.of()).handle());
    }
    for (int i = 0; i < 20; i++) {
      SessionId id = ids.get(random.nextInt(ids.size()));
      if (random.nextBoolean() && sessions.end(id)) {
        handles.remove(id.handle());
      } else {
        sessions.touch(id);
      }
    }
    for (int limit : List.of(1, 7, 100)) {
      List<Session> all = all(sessions, limit);
      String message = "seed " + seed + ", limit " + limit;
      assertEquals(handles, Set.copyOf(all.stream().map(Session::handle).toList()), message);
      assertEquals(handles.size(), all.size(), message);
      List<Instant> ends = all.stream().map(Session::expires).toList();
      assertEquals(ends.stream().sorted().toList(), ends, message);
    }
    assertEquals(handles.size(), sessions.statistics().active());
  }

  static List<Session> all(Sessions sessions, int limit) throws Exception {
    List<Session> all = new ArrayList<>();
    Page page = sessions.list(Optional.empty(), limit);
    for (int pages = 0; pages < 1000; pages++) {
      all.addAll(page.sessions());
      assertTrue(page.sessions().size() <= limit);
      if (page.next().isEmpty()) {
        return all;
      }
      page = sessions.list(page.next(), limit);
    }
    throw new AssertionError("the list does not end");
  }

  /** Those that end, or are touched, between two pages do not hide others. */
  @Test
  void whatChangesBetweenPagesHidesNothing() throws Exception {
    Sessions sessions = sessions();
    List<SessionId> ids = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      ids.add(id());
      sessions.create(ids.get(i), "t", Map.of());
    }
    Page first = sessions.list(Optional.empty(), 3);
    for (SessionId id : ids) {
      if (first.sessions().stream().anyMatch(one -> one.handle().equals(id.handle()))) {
        sessions.end(id);
      }
    }
    Page second = sessions.list(first.next(), 3);
    Page third = sessions.list(second.next(), 3);
    Set<String> seen = new HashSet<>();
    List.of(first, second, third)
        .forEach(page -> page.sessions().forEach(one -> seen.add(one.handle())));
    assertEquals(Set.copyOf(ids.stream().map(SessionId::handle).toList()), seen);
    assertEquals(Optional.empty(), third.next());
  }

  @Test
  void refusesWhatIsOutOfBoundsAndNamesIt() {
    Sessions sessions = sessions();
    refused("tenant has 0 characters", () -> sessions.create(id(), "", Map.of()));
    refused("attribute is called \"A b\"", () -> sessions.create(id(), "t", Map.of("A b", "v")));
    refused(
        "attribute k has 1001 characters",
        () -> sessions.create(id(), "t", Map.of("k", "v".repeat(1001))));
    refused("limit is 0", () -> sessions.list(Optional.empty(), 0));
    refused("limit is 101", () -> sessions.list(Optional.empty(), 101));
    refused("cursor is \"x\"", () -> sessions.list(Optional.of("x"), 1));
  }

  static void refused(String words, org.junit.jupiter.api.function.Executable call) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith(words),
        String.valueOf(refused.getMessage()));
  }
}
