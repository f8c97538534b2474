package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.breaker.BreakerScripts.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Tells Redis how trials went. What it may not have heard is owed, or the trials' places would stay
 * taken until their leases end: an outcome that was reported in its absence, and a trial that it
 * may have granted to a caller who had given up waiting. That is told when Redis is there again;
 * what it knows already changes nothing. Thread-safe; never waits.
 */
final class TrialReports {
  /** Far more than there are trials; one that is left out is given up when its lease ends. */
  private static final int MOST_OWED = 1000;

  private final Report report;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Map<String, Outcomes> owed = new HashMap<>();

  /** Sends an outcome, by its trial's lease. */
  interface Report {
    CompletableFuture<Reply> send(String lease, Outcomes outcome);
  }

  TrialReports(Report report) {
    this.report = report;
  }

  /** Tells an outcome now. */
  CompletableFuture<Reply> tell(String lease, Outcomes outcome) {
    underWay.incrementAndGet();
    return report
        .send(lease, outcome)
        .whenComplete(
            (reply, error) -> {
              if (error != null) {
                owe(lease, outcome);
              }
              underWay.decrementAndGet();
            });
  }

  /**
   * Keeps an outcome until Redis is there.
   *
   * @param outcome {@link Outcomes#NONE}: whether there is such a trial, and in which period, is
   *     not known
   */
  synchronized void owe(String lease, Outcomes outcome) {
    if (owed.size() < MOST_OWED) {
      owed.put(lease, outcome);
    }
  }

  /** Owes the end of a trial that was asked for, should the answer fail to come. */
  <T> CompletableFuture<T> oweUnlessAnswered(String lease, CompletableFuture<T> answer) {
    return answer.whenComplete(
        (admission, error) -> {
          if (error != null) {
            owe(lease, Outcomes.NONE);
          }
        });
  }

  /** For an answer that will come too late for the caller, who makes no call. */
  static void giveBack(CompletableFuture<Admission> answer) {
    answer.thenAccept(
        admission -> {
          if (admission instanceof Permit permit) {
            permit.ignore();
          }
        });
  }

  private synchronized Map<String, Outcomes> take() {
    Map<String, Outcomes> taken = Map.copyOf(owed);
    owed.clear();
    return taken;
  }

  /**
   * Tells what is owed to Redis, which is there again.
   *
   * @param period the present one
   * @param lost is told if Redis is gone once more
   */
  void tellOwed(long period, Consumer<Throwable> lost) {
    take()
        .forEach(
            (lease, outcome) ->
                tell(lease, outcome == Outcomes.NONE ? Outcomes.none(period) : outcome)
                    .whenComplete(
                        (reply, error) -> {
                          if (error != null) {
                            lost.accept(error);
                          }
                        }));
  }

  /** Whether none is under way. */
  boolean isEmpty() {
    return underWay.get() == 0;
  }
}
