package dev.makevideo.coordination.session;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The sessions of one process alone, which end with it. Holds 100,000 at the most; beyond that the
 * one that would end first ends. Thread-safe.
 */
public final class LocalSessions implements Sessions {
  private static final int MOST = 100_000;

  private static final Comparator<PageCursor> ORDER =
      Comparator.comparingLong(PageCursor::expiresMillis).thenComparing(PageCursor::handle);

  private final SessionSettings settings;
  private final Clock clock;
  private final Map<String, Session> known = new HashMap<>();
  private final TreeMap<PageCursor, Session> byEnd = new TreeMap<>(ORDER);
  private long created;
  private long ended;
  private long expired;

  public LocalSessions(SessionSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public synchronized Session create(SessionId id, String tenant, Map<String, String> attributes) {
    Instant now = sweep();
    Session session =
        new Session(id.handle(), tenant, attributes, SessionTimes.beginning(now, settings));
    if (known.containsKey(session.handle())) {
      throw new IllegalStateException(id + " is there already");
    }
    if (known.size() >= MOST) {
      forget(byEnd.firstEntry().getValue());
    }
    keep(session);
    created++;
    return session;
  }

  @Override
  public synchronized Optional<Session> read(SessionId id) {
    sweep();
    return Optional.ofNullable(known.get(id.handle()));
  }

  @Override
  public synchronized Optional<Session> touch(SessionId id) {
    Instant now = sweep();
    Optional<Session> found = Optional.ofNullable(known.get(id.handle()));
    return found.map(
        session -> {
          forget(session);
          return keep(
              new Session(
                  session.handle(),
                  session.tenant(),
                  session.attributes(),
                  session.times().touched(now, settings)));
        });
  }

  @Override
  public synchronized boolean end(SessionId id) {
    sweep();
    Session session = known.get(id.handle());
    if (session == null) {
      return false;
    }
    forget(session);
    ended++;
    return true;
  }

  @Override
  public synchronized Page list(Optional<String> cursor, int limit) {
    PageCursor after = PageCursor.of(cursor);
    PageCursor.checked(limit);
    sweep();
    var rest = byEnd.tailMap(after, false);
    var page = rest.values().stream().limit(limit).toList();
    return new Page(
        page,
        rest.size() > limit
            ? Optional.of(place(page.get(page.size() - 1)).text())
            : Optional.empty());
  }

  @Override
  public synchronized Statistics statistics() {
    sweep();
    return new Statistics(known.size(), created, ended, expired);
  }

  private Session keep(Session session) {
    known.put(session.handle(), session);
    byEnd.put(place(session), session);
    return session;
  }

  private void forget(Session session) {
    known.remove(session.handle());
    byEnd.remove(place(session));
  }

  /** Forgets those that are over, and returns the time. */
  private Instant sweep() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    while (!byEnd.isEmpty() && !byEnd.firstEntry().getValue().expires().isAfter(now)) {
      forget(byEnd.firstEntry().getValue());
      expired++;
    }
    return now;
  }

  private static PageCursor place(Session session) {
    return new PageCursor(session.expires().toEpochMilli(), session.handle());
  }
}
