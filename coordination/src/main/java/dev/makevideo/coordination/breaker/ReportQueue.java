package dev.makevideo.coordination.breaker;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes on their way to Redis. What is reported while a report is under way goes with the next
 * one, in one: however many calls there are, one report of bounded size is in flight and one waits.
 * Thread-safe; never blocks.
 */
final class ReportQueue {
  private final AtomicReference<Outcomes> waiting = new AtomicReference<>(Outcomes.NONE);
  private final AtomicBoolean sending = new AtomicBoolean();
  private final LongAdder successes = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Send send;
  private final LongPredicate isNow;

  /** Sends a report; must handle its own failure, and end in bounded time. */
  @FunctionalInterface
  interface Send {
    CompletableFuture<?> send(Outcomes outcomes, Totals totals);
  }

  /**
   * @param isNow whether a period is the present one, as far as is known
   */
  ReportQueue(Send send, LongPredicate isNow) {
    this.send = send;
    this.isNow = isNow;
  }

  /**
   * Adds an outcome. One of an earlier period says nothing any more and is only counted, as is what
   * waits from an earlier one.
   *
   * @param failure null: a success
   */
  void add(long period, @Nullable String failure) {
    // Counted first: whoever takes out what waits then finds the count as well.
    (failure == null ? successes : failures).increment();
    while (true) {
      Outcomes was = requireNonNull(waiting.get());
      Outcomes next = was.period() == period ? was.with(failure) : first(period, failure, was);
      if (next == was) {
        return; // on its way already
      }
      if (waiting.compareAndSet(was, next)) {
        break;
      }
    }
    flush();
  }

  private Outcomes first(long period, @Nullable String failure, Outcomes was) {
    return isNow.test(period) ? Outcomes.none(period).with(failure) : was;
  }

  /** Takes out what waits. */
  Outcomes drain() {
    return requireNonNull(waiting.getAndSet(Outcomes.NONE));
  }

  /** Whether nothing waits and nothing is under way. */
  boolean isEmpty() {
    return waiting.get() == Outcomes.NONE && !sending.get();
  }

  private void flush() {
    while (waiting.get() != Outcomes.NONE && sending.compareAndSet(false, true)) {
      Outcomes next = drain();
      if (next == Outcomes.NONE) {
        sending.set(false);
        continue;
      }
      CompletableFuture<?> sent =
          send.send(next, new Totals(successes.sumThenReset(), failures.sumThenReset()));
      if (!sent.isDone()) {
        sent.whenComplete(
            (reply, error) -> {
              sending.set(false);
              flush();
            });
        return;
      }
      sending.set(false);
    }
  }
}
