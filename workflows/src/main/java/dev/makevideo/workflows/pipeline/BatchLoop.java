package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.progress.JobProgress;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.stage.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The items of one stage, batch after batch, one batch at a time: those that are due are worked on,
 * and each is done, rejected, or deferred into a later batch. Waits for services, and for items
 * when nothing else is to be done. A stage says what its items are and when they are enough.
 *
 * @param <T> an item
 */
abstract class BatchLoop<T> {
  /** How often an item was tried, and what went wrong last. */
  private record Tries(int count, String trouble) {
    static final Tries NONE = new Tries(0, "");
  }

  final JobContext job;
  final ClipPool pool;
  final DelayedQueue<T> delayed;
  private final Stage stage;
  private final StageWaits waits;
  private final Map<Integer, Tries> deferred = new HashMap<>();
  private int batches;

  /**
   * @param delayed the stage's items, and those that come back
   */
  BatchLoop(JobContext job, ClipPool pool, Stage stage, DelayedQueue<T> delayed) {
    this.job = job;
    this.pool = pool;
    this.stage = stage;
    this.delayed = delayed;
    this.waits = job.serviceWaits();
  }

  /** Waits until there may be something to do; false if there will be nothing. */
  abstract boolean awaitNeed();

  /** Whether there is enough to wait for nothing any more. */
  abstract boolean suffices();

  /** Whether a wait for the next item is over before that is due. */
  abstract boolean endsWaitForItems();

  /** The batch, from items that are due and, if the stage has them, new ones. */
  abstract List<T> fill(List<T> due);

  /** The candidate's position in the job's list. */
  abstract int index(T item);

  /** Runs the activity, and gives its result. */
  abstract BatchResult call(int batch, List<Integer> indexes, List<T> items);

  /** Why a clip is not used that is good by itself; asked once for each, before it is done. */
  Optional<Rejection> objection(ItemOutcome outcome) {
    return Optional.empty();
  }

  abstract void done(T item, Clip clip);

  abstract void reject(T item, Rejection rejection);

  /**
   * How often a deferred item was tried, this time included if it counts.
   *
   * @param before how often before
   * @param serviceAway whether it is the service that is in trouble and not the item
   */
  abstract int attempts(ItemOutcome outcome, int before, boolean serviceAway);

  /** The item as it is tried again. */
  abstract T again(T item, int attempts);

  /** Reports progress after a batch. */
  abstract void report(int batch);

  /** Goes on until there is enough, or nothing is left. */
  final void run() {
    while (awaitNeed()) {
      List<T> batch = fill(delayed.takeDue(job.now(), JobLimits.BATCH_SIZE));
      if (!batch.isEmpty()) {
        Optional<ServiceWait> wait = work(batch);
        if (wait.isPresent() && !outwaits(wait.get())) {
          return;
        }
      } else if (delayed.isEmpty() || !outwaitsItems()) {
        return;
      }
    }
  }

  private Optional<ServiceWait> work(List<T> items) {
    batches++;
    List<Integer> indexes = items.stream().map(this::index).toList();
    BatchResult result = job.counted(stage, call(batches, indexes, items));
    boolean serviceAway = result.waitFor().isPresent();
    if (!serviceAway) {
      waits.answered();
    }
    Map<Integer, ItemOutcome> outcomes =
        result.outcomes().stream()
            .collect(Collectors.toMap(ItemOutcome::index, Function.identity(), (a, b) -> a));
    for (T item : items) {
      ItemOutcome outcome = outcomes.get(index(item));
      if (outcome == null) {
        Instant now = Instant.ofEpochMilli(job.now());
        defer(item, tries(item).count() + 1, now, "the batch had no outcome for it");
      } else {
        take(item, outcome, serviceAway);
      }
    }
    report(batches);
    job.progress().counts(pool.approvedCount(), pool.rejectedCount());
    job.publishUnlessAway(result.waitFor());
    return result.waitFor();
  }

  private void take(T item, ItemOutcome outcome, boolean serviceAway) {
    outcome
        .clip()
        .ifPresent(
            clip ->
                objection(outcome)
                    .ifPresentOrElse(rejection -> reject(item, rejection), () -> done(item, clip)));
    outcome.rejection().ifPresent(rejection -> reject(item, rejection));
    outcome
        .retryAt()
        .ifPresent(
            at ->
                defer(
                    item,
                    attempts(outcome, tries(item).count(), serviceAway),
                    at,
                    outcome.detail()));
  }

  private Tries tries(T item) {
    return deferred.getOrDefault(index(item), Tries.NONE);
  }

  private void defer(T item, int tried, Instant retryAt, String detail) {
    deferred.put(index(item), new Tries(tried, detail));
    StageWaits.objection(tried, retryAt, job.now(), detail)
        .ifPresentOrElse(
            rejection -> reject(item, rejection),
            () -> delayed.add(again(item, tried), retryAt.toEpochMilli()));
  }

  /** Waits for the service; false if meanwhile nothing more is needed. */
  private boolean outwaits(ServiceWait wait) {
    if (!suffices()) {
      job.awaitService(stage, waits, wait, this::suffices);
    }
    return !suffices();
  }

  /** Waits for the first item; false if meanwhile nothing more is needed. */
  private boolean outwaitsItems() {
    if (!suffices()) {
      long until = delayed.earliest();
      String note = deferralNote(until);
      job.progress().waitForItems(stage, note);
      job.await(Duration.ofMillis(Math.max(1, until - job.now())), note, this::endsWaitForItems);
      job.progress().itemsDue(stage);
    }
    return !suffices();
  }

  /** Tells of the item that was tried most often. */
  private String deferralNote(long until) {
    List<T> items = delayed.items();
    Tries most =
        items.stream()
            .map(this::tries)
            .max(Comparator.comparingInt(Tries::count))
            .orElse(Tries.NONE);
    return Summary.clips(items.stream().map(this::index).toList())
        + " again at "
        + JobProgress.seconds(Instant.ofEpochMilli(until))
        + ", attempt "
        + (most.count() + 1)
        + " of "
        + JobLimits.ITEM_ATTEMPTS
        + ": "
        + most.trouble();
  }
}
