package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ClipActivities;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Downloads while what is approved or may be approved is less than is wished for. */
final class Downloads extends BatchLoop<DownloadBatch.Item> {
  private final DelayedQueue<ValidateBatch.Item> toValidate;
  private final ObjectRef candidates;
  private final int count;
  private final List<Integer> untried;
  private int tried;

  /** Of all candidates, in their order. */
  Downloads(
      JobContext job,
      ClipPool pool,
      ObjectRef candidates,
      int count,
      DelayedQueue<ValidateBatch.Item> toValidate) {
    this(job, pool, candidates, IntStream.range(0, count).boxed().toList(), toValidate);
  }

  /**
   * @param order which candidates to try
   * @param toValidate takes what was downloaded
   */
  Downloads(
      JobContext job,
      ClipPool pool,
      ObjectRef candidates,
      List<Integer> order,
      DelayedQueue<ValidateBatch.Item> toValidate) {
    super(job, pool, Stage.DOWNLOADING_SHORTS, new DelayedQueue<>());
    this.candidates = candidates;
    this.count = order.size();
    this.untried = new ArrayList<>(order);
    this.toValidate = toValidate;
  }

  /** The list that it goes through. */
  ObjectRef candidates() {
    return candidates;
  }

  /** Whether nothing is left to try. */
  boolean isExhausted() {
    return untried.isEmpty() && delayed.isEmpty();
  }

  @Override
  boolean awaitNeed() {
    Workflow.await(() -> pool.isEnough() || !pool.mayBeEnough());
    return !pool.isEnough();
  }

  @Override
  boolean suffices() {
    return pool.coversNarration();
  }

  /** Nobody else adds items, so only their time or the pool ends a wait. */
  @Override
  boolean endsWaitForItems() {
    return suffices();
  }

  @Override
  List<DownloadBatch.Item> fill(List<DownloadBatch.Item> due) {
    List<Integer> next = pool.next(untried, JobLimits.BATCH_SIZE - due.size());
    untried.removeAll(next);
    tried += next.size();
    next.forEach(index -> due.add(new DownloadBatch.Item(index, 0)));
    return due;
  }

  @Override
  int index(DownloadBatch.Item item) {
    return item.index();
  }

  @Override
  BatchResult call(int batch, List<Integer> indexes, List<DownloadBatch.Item> items) {
    ClipActivities activities =
        job.activities(ClipActivities.class, job.activityOptions().downloadShorts(batch, indexes));
    return activities.downloadShorts(
        job.request(),
        new DownloadBatch(candidates, items, job.timeouts().item(Stage.DOWNLOADING_SHORTS)));
  }

  @Override
  void done(DownloadBatch.Item item, Clip clip) {
    if (pool.download(item.index(), clip)) {
      toValidate.add(new ValidateBatch.Item(item.index(), clip), job.now());
    }
  }

  @Override
  void reject(DownloadBatch.Item item, Rejection rejection) {
    String name = pool.name(item.index());
    pool.reject(item.index(), name, rejection);
    job.progress()
        .event(
            Stage.DOWNLOADING_SHORTS,
            "clip_rejected",
            name + ": " + rejection.reason().label() + ", " + rejection.message());
  }

  /** The activity knows whether it came to try the item. */
  @Override
  int attempts(ItemOutcome outcome, int before, boolean serviceAway) {
    return outcome.attempts();
  }

  @Override
  DownloadBatch.Item again(DownloadBatch.Item item, int attempts) {
    return new DownloadBatch.Item(item.index(), attempts);
  }

  @Override
  void report(int batch) {
    int settled = tried - delayed.size();
    job.progress()
        .update(
            Stage.DOWNLOADING_SHORTS,
            settled,
            tried,
            Math.max(pool.downloadedShare(), (double) settled / count));
    job.progress()
        .event(
            Stage.DOWNLOADING_SHORTS,
            "batch_downloaded",
            "batch " + batch + ": " + settled + " of " + tried + " clips settled");
  }
}
