package dev.makevideo.coordination.breaker;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
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

  /** Sends a report; must handle its own failure, and end in bounded time. */
  @FunctionalInterface
  interface Send {
    CompletableFuture<?> send(Outcomes outcomes, Totals totals);
  }

  ReportQueue(Send send) {
    this.send = send;
  }

  /**
   * Adds an outcome of the present period; what waits from an earlier one is of no use any more.
   *
   * @param failure null: a success
   */
  void add(long period, @Nullable String failure) {
    // Counted first: whoever takes out what waits then finds the count as well.
    (failure == null ? successes : failures).increment();
    while (true) {
      Outcomes was = requireNonNull(waiting.get());
      Outcomes next = (was.period() == period ? was : Outcomes.none(period)).with(failure);
      if (next == was) {
        return; // on its way already
      }
      if (waiting.compareAndSet(was, next)) {
        break;
      }
    }
    flush();
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
