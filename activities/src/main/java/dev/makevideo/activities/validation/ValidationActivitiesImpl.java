package dev.makevideo.activities.validation;

import dev.makevideo.activities.heartbeat.Heartbeat;
import dev.makevideo.activities.ocr.TextRecognizer;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.contract.ValidationActivities;
import dev.makevideo.workflows.job.VideoRequest;
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
 * to a clip's bytes and is reached once for all jobs, and so does its picture. Thread-safe.
 */
public final class ValidationActivitiesImpl implements ValidationActivities {
  private static final Logger log = LoggerFactory.getLogger(ValidationActivitiesImpl.class);

  /** A clip that this host could not check is tried again after this: it may be busy. */
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);

  private final ArtifactStore store;
  private final ActivityRunner runner;
  private final Metrics metrics;
  private final VerdictStore verdicts;
  private final ClipCheck check;
  private final ClipPicture picture;
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
    this.verdicts = new VerdictStore(store, cache);
    this.check = new ClipCheck(ffmpeg, processes, metrics, recognizer);
    this.picture = new ClipPicture(new ClipPictures(store), processes, ffmpeg);
    this.clock = clock;
  }

  @Override
  public BatchResult validateShorts(VideoRequest request, ValidateBatch batch) {
    return runner.run(
        activity -> {
          List<ItemOutcome> outcomes = validateAll(request, batch, activity);
          count(outcomes);
          return new BatchResult(outcomes, Optional.empty(), activity.ranMillis());
        });
  }

  /**
   * All of the batch by the attempt that ends it, so that what an attempt before did is not counted
   * twice.
   */
  private void count(List<ItemOutcome> outcomes) {
    outcomes.stream()
        .filter(outcome -> outcome.clip().isPresent() || outcome.rejection().isPresent())
        .forEach(outcome -> metrics.validation(outcome.clip().isPresent()));
  }

  private List<ItemOutcome> validateAll(
      VideoRequest request, ValidateBatch batch, RunningActivity activity)
      throws IOException, InterruptedException {
    Heartbeat heartbeat = activity.heartbeat();
    List<ItemOutcome> outcomes = new ArrayList<>(kept(batch, heartbeat));
    for (ValidateBatch.Item item : batch.items()) {
      if (outcomes.stream().noneMatch(outcome -> outcome.index() == item.index())) {
        heartbeat.check();
        outcomes.add(validate(request, item, batch.itemTimeout(), activity));
      }
      int total = batch.items().size();
      double fraction = (double) outcomes.size() / total;
      heartbeat.progress(new ActivityProgress(outcomes.size(), total, fraction, outcomes));
    }
    return List.copyOf(outcomes);
  }

  /** What the attempt before finished, where the clip is still the same and there. */
  private List<ItemOutcome> kept(ValidateBatch batch, Heartbeat heartbeat) throws IOException {
    List<ItemOutcome> kept = new ArrayList<>();
    for (ItemOutcome outcome :
        heartbeat.previous().map(ActivityProgress::items).orElse(List.of())) {
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
    store.verify(clip.object());
    return true;
  }

  private ItemOutcome validate(
      VideoRequest request, ValidateBatch.Item item, Duration timeout, RunningActivity activity)
      throws IOException, InterruptedException {
    Clip clip = item.clip();
    Path file = store.file(clip.object(), activity.scratch());
    ActionKey key = VerdictStore.key(clip.object(), request.checkText());
    Optional<ClipVerdict> known = verdicts.find(key);
    ClipVerdict verdict;
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
    // Before the outcome is told: who sees it may ask for the picture at once.
    Duration at = verdict.unusable().isPresent() ? clip.duration().dividedBy(2) : verdict.middle();
    picture.show(
        activity.place(item.index()), clip.object(), file, at, activity.scratch(), activity.stop());
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
