package dev.makevideo.activities.clips;

import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.heartbeat.Heartbeat;
import dev.makevideo.activities.source.CandidateList;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.tracing.Spans;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One attempt at one batch: several items at once, a beat after each. For one use by one thread.
 */
final class BatchDownload {
  private static final Logger log = LoggerFactory.getLogger(BatchDownload.class);
  private static final long LOOK_MILLIS = 500;
  private static final long END_SECONDS = 10;

  private final DownloadBatch batch;
  private final CandidateList candidates;
  private final ItemDownload download;
  private final ArtifactStore store;
  private final Heartbeat heartbeat;
  private final StopSignal stop = new StopSignal();
  private final Map<Integer, ItemOutcome> outcomes = new TreeMap<>();
  private final List<ServiceWait> waits = new ArrayList<>();

  BatchDownload(
      DownloadBatch batch,
      CandidateList candidates,
      ItemDownload download,
      ArtifactStore store,
      Heartbeat heartbeat) {
    this.batch = batch;
    this.candidates = candidates;
    this.download = download;
    this.store = store;
    this.heartbeat = heartbeat;
  }

  /** Runs all items that the attempt before did not finish. */
  void run(Path scratch, int atOnce) throws IOException, InterruptedException {
    keepFinished();
    report();
    List<DownloadBatch.Item> missing =
        batch.items().stream().filter(item -> !outcomes.containsKey(item.index())).toList();
    if (missing.isEmpty()) {
      return;
    }
    ExecutorService pool = pool(Math.min(atOnce, missing.size()));
    try (StopSignal.Registration registration = heartbeat.stop().onStop(stop::stop)) {
      CompletionService<ItemDownload.Done> running = new ExecutorCompletionService<>(pool);
      List<Future<ItemDownload.Done>> submitted = new ArrayList<>();
      for (DownloadBatch.Item item : missing) {
        ItemDownload.Task task = task(item, scratch);
        submitted.add(running.submit(() -> download.run(task, stop)));
      }
      for (int done = 0; done < submitted.size(); done++) {
        collect(next(running));
      }
    } finally {
      end(pool);
    }
  }

  /** The outcomes, in the order of the batch. */
  List<ItemOutcome> outcomes() {
    List<ItemOutcome> ordered = new ArrayList<>();
    for (DownloadBatch.Item item : batch.items()) {
      Optional.ofNullable(outcomes.get(item.index())).ifPresent(ordered::add);
    }
    return ordered;
  }

  /**
   * The wait that ends first: then something can go on. A host of direct downloads is one of many:
   * as long as others still answer, its items are deferred and nobody waits for it.
   */
  Optional<ServiceWait> waitFor() {
    boolean othersAnswer = waits.size() < outcomes.size();
    return waits.stream()
        .filter(wait -> !(othersAnswer && isDirect(wait)))
        .min((a, b) -> a.retryAt().compareTo(b.retryAt()));
  }

  private static boolean isDirect(ServiceWait wait) {
    return wait.service().equals(ExternalService.DIRECT_DOWNLOAD.label());
  }

  /**
   * The heartbeat is a hint: a clip that it names counts only if its bytes are there. What waited
   * for a service was not tried and is asked for again: whom to wait for is not in the heartbeat,
   * and if the wait still stands it is told without a call.
   */
  private void keepFinished() throws IOException {
    List<ItemOutcome> before =
        heartbeat.previous().map(ActivityProgress::items).orElse(List.<ItemOutcome>of());
    for (ItemOutcome outcome : before) {
      boolean settled =
          batch.items().stream()
              .anyMatch(
                  item ->
                      item.index() == outcome.index()
                          && (outcome.retryAt().isEmpty() || outcome.attempts() > item.attempts()));
      if (settled && outcome.clip().map(this::isStored).orElse(true)) {
        outcomes.put(outcome.index(), outcome);
      }
    }
  }

  private boolean isStored(Clip clip) {
    try {
      store.verify(clip.object());
      return true;
    } catch (IOException e) {
      return false; // gone or unreadable: got again
    }
  }

  private ItemDownload.Task task(DownloadBatch.Item item, Path scratch) {
    if (item.index() < 0 || item.index() >= candidates.candidates().size()) {
      throw Failures.of(FailureType.INTERNAL, "the list of candidates has no item " + item.index());
    }
    return new ItemDownload.Task(
        item,
        candidates.candidates().get(item.index()),
        batch.itemTimeout(),
        scratch.resolve("clip-" + item.index()));
  }

  private Future<ItemDownload.Done> next(CompletionService<ItemDownload.Done> running)
      throws InterruptedException {
    while (true) {
      heartbeat.check();
      Future<ItemDownload.Done> future = running.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (future != null) {
        return future;
      }
    }
  }

  private void collect(Future<ItemDownload.Done> future) throws IOException, InterruptedException {
    ItemDownload.Done done;
    try {
      done = future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException disk) {
        throw disk;
      }
      throw new IllegalStateException("an item failed unexpectedly: " + e.getCause(), e);
    }
    outcomes.put(done.outcome().index(), done.outcome());
    done.waitFor().ifPresent(waits::add);
    note(done.outcome());
    report();
  }

  private void report() {
    int total = batch.items().size();
    double fraction = total == 0 ? 1 : (double) outcomes.size() / total;
    heartbeat.progress(new ActivityProgress(outcomes.size(), total, fraction, outcomes()));
  }

  private static void note(ItemOutcome outcome) {
    outcome
        .rejection()
        .ifPresent(
            rejection ->
                log.atInfo()
                    .addKeyValue("item", outcome.index())
                    .addKeyValue("reason", rejection.reason().label())
                    .addKeyValue("detail", rejection.message())
                    .log("clip rejected"));
    outcome
        .retryAt()
        .ifPresent(
            at ->
                log.atInfo()
                    .addKeyValue("item", outcome.index())
                    .addKeyValue("attempts", outcome.attempts())
                    .addKeyValue("retry_at", at.toString())
                    .addKeyValue("detail", outcome.detail())
                    .log("clip deferred"));
  }

  private static ExecutorService pool(int threads) {
    Map<String, String> context = Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
    UnaryOperator<Runnable> traced = Spans.carrier();
    return Executors.newFixedThreadPool(
        threads,
        task -> {
          Thread thread =
              new Thread(
                  traced.apply(
                      () -> {
                        MDC.setContextMap(context);
                        task.run();
                      }),
                  "download");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Nothing of this attempt may run when it has ended: its scratch folder goes next. */
  private void end(ExecutorService pool) {
    stop.stop();
    pool.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      if (!pool.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        log.atWarn().log("a download did not stop in time");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
