package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.contract.ValidationActivities;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.workflow.Workflow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Validates what was downloaded, until enough is approved. */
final class Validations extends BatchLoop<ValidateBatch.Item> {
  private final BooleanSupplier noMore;
  private final SeenFootage seen;
  private int settled;

  /**
   * @param downloaded gives what was downloaded
   * @param noMore whether downloads have ended
   */
  Validations(
      JobContext job,
      ClipPool pool,
      DelayedQueue<ValidateBatch.Item> downloaded,
      BooleanSupplier noMore) {
    super(job, pool, Stage.VALIDATING_SHORTS, downloaded);
    this.noMore = noMore;
    this.seen = new SeenFootage(pool);
  }

  @Override
  boolean awaitNeed() {
    Workflow.await(() -> pool.isEnough() || !delayed.isEmpty() || noMore.getAsBoolean());
    return !pool.isEnough() && !delayed.isEmpty();
  }

  @Override
  boolean suffices() {
    return pool.isEnough();
  }

  /** What is downloaded meanwhile is due at once. */
  @Override
  boolean endsWaitForItems() {
    return suffices() || delayed.earliest() <= job.now();
  }

  @Override
  List<ValidateBatch.Item> fill(List<ValidateBatch.Item> due) {
    if (job.countsFootageOnce()) {
      // Of two that show the same, the earlier candidate is to be taken.
      due.sort(Comparator.comparingInt(ValidateBatch.Item::index));
    }
    return due;
  }

  @Override
  Optional<Rejection> objection(ItemOutcome outcome) {
    return job.countsFootageOnce()
        ? outcome.fingerprint().flatMap(looks -> seen.objection(outcome.index(), looks))
        : Optional.empty();
  }

  @Override
  int index(ValidateBatch.Item item) {
    return item.index();
  }

  @Override
  BatchResult call(int batch, List<Integer> indexes, List<ValidateBatch.Item> items) {
    ValidationActivities activities =
        job.activities(
            ValidationActivities.class, job.activityOptions().validateShorts(batch, indexes));
    return activities.validateShorts(
        job.request(), new ValidateBatch(items, job.timeouts().item(Stage.VALIDATING_SHORTS)));
  }

  @Override
  void done(ValidateBatch.Item item, Clip clip) {
    settled++;
    pool.approve(item.index(), clip);
  }

  @Override
  void reject(ValidateBatch.Item item, Rejection rejection) {
    settled++;
    pool.reject(item.index(), item.clip().name(), rejection);
    job.progress()
        .event(
            Stage.VALIDATING_SHORTS,
            "clip_rejected",
            item.clip().name() + ": " + rejection.reason().label() + ", " + rejection.message());
  }

  /** A batch of clips carries no attempts, so they are counted here. */
  @Override
  int attempts(ItemOutcome outcome, int before, boolean serviceAway) {
    return serviceAway ? before : before + 1;
  }

  @Override
  ValidateBatch.Item again(ValidateBatch.Item item, int attempts) {
    return item;
  }

  @Override
  void report(int batch) {
    int known = settled + delayed.size();
    job.progress().update(Stage.VALIDATING_SHORTS, settled, known, pool.approvedShare());
    job.progress()
        .event(
            Stage.VALIDATING_SHORTS,
            "batch_validated",
            "batch "
                + batch
                + ": "
                + pool.approvedCount()
                + " clips approved, "
                + pool.rejectedCount()
                + " rejected");
  }
}
