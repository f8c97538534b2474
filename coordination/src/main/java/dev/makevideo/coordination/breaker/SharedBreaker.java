package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.breaker.BreakerScripts.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A breaker whose state is in Redis. What it knows of that state answers while it is closed or
 * open; when trials are due it asks. While Redis is gone a breaker of this process stands in.
 */
final class SharedBreaker implements CircuitBreaker {
  private final String service;
  private final BreakerSettings settings;
  private final BreakerScripts scripts;
  private final LongSupplier nanoTime;
  private final BreakerListener listener;
  private final Consumer<Throwable> lost;
  private final ReportQueue reports = new ReportQueue(this::send, this::isNow);
  private final TrialsInFlight trials;
  private final KnownState known;
  private final TrialReports trialReports =
      new TrialReports((lease, outcome) -> tell(lease, outcome, Totals.of(outcome)));
  private final AtomicLong leases = new AtomicLong();

  /** Not null while Redis is gone. */
  private volatile @Nullable InProcessBreaker standIn;

  /**
   * A breaker that stands alone until {@link #share()}.
   *
   * @param lost is told that Redis did not answer; lets all breakers stand alone
   */
  SharedBreaker(
      String service,
      BreakerSettings settings,
      BreakerScripts scripts,
      LongSupplier nanoTime,
      BreakerListener listener,
      Consumer<Throwable> lost) {
    this.service = service;
    this.settings = settings;
    this.scripts = scripts;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.lost = lost;
    this.trials = new TrialsInFlight(settings.trials(), nanoTime);
    this.known = new KnownState(scripts.process(), nanoTime);
    standAlone();
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public State state() {
    InProcessBreaker alone = standIn;
    return alone != null ? alone.state() : known.state();
  }

  @Override
  public Admission acquire(Duration deadline) {
    BreakerSettings.requireDeadline(deadline);
    InProcessBreaker alone = standIn;
    if (alone != null) {
      return alone.acquire(deadline);
    }
    Mirror now = known.mirror();
    if (now.state() == State.CLOSED) {
      return new ClosedPermit(this, now.snapshot().period());
    }
    Duration left = now.left(nanoTime.getAsLong());
    return now.state() == State.OPEN && !left.isZero()
        ? new Denial(left, now.snapshot().reason())
        : ask(deadline);
  }

  /** Asks Redis for a trial, unless it could only be given back. */
  private Admission ask(Duration deadline) {
    if (trials.takeAllUnknown(known.period())) {
      return ownAreRunning();
    }
    long now = nanoTime.getAsLong();
    Duration lasts = settings.lease(deadline);
    String lease = scripts.process() + ":" + leases.incrementAndGet();
    long asked = known.heard();
    CompletableFuture<Admission> answer =
        trialReports.oweUnlessAnswered(
            lease,
            scripts
                .acquire(service, lease, lasts, settings)
                .thenApply(
                    reply -> {
                      hear(reply.now(), asked);
                      return admission(reply, deadline, lease, now + lasts.toNanos());
                    }));
    try {
      return answer.get(scripts.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      TrialReports.giveBack(answer);
      lost.accept(e);
      InProcessBreaker alone = standIn;
      return alone != null ? alone.acquire(deadline) : later("Redis did not answer");
    } catch (InterruptedException e) {
      TrialReports.giveBack(answer);
      Thread.currentThread().interrupt();
      return later("interrupted");
    }
  }

  private Admission admission(Reply reply, Duration deadline, String lease, long endsAt) {
    Snapshot now = reply.now();
    switch (reply.verdict()) {
      case "closed":
        return new ClosedPermit(this, now.period());
      case "trial":
        return hold(new TrialPermit(this, now.period(), lease, endsAt), deadline);
      case "denied":
        return new Denial(now.left(), now.reason());
      default:
        return later("trials are running; " + now.reason());
    }
  }

  /**
   * Notes a trial that Redis granted; too late, if a stand-in has taken over without it, and too
   * many, if trials of stand-ins, of which Redis does not know, are in flight.
   */
  private synchronized Admission hold(TrialPermit trial, Duration deadline) {
    InProcessBreaker alone = standIn;
    if (alone != null) {
      trialReports.owe(trial.lease(), Outcomes.NONE);
      return alone.acquire(deadline);
    }
    if (trials.takeAll(trial.period())) {
      trial.ignore();
      return ownAreRunning();
    }
    trials.add(trial);
    return trial;
  }

  private Denial ownAreRunning() {
    return later("trials of this process, from when it stood alone, are running");
  }

  private Denial later(String reason) {
    return new Denial(settings.trialWait(), reason);
  }

  /**
   * A call that the closed breaker admitted is over.
   *
   * @param failure null: it succeeded
   */
  void report(long period, @Nullable String failure) {
    InProcessBreaker alone = standIn;
    if (alone != null) {
      alone.replay(Outcomes.none(period).with(failure));
    } else {
      reports.add(period, failure);
    }
  }

  private boolean isNow(long period) {
    return period == known.period();
  }

  private CompletableFuture<?> send(Outcomes outcomes, Totals totals) {
    return tell("", outcomes, totals)
        .exceptionally(
            error -> {
              withStandIn(error, alone -> alone.replay(outcomes));
              return null;
            });
  }

  private CompletableFuture<Reply> tell(String lease, Outcomes outcomes, Totals totals) {
    long asked = known.heard();
    return scripts
        .report(service, outcomes, totals, lease, settings)
        .whenComplete(
            (reply, error) -> {
              if (error == null) {
                hear(reply.now(), asked);
              }
            });
  }

  /** A trial is over. */
  void report(TrialPermit trial, Outcomes outcome) {
    if (reportToStandIn(trial, outcome)) {
      return;
    }
    trialReports
        .tell(trial.lease(), outcome)
        .whenComplete(
            (reply, error) -> {
              if (error != null) {
                withStandIn(error, alone -> alone.trial(outcome));
              }
              trials.remove(trial);
            });
  }

  private synchronized boolean reportToStandIn(TrialPermit trial, Outcomes outcome) {
    InProcessBreaker alone = standIn;
    if (alone == null) {
      return false;
    }
    trials.remove(trial);
    alone.trial(outcome);
    trialReports.owe(trial.lease(), outcome);
    return true;
  }

  /** Tells Redis, which is there again, what it may not know of trials. */
  void tellOwed() {
    trialReports.tellOwed(known.period(), lost);
  }

  private void withStandIn(Throwable error, Consumer<InProcessBreaker> then) {
    lost.accept(error);
    InProcessBreaker alone = standIn;
    if (alone != null) {
      then.accept(alone);
    }
  }

  /** To be given to {@link #hear} with the answer. */
  long heard() {
    return known.heard();
  }

  /**
   * Learns a state from Redis, and tells the listener.
   *
   * @param asked {@link #heard()} before Redis was asked; -1: it told by itself
   */
  synchronized void hear(Snapshot now, long asked) {
    State was = known.state();
    switch (known.hear(now, asked)) {
      case OWN -> listener.moved(service, now.moved().orElseThrow(), now.state(), now.reason());
      case OTHER -> {
        if (standIn == null) {
          String reason = now.period() == 0 ? "its state was lost" : now.reason();
          listener.learned(service, was, now.state(), reason);
        }
      }
      case NONE -> {}
    }
  }

  /** Goes on without Redis, from what is known. */
  synchronized void standAlone() {
    if (standIn != null) {
      return;
    }
    Mirror last = known.mirror();
    InProcessBreaker alone =
        InProcessBreaker.resume(
            service,
            settings,
            nanoTime,
            listener,
            last.snapshot(),
            last.left(nanoTime.getAsLong()),
            trials.of(last.snapshot().period()));
    standIn = alone;
    alone.replay(reports.drain());
  }

  /** Gives way to the state in Redis, which was heard just now. */
  synchronized void share() {
    InProcessBreaker alone = standIn;
    if (alone == null) {
      return;
    }
    State was = alone.state();
    trials.leave(alone.retire());
    standIn = null;
    if (was != known.state()) {
      listener.learned(service, was, known.state(), "Redis is there and knows better");
    }
  }

  /** Whether all outcomes have reached Redis; for tests. */
  boolean isSettled() {
    return reports.isEmpty() && trialReports.isEmpty();
  }
}
