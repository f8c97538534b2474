package dev.makevideo.coordination.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is signed in. A session ends when it was not touched for its time to live, at its absolute
 * end, or when it is ended; from then on nobody finds it. What {@link RedisSessions} adds for all
 * processes, and what it cannot promise, is said there. Each call takes 250 ms at the most.
 * Thread-safe.
 */
public interface Sessions {
  /** Sessions in one page at the most. */
  int MOST_IN_PAGE = 100;

  /**
   * Some of the sessions, those that end first coming first.
   *
   * @param next where the following page begins; empty: this was the last. A page may be short, or
   *     empty, and not be the last
   */
  record Page(List<Session> sessions, Optional<String> next) {
    public Page {
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * Counts. All but the first begin at nothing when Redis is lost, or has been without a session
   * for a month.
   *
   * @param active how many there are now
   * @param created how many ever began
   * @param ended of these, how many were ended
   * @param expired of these, how many were seen to be over; they are seen in passing, so that some
   *     may be counted late
   */
  record Statistics(long active, long created, long ended, long expired) {}

  /**
   * Begins a session.
   *
   * @param id a new one, from {@link SessionId#random}
   * @throws IllegalArgumentException if the tenant or the attributes are out of the bounds that
   *     {@link Session} has
   * @throws IllegalStateException if the id is not new
   * @throws SessionsUnavailableException if it cannot be kept
   */
  Session create(SessionId id, String tenant, Map<String, String> attributes)
      throws SessionsUnavailableException;

  /**
   * The session, as it is. One that is kept in a form that cannot be read, or must not be, is none.
   *
   * @throws SessionsUnavailableException if nobody can say whether there is one
   */
  Optional<Session> read(SessionId id) throws SessionsUnavailableException;

  /**
   * As {@link #read}; its owner was seen, and its time to live begins again, within its absolute
   * bound.
   *
   * @throws SessionsUnavailableException if nobody can say whether there is one
   */
  Optional<Session> touch(SessionId id) throws SessionsUnavailableException;

  /**
   * Ends it for everybody.
   *
   * @return whether there was one
   * @throws SessionsUnavailableException if it may go on
   */
  boolean end(SessionId id) throws SessionsUnavailableException;

  /**
   * The sessions that there are. One that is there from the first page to the last is in one of
   * them; one that is touched meanwhile may be in two.
   *
   * @param cursor {@link Page#next} of the page before; empty: the first
   * @param limit 1 to {@link #MOST_IN_PAGE}
   * @throws IllegalArgumentException if the cursor is not one, or the limit is out of range
   * @throws SessionsUnavailableException if nobody can say
   */
  Page list(Optional<String> cursor, int limit) throws SessionsUnavailableException;

  /**
   * Counts them; cheap.
   *
   * @throws SessionsUnavailableException if nobody can say
   */
  Statistics statistics() throws SessionsUnavailableException;
}
