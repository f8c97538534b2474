package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.ClipActivities;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.progress.JobProgress;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.stage.Summary;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Downloads batch after batch, one at a time, while what is approved or may be approved is less
 * than is wished for. Deferred items go into a later batch when they are due.
 */
final class Downloads {
  private final JobContext job;
  private final ClipPool pool;
  private final DelayedQueue<ValidateBatch.Item> toValidate;
  private final DelayedQueue<DownloadBatch.Item> deferred = new DelayedQueue<>();
  private final StageWaits waits;
  private final ObjectRef candidates;
  private final int count;
  private int next;
  private int batches;
  private String lastTrouble = "";

  /**
   * @param count how many candidates there are
   * @param toValidate takes what was downloaded
   */
  Downloads(
      JobContext job,
      ClipPool pool,
      ObjectRef candidates,
      int count,
      DelayedQueue<ValidateBatch.Item> toValidate) {
    this.job = job;
    this.waits = job.serviceWaits();
    this.pool = pool;
    this.candidates = candidates;
    this.count = count;
    this.toValidate = toValidate;
  }

  /** Whether nothing is left to try. */
  boolean isExhausted() {
    return next >= count && deferred.isEmpty();
  }

  /** Goes on until there is enough, or nothing is left. */
  void run() {
    while (!pool.isEnough()) {
      if (pool.mayBeEnough()) {
        Workflow.await(() -> pool.isEnough() || !pool.mayBeEnough());
        continue;
      }
      List<DownloadBatch.Item> batch = nextBatch();
      if (!batch.isEmpty()) {
        Optional<ServiceWait> wait = download(batch);
        if (wait.isPresent() && !outwaits(wait.get())) {
          return;
        }
      } else if (deferred.isEmpty() || !outwaitsDeferred()) {
        return;
      }
    }
  }

  private List<DownloadBatch.Item> nextBatch() {
    List<DownloadBatch.Item> batch = deferred.takeDue(job.now(), JobLimits.BATCH_SIZE);
    while (batch.size() < JobLimits.BATCH_SIZE && next < count) {
      batch.add(new DownloadBatch.Item(next++, 0));
    }
    return batch;
  }

  /** Waits for the service; false if meanwhile nothing more is needed. */
  private boolean outwaits(ServiceWait wait) {
    if (!pool.coversNarration()) {
      job.awaitService(Stage.DOWNLOADING_SHORTS, waits, wait, pool::coversNarration);
    }
    return !pool.coversNarration();
  }

  /** Waits for the first deferred item; false if meanwhile nothing more is needed. */
  private boolean outwaitsDeferred() {
    if (!pool.coversNarration()) {
      long until = deferred.earliest();
      String note = deferralNote(until);
      job.progress().waitForItems(Stage.DOWNLOADING_SHORTS, note);
      job.await(Duration.ofMillis(Math.max(1, until - job.now())), note, pool::coversNarration);
      job.progress().itemsDue(Stage.DOWNLOADING_SHORTS);
    }
    return !pool.coversNarration();
  }

  private String deferralNote(long until) {
    List<DownloadBatch.Item> items = deferred.items();
    int attempts = items.stream().mapToInt(DownloadBatch.Item::attempts).max().orElse(0);
    return Summary.clips(items.stream().map(DownloadBatch.Item::index).toList())
        + " again at "
        + JobProgress.seconds(Instant.ofEpochMilli(until))
        + ", attempt "
        + (attempts + 1)
        + " of "
        + JobLimits.ITEM_ATTEMPTS
        + ": "
        + lastTrouble;
  }

  private Optional<ServiceWait> download(List<DownloadBatch.Item> items) {
    batches++;
    List<Integer> indexes = items.stream().map(DownloadBatch.Item::index).toList();
    ClipActivities activities =
        Workflow.newActivityStub(
            ClipActivities.class, job.policies().downloadShorts(batches, indexes));
    BatchResult result =
        job.counted(
            Stage.DOWNLOADING_SHORTS,
            activities.downloadShorts(
                job.request(),
                new DownloadBatch(
                    candidates, items, job.timeouts().item(Stage.DOWNLOADING_SHORTS))));
    if (result.waitFor().isEmpty()) {
      waits.answered();
    }
    Map<Integer, ItemOutcome> outcomes =
        result.outcomes().stream()
            .collect(Collectors.toMap(ItemOutcome::index, Function.identity(), (a, b) -> a));
    for (DownloadBatch.Item item : items) {
      ItemOutcome outcome = outcomes.get(item.index());
      take(
          outcome != null
              ? outcome
              : ItemOutcome.deferred(
                  item.index(),
                  item.attempts() + 1,
                  Instant.ofEpochMilli(job.now()),
                  "the batch had no outcome for it"));
    }
    report(result.waitFor());
    return result.waitFor();
  }

  private void take(ItemOutcome outcome) {
    int index = outcome.index();
    outcome
        .clip()
        .ifPresent(
            clip -> {
              if (pool.download(index, clip)) {
                toValidate.add(new ValidateBatch.Item(index, clip), job.now());
              }
            });
    outcome.rejection().ifPresent(rejection -> pool.reject(index, pool.name(index), rejection));
    outcome.retryAt().ifPresent(at -> defer(outcome, at));
  }

  private void defer(ItemOutcome outcome, Instant retryAt) {
    int index = outcome.index();
    lastTrouble = outcome.detail();
    StageWaits.objection(outcome.attempts(), retryAt, job.now(), outcome.detail())
        .ifPresentOrElse(
            rejection -> pool.reject(index, pool.name(index), rejection),
            () ->
                deferred.add(
                    new DownloadBatch.Item(index, outcome.attempts()), retryAt.toEpochMilli()));
  }

  private void report(Optional<ServiceWait> wait) {
    int done = next - deferred.size();
    job.progress()
        .update(
            Stage.DOWNLOADING_SHORTS,
            done,
            next,
            Math.max(pool.downloadedShare(), (double) done / count));
    job.progress().counts(pool.approvedCount(), pool.rejectedCount());
    job.progress()
        .event(
            Stage.DOWNLOADING_SHORTS,
            "batch_downloaded",
            "batch " + batches + ": " + done + " of " + next + " clips settled");
    job.publishUnlessAway(wait);
  }
}
