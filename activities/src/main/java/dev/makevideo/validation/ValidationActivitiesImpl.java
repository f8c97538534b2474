package dev.makevideo.validation;

import dev.makevideo.activity.ActivityProgress;
import dev.makevideo.activity.BatchResult;
import dev.makevideo.activity.Clip;
import dev.makevideo.activity.ItemOutcome;
import dev.makevideo.activity.ValidateBatch;
import dev.makevideo.activity.ValidationActivities;
import dev.makevideo.beat.Beat;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.media.Ffmpeg;
import dev.makevideo.media.HostExhaustedException;
import dev.makevideo.ocr.TextRecognizer;
import dev.makevideo.process.ProcessRunner;
import dev.makevideo.process.ProcessTimeoutException;
import dev.makevideo.runner.ActivityRunner;
import dev.makevideo.runner.RunningActivity;
import dev.makevideo.storage.ActionKey;
import dev.makevideo.storage.ArtifactStore;
import dev.makevideo.telemetry.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks clips one after another, as a slot of its queue stands for a processor. A verdict belongs
 * to a clip's bytes and is reached once for all jobs. Thread-safe.
 */
public final class ValidationActivitiesImpl implements ValidationActivities {
  private static final Logger log = LoggerFactory.getLogger(ValidationActivitiesImpl.class);

  /** A clip that this host could not check is tried again after this: it may be busy. */
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);

  private final ArtifactStore store;
  private final ActivityRunner runner;
  private final Metrics metrics;
  private final Verdicts verdicts;
  private final ClipCheck check;
  private final Clock clock;

  /**
   * @param recognizer asked for when the first frame is read; the same one each time
   */
  public ValidationActivitiesImpl(
      ArtifactStore store,
      ActivityRunner runner,
      ProcessRunner processes,
      Ffmpeg ffmpeg,
      Metrics metrics,
      SharedCache cache,
      Supplier<TextRecognizer> recognizer,
      Clock clock) {
    this.store = store;
    this.runner = runner;
    this.metrics = metrics;
    this.verdicts = new Verdicts(store, cache);
    this.check = new ClipCheck(ffmpeg, processes, metrics, recognizer);
    this.clock = clock;
  }

  @Override
  public BatchResult validateShorts(VideoRequest request, ValidateBatch batch) {
    return runner.run(
        activity -> {
          List<ItemOutcome> outcomes = validateAll(request, batch, activity);
          return new BatchResult(outcomes, Optional.empty(), activity.ranMillis());
        });
  }

  private List<ItemOutcome> validateAll(
      VideoRequest request, ValidateBatch batch, RunningActivity activity)
      throws IOException, InterruptedException {
    Beat beat = activity.beat();
    List<ItemOutcome> outcomes = new ArrayList<>(kept(batch, beat));
    for (ValidateBatch.Item item : batch.items()) {
      if (outcomes.stream().noneMatch(outcome -> outcome.index() == item.index())) {
        beat.check();
        outcomes.add(validate(request, item, batch.itemTimeout(), activity));
      }
      int total = batch.items().size();
      double fraction = (double) outcomes.size() / total;
      beat.progress(new ActivityProgress(outcomes.size(), total, fraction, outcomes));
    }
    return List.copyOf(outcomes);
  }

  /** What the attempt before finished, where the clip is still the same and there. */
  private List<ItemOutcome> kept(ValidateBatch batch, Beat beat) throws IOException {
    List<ItemOutcome> kept = new ArrayList<>();
    for (ItemOutcome outcome : beat.previous().map(ActivityProgress::items).orElse(List.of())) {
      for (ValidateBatch.Item item : batch.items()) {
        if (item.index() == outcome.index() && stands(outcome, item.clip())) {
          kept.add(outcome);
        }
      }
    }
    return kept;
  }

  private boolean stands(ItemOutcome outcome, Clip clip) throws IOException {
    if (outcome.clip().isEmpty()) {
      return outcome.rejection().isPresent();
    }
    if (!outcome.clip().get().object().equals(clip.object())) {
      return false;
    }
    store.path(clip.object());
    return true;
  }

  private ItemOutcome validate(
      VideoRequest request, ValidateBatch.Item item, Duration timeout, RunningActivity activity)
      throws IOException, InterruptedException {
    Clip clip = item.clip();
    Path file = store.path(clip.object());
    ActionKey key = Verdicts.key(clip.object(), request.checkText());
    Optional<Verdict> known = verdicts.find(key);
    Verdict verdict;
    if (known.isPresent()) {
      verdict = known.get();
    } else {
      try {
        verdict =
            check.check(
                file,
                clip.duration(),
                request.checkText(),
                activity.scratch(),
                timeout,
                activity.stop());
      } catch (ProcessTimeoutException | HostExhaustedException e) {
        // Perhaps the host's fault, so no verdict: the workflow counts how often it is tried.
        return deferred(item, e);
      }
      verdicts.keep(key, verdict);
    }
    ItemOutcome outcome = verdict.outcome(item.index(), clip);
    report(outcome, clip);
    return outcome;
  }

  private ItemOutcome deferred(ValidateBatch.Item item, IOException why) {
    String detail = "it could not be checked: " + why.getMessage();
    log.atWarn()
        .addKeyValue("clip", item.clip().name())
        .addKeyValue("detail", detail)
        .log("clip was not checked");
    return ItemOutcome.deferred(item.index(), 1, clock.instant().plus(AFTER_TROUBLE), detail);
  }

  private void report(ItemOutcome outcome, Clip clip) {
    metrics.validation(outcome.clip().isPresent());
    outcome
        .rejection()
        .ifPresent(
            rejection ->
                log.atInfo()
                    .addKeyValue("clip", clip.name())
                    .addKeyValue("index", outcome.index())
                    .addKeyValue("reason", rejection.reason().label())
                    .addKeyValue("found", rejection.message())
                    .log("clip rejected"));
  }
}
