package dev.makevideo.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What a stand-in was called for, and how much of it at once. Thread-safe. */
public final class SourceCalls {
  /** What a caller wants. */
  public enum Kind {
    SEARCH,
    MEDIA
  }

  /** How a stand-in is. */
  public enum Trouble {
    NONE,
    /** HTTP 500. */
    FAILS,
    /** HTTP 429, with {@code Retry-After}. */
    THROTTLES,
    /** Says nothing, until that is over. */
    HANGS,
    /** Closes the connection in place of an answer. */
    CLOSES
  }

  /**
   * One call.
   *
   * @param what the query as it came, or the path of a file
   * @param told until when the caller was asked to wait; else when it came
   */
  public record Call(Kind kind, String what, Instant at, Trouble trouble, Instant told) {}

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<Kind, AtomicInteger> running = new ConcurrentHashMap<>();
  private final Map<Kind, AtomicInteger> most = new ConcurrentHashMap<>();

  /** One call in progress, until it is closed; again does nothing. */
  final class Running implements AutoCloseable {
    private final Kind kind;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Running(Kind kind) {
      this.kind = kind;
      int now = count(running, kind).incrementAndGet();
      count(most, kind).accumulateAndGet(now, Math::max);
    }

    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        count(running, kind).decrementAndGet();
      }
    }
  }

  private static AtomicInteger count(Map<Kind, AtomicInteger> counts, Kind kind) {
    return counts.computeIfAbsent(kind, same -> new AtomicInteger());
  }

  Running begin(Kind kind) {
    return new Running(kind);
  }

  void add(Call call) {
    calls.add(call);
  }

  /** All of a kind, in the order in which they came. */
  public List<Call> of(Kind kind) {
    return calls.stream().filter(call -> call.kind() == kind).toList();
  }

  /** What all of a kind wanted. */
  List<String> wanted(Kind kind) {
    return of(kind).stream().map(Call::what).toList();
  }

  /** How many are in progress. */
  public int running(Kind kind) {
    return count(running, kind).get();
  }

  /** The most that were in progress at a time. */
  public int mostAtOnce(Kind kind) {
    return count(most, kind).get();
  }
}
