package dev.makevideo.activities.clips;

import dev.makevideo.activities.source.Candidate;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ServiceWait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Takes one item of a batch to its outcome. Thread-safe. */
final class ItemDownload {
  private final ClipFetch fetch;
  private final Measurement measurement;
  private final Clock clock;

  ItemDownload(ClipFetch fetch, Measurement measurement, Clock clock) {
    this.fetch = fetch;
    this.measurement = measurement;
    this.clock = clock;
  }

  /**
   * One item's work.
   *
   * @param scratch a file that only this item writes
   */
  record Task(DownloadBatch.Item item, Candidate candidate, Duration timeout, Path scratch) {
    int index() {
      return item.index();
    }
  }

  /** An outcome, with the service that it waits for, if it does. */
  record Done(ItemOutcome outcome, Optional<ServiceWait> waitFor) {}

  /**
   * Runs a task to its outcome.
   *
   * @throws IOException if the signal was set, or if our own disk fails
   */
  Done run(Task task, StopSignal stop) throws IOException, InterruptedException {
    try {
      return attempt(task, stop);
    } catch (MissingObjectException e) {
      // Collected or found corrupt between two looks: it counts as absent now.
      return attempt(task, stop);
    } finally {
      Files.deleteIfExists(task.scratch());
    }
  }

  private Done attempt(Task task, StopSignal stop) throws IOException, InterruptedException {
    int before = task.item().attempts();
    int attempts = before + 1;
    ClipFetch.Wanted wanted =
        new ClipFetch.Wanted(task.candidate(), task.timeout(), task.scratch(), before > 0);
    Path folder = Objects.requireNonNull(task.scratch().getParent());
    return fetch
        .get(wanted, stop)
        .then(object -> measurement.clip(object, task.candidate().name(), folder, stop))
        .fold(
            clip -> done(ItemOutcome.done(task.index(), attempts, clip)),
            detail -> done(deferred(task, attempts, detail)),
            rejection -> done(ItemOutcome.rejected(task.index(), attempts, named(task, rejection))),
            wait -> waiting(task, wait));
  }

  /** A clip that was never had has no name in the workflow: the message is where people see it. */
  private static Rejection named(Task task, Rejection rejection) {
    String name = task.candidate().name();
    return name.isBlank()
        ? rejection
        : new Rejection(
            rejection.reason(), name + ": " + rejection.message(), rejection.confidence());
  }

  private ItemOutcome deferred(Task task, int attempts, String detail) {
    return ItemOutcome.deferred(
        task.index(), attempts, clock.instant().plus(Backoff.after(attempts)), detail);
  }

  /** Waiting uses up no attempt. */
  private static Done waiting(Task task, ServiceWait wait) {
    return new Done(
        ItemOutcome.deferred(task.index(), task.item().attempts(), wait.retryAt(), wait.reason()),
        Optional.of(wait));
  }

  private static Done done(ItemOutcome outcome) {
    return new Done(outcome, Optional.empty());
  }
}
