package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.contract.ValidationActivities;
import dev.makevideo.workflows.progress.JobProgress;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.stage.Summary;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Validates what was downloaded, one batch at a time, until enough is approved. */
final class Validations {
  private final JobContext job;
  private final ClipPool pool;
  private final DelayedQueue<ValidateBatch.Item> waiting;
  private final Map<Integer, Integer> attempts = new HashMap<>();
  private final StageWaits waits;
  private int batches;
  private int settled;

  /**
   * @param waiting gives what was downloaded
   */
  Validations(JobContext job, ClipPool pool, DelayedQueue<ValidateBatch.Item> waiting) {
    this.job = job;
    this.waits = job.serviceWaits();
    this.pool = pool;
    this.waiting = waiting;
  }

  /**
   * Goes on until there is enough, or nothing is left.
   *
   * @param noMore whether downloads have ended
   */
  void run(BooleanSupplier noMore) {
    while (true) {
      Workflow.await(() -> pool.isEnough() || !waiting.isEmpty() || noMore.getAsBoolean());
      if (pool.isEnough() || waiting.isEmpty()) {
        return;
      }
      List<ValidateBatch.Item> batch = waiting.takeDue(job.now(), JobLimits.BATCH_SIZE);
      if (batch.isEmpty()) {
        job.await(
            Duration.ofMillis(Math.max(1, waiting.earliest() - job.now())),
            Summary.clips(waiting.items().stream().map(ValidateBatch.Item::index).toList())
                + " again at "
                + JobProgress.seconds(Instant.ofEpochMilli(waiting.earliest())),
            () -> pool.isEnough() || waiting.earliest() <= job.now());
      } else {
        validate(batch)
            .ifPresent(
                wait -> job.awaitService(Stage.VALIDATING_SHORTS, waits, wait, pool::isEnough));
      }
    }
  }

  private Optional<ServiceWait> validate(List<ValidateBatch.Item> items) {
    batches++;
    List<Integer> indexes = items.stream().map(ValidateBatch.Item::index).toList();
    ValidationActivities activities =
        Workflow.newActivityStub(
            ValidationActivities.class, job.policies().validateShorts(batches, indexes));
    BatchResult result =
        job.counted(
            Stage.VALIDATING_SHORTS,
            activities.validateShorts(
                job.request(),
                new ValidateBatch(items, job.timeouts().item(Stage.VALIDATING_SHORTS))));
    if (result.waitFor().isEmpty()) {
      waits.answered();
    }
    Map<Integer, ItemOutcome> outcomes =
        result.outcomes().stream()
            .collect(Collectors.toMap(ItemOutcome::index, Function.identity(), (a, b) -> a));
    for (ValidateBatch.Item item : items) {
      take(item, Optional.ofNullable(outcomes.get(item.index())), result.waitFor().isPresent());
    }
    report(result.waitFor());
    return result.waitFor();
  }

  private void take(ValidateBatch.Item item, Optional<ItemOutcome> outcome, boolean serviceAway) {
    if (outcome.isEmpty()) {
      again(item, Instant.ofEpochMilli(job.now()), "the batch had no outcome for it", false);
      return;
    }
    outcome
        .get()
        .clip()
        .ifPresent(
            clip -> {
              settled++;
              pool.approve(item.index(), clip);
            });
    outcome.get().rejection().ifPresent(rejection -> reject(item, rejection));
    outcome.get().retryAt().ifPresent(at -> again(item, at, outcome.get().detail(), serviceAway));
  }

  /** A batch of clips carries no attempts, so they are counted here. */
  private void again(ValidateBatch.Item item, Instant retryAt, String detail, boolean serviceAway) {
    int tried = attempts.merge(item.index(), serviceAway ? 0 : 1, Integer::sum);
    StageWaits.objection(tried, retryAt, job.now(), detail)
        .ifPresentOrElse(
            rejection -> reject(item, rejection), () -> waiting.add(item, retryAt.toEpochMilli()));
  }

  private void reject(ValidateBatch.Item item, Rejection rejection) {
    settled++;
    pool.reject(item.index(), item.clip().name(), rejection);
    job.progress()
        .event(
            Stage.VALIDATING_SHORTS,
            "clip_rejected",
            item.clip().name() + ": " + rejection.reason().label() + ", " + rejection.message());
  }

  private void report(Optional<ServiceWait> wait) {
    int known = settled + waiting.size();
    job.progress().update(Stage.VALIDATING_SHORTS, settled, known, pool.approvedShare());
    job.progress().counts(pool.approvedCount(), pool.rejectedCount());
    job.progress()
        .event(
            Stage.VALIDATING_SHORTS,
            "batch_validated",
            "batch "
                + batches
                + ": "
                + pool.approvedCount()
                + " clips approved, "
                + pool.rejectedCount()
                + " rejected");
    job.publishUnlessAway(wait);
  }
}
