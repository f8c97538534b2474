package dev.makevideo.workflow;

import dev.makevideo.activity.BatchResult;
import dev.makevideo.activity.ClipActivities;
import dev.makevideo.activity.DownloadBatch;
import dev.makevideo.activity.ItemOutcome;
import dev.makevideo.activity.ServiceWait;
import dev.makevideo.activity.ValidateBatch;
import dev.makevideo.job.ObjectRef;
import dev.makevideo.stage.JobLimits;
import dev.makevideo.stage.Stage;
import dev.makevideo.stage.Summary;
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
  private final Job job;
  private final Footage footage;
  private final Backlog<ValidateBatch.Item> toValidate;
  private final Backlog<DownloadBatch.Item> deferred = new Backlog<>();
  private final ServiceWaits waits;
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
      Job job,
      Footage footage,
      ObjectRef candidates,
      int count,
      Backlog<ValidateBatch.Item> toValidate) {
    this.job = job;
    this.waits = job.serviceWaits();
    this.footage = footage;
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
    while (!footage.isEnough()) {
      if (footage.mayBeEnough()) {
        Workflow.await(() -> footage.isEnough() || !footage.mayBeEnough());
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
    if (!footage.coversNarration()) {
      job.awaitService(Stage.DOWNLOADING_SHORTS, waits, wait, footage::coversNarration);
    }
    return !footage.coversNarration();
  }

  /** Waits for the first deferred item; false if meanwhile nothing more is needed. */
  private boolean outwaitsDeferred() {
    if (!footage.coversNarration()) {
      long until = deferred.earliest();
      String note = deferralNote(until);
      job.progress().waitForItems(Stage.DOWNLOADING_SHORTS, note);
      job.await(Duration.ofMillis(Math.max(1, until - job.now())), note, footage::coversNarration);
      job.progress().itemsDue(Stage.DOWNLOADING_SHORTS);
    }
    return !footage.coversNarration();
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
              if (footage.download(index, clip)) {
                toValidate.add(new ValidateBatch.Item(index, clip), job.now());
              }
            });
    outcome
        .rejection()
        .ifPresent(rejection -> footage.reject(index, footage.name(index), rejection));
    outcome.retryAt().ifPresent(at -> defer(outcome, at));
  }

  private void defer(ItemOutcome outcome, Instant retryAt) {
    int index = outcome.index();
    lastTrouble = outcome.detail();
    ServiceWaits.objection(outcome.attempts(), retryAt, job.now(), outcome.detail())
        .ifPresentOrElse(
            rejection -> footage.reject(index, footage.name(index), rejection),
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
            Math.max(footage.downloadedShare(), (double) done / count));
    job.progress().counts(footage.approvedCount(), footage.rejectedCount());
    job.progress()
        .event(
            Stage.DOWNLOADING_SHORTS,
            "batch_downloaded",
            "batch " + batches + ": " + done + " of " + next + " clips settled");
    job.publishUnlessAway(wait);
  }
}
