package dev.makevideo.coordination.session;

import dev.makevideo.coordination.redis.LuaScript;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of all processes on one Redis together, by Redis's clock: what one creates, touches
 * or ends is so for all at once. Redis has the SHA-256 of ids only, so that who reads Redis cannot
 * sign in.
 *
 * <p>Fails closed: without an answer there is a {@link SessionsUnavailableException}, and nobody is
 * let in by a session. A call that got no answer may have taken effect. A Redis that forgets (a
 * flush, an eviction, a restart without data) ends the sessions; their owners sign in again. One
 * that comes back with older data (a snapshot, a failover that lost the last write) may bring back
 * one that was ended, until its time is over.
 *
 * <p>A list costs what its page costs, however many sessions or other keys there are. What is over
 * or was evicted leaves the list as pages are read and sessions begin. Thread-safe.
 */
public final class RedisSessions implements Sessions {
  private static final Logger log = LoggerFactory.getLogger(RedisSessions.class);
  private static final List<String> ALL =
      List.of(RedisKeys.sessionsActive(), RedisKeys.sessionsCounted());

  /** Of a handle, in logs. */
  private static final int SHOWN = 8;

  /** Of what a script tells of one session before its fields: its handle, how many fields. */
  private static final int HEAD = 2;

  private final RedisConnection redis;
  private final String timeToLive;
  private final String longest;
  private final LuaScript create = LuaScript.load(RedisSessions.class, "create.lua");
  private final LuaScript read = LuaScript.load(RedisSessions.class, "read.lua");
  private final LuaScript touch = LuaScript.load(RedisSessions.class, "touch.lua");
  private final LuaScript move = LuaScript.load(RedisSessions.class, "move.lua");
  private final LuaScript end = LuaScript.load(RedisSessions.class, "end.lua");
  private final LuaScript list = LuaScript.load(RedisSessions.class, "list.lua");
  private final LuaScript count = LuaScript.load(RedisSessions.class, "count.lua");

  /**
   * @param redis stays open; may be away
   */
  public RedisSessions(RedisConnection redis, SessionSettings settings) {
    this.redis = redis;
    timeToLive = Long.toString(settings.timeToLive().toMillis());
    longest = Long.toString(settings.longest().toMillis());
  }

  @Override
  public Session create(SessionId id, String tenant, Map<String, String> attributes)
      throws SessionsUnavailableException {
    Session wished =
        new Session(
            id.handle(),
            tenant,
            attributes,
            SessionTimes.beginning(Instant.EPOCH, SessionSettings.defaults()));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                wished.handle(),
                timeToLive,
                longest,
                Integer.toString(SessionForm.VERSION),
                tenant));
    SessionForm.attributes(attributes)
        .forEach(
            (field, value) -> {
              arguments.add(field);
              arguments.add(value);
            });
    List<String> answer = ask(create, keys(id), arguments.toArray(String[]::new));
    if (answer.isEmpty()) {
      throw new IllegalStateException(id + " is there already");
    }
    return form(id.handle(), answer).session();
  }

  @Override
  public Optional<Session> read(SessionId id) throws SessionsUnavailableException {
    return look(id.handle(), ask(read, keys(id)));
  }

  @Override
  public Optional<Session> touch(SessionId id) throws SessionsUnavailableException {
    List<String> answer = touched(id);
    Optional<Session> found = look(id.handle(), answer);
    boolean older = found.isPresent() && !form(id.handle(), answer).isCurrent();
    return older ? look(id.handle(), touched(id)) : found; // it has been moved forward now
  }

  private List<String> touched(SessionId id) throws SessionsUnavailableException {
    return ask(touch, keys(id), id.handle(), timeToLive, Integer.toString(SessionForm.VERSION));
  }

  @Override
  public boolean end(SessionId id) throws SessionsUnavailableException {
    return ask(end, keys(id), id.handle()).equals(List.of("1"));
  }

  @Override
  public Page list(Optional<String> cursor, int limit) throws SessionsUnavailableException {
    PageCursor after = PageCursor.of(cursor);
    List<String> answer =
        ask(
            list,
            ALL,
            RedisKeys.session(""),
            Long.toString(after.expiresMillis()),
            after.handle(),
            Integer.toString(PageCursor.checked(limit)));
    List<Session> found = new ArrayList<>();
    int at = HEAD;
    while (at < answer.size()) {
      int size = Integer.parseInt(answer.get(at + 1));
      look(answer.get(at), answer.subList(at + HEAD, at + HEAD + size)).ifPresent(found::add);
      at += HEAD + size;
    }
    boolean last = answer.get(1).isEmpty();
    return new Page(
        found,
        last
            ? Optional.empty()
            : Optional.of(new PageCursor(Long.parseLong(answer.get(0)), answer.get(1)).text()));
  }

  @Override
  public Statistics statistics() throws SessionsUnavailableException {
    List<String> answer = ask(count, ALL);
    return new Statistics(
        Long.parseLong(answer.get(0)),
        Long.parseLong(answer.get(1)),
        Long.parseLong(answer.get(2)),
        Long.parseLong(answer.get(3)));
  }

  /** One of what a script tells: nothing, or the time and then fields with their values. */
  private Optional<Session> look(String handle, List<String> answer) {
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    try {
      SessionForm kept = form(handle, answer);
      SessionForm current = kept.current();
      Session session = current.session();
      if (session.expires().toEpochMilli() <= Long.parseLong(answer.get(0))) {
        return Optional.empty();
      }
      if (!kept.isCurrent()) {
        moveForward(session, kept.version(), current);
      }
      return Optional.of(session);
    } catch (IllegalArgumentException | ArithmeticException e) {
      log.atWarn()
          .addKeyValue("session", handle.substring(0, SHOWN))
          .addKeyValue("reason", String.valueOf(e.getMessage()))
          .log("session not readable");
      return Optional.empty();
    }
  }

  private static SessionForm form(String handle, List<String> answer) {
    if (answer.size() % 2 == 0) {
      throw new IllegalArgumentException("its key holds something else: " + answer.get(1));
    }
    Map<String, String> fields = new HashMap<>();
    for (int at = 1; at < answer.size(); at += 2) {
      fields.put(answer.get(at), answer.get(at + 1));
    }
    return new SessionForm(handle, fields);
  }

  /** Whoever reads it next does it again if this does not arrive. */
  private void moveForward(Session session, String from, SessionForm current) {
    List<String> arguments = new ArrayList<>();
    arguments.add(session.handle());
    arguments.add(from);
    arguments.add(Long.toString(session.expires().toEpochMilli()));
    current
        .fields()
        .forEach(
            (field, value) -> {
              arguments.add(field);
              arguments.add(value);
            });
    move.send(redis, keys(session.handle()), arguments.toArray(String[]::new));
    log.atInfo()
        .addKeyValue("session", session.handle().substring(0, SHOWN))
        .addKeyValue("from", from)
        .log("session moved forward");
  }

  private static List<String> keys(SessionId id) {
    return keys(id.handle());
  }

  private static List<String> keys(String handle) {
    return List.of(
        RedisKeys.session(handle), RedisKeys.sessionsActive(), RedisKeys.sessionsCounted());
  }

  private List<String> ask(LuaScript script, List<String> keys, String... arguments)
      throws SessionsUnavailableException {
    try {
      return script.ask(redis, keys, arguments);
    } catch (NoAnswerException e) {
      throw new SessionsUnavailableException(e);
    }
  }
}
