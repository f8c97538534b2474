package dev.makevideo.api.job;

import dev.makevideo.api.heartbeat.Heartbeats;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.progress.ClipProgress;
import dev.makevideo.workflows.progress.ClipProgress.State;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lays the items that running batches report by heartbeat over what the workflow knows of its
 * clips, which learns of a batch when that has ended. Stateless.
 */
final class ClipOverlay {
  private ClipOverlay() {}

  /** All candidates that were tried, in their order. */
  static List<ClipProgress> clips(
      List<ClipProgress> known, List<PendingActivityInfo> activities, Heartbeats heartbeats) {
    Map<Integer, ClipProgress> clips = new TreeMap<>();
    known.forEach(clip -> clips.put(clip.index(), clip));
    for (PendingActivityInfo activity : activities) {
      Optional<State> state =
          Stage.ofActivity(activity.getActivityType().getName()).flatMap(ClipOverlay::whenDone);
      if (state.isPresent()) {
        heartbeats.progress(activity).map(ActivityProgress::items).orElse(List.of()).stream()
            .filter(item -> item.retryAt().isEmpty())
            .forEach(item -> clips.merge(item.index(), of(item, state.get()), ClipOverlay::newer));
      }
    }
    return List.copyOf(clips.values());
  }

  private static Optional<State> whenDone(Stage stage) {
    return switch (stage) {
      case DOWNLOADING_SHORTS -> Optional.of(State.DOWNLOADED);
      case VALIDATING_SHORTS -> Optional.of(State.APPROVED);
      default -> Optional.empty();
    };
  }

  private static ClipProgress of(ItemOutcome item, State done) {
    int index = item.index();
    return item.rejection()
        .map(
            why ->
                ClipProgress.rejected(
                    index,
                    "candidate " + (index + 1),
                    0,
                    why.reason().label(),
                    why.message(),
                    why.confidence()))
        .or(
            () ->
                item.clip()
                    .map(clip -> ClipProgress.of(index, clip.name(), done, clip.object().bytes())))
        .orElseThrow();
  }

  /** A rejection by heartbeat knows no name; what the workflow has settled stays. */
  private static ClipProgress newer(ClipProgress known, ClipProgress told) {
    if (known.state() != State.DOWNLOADED || told.state() == State.DOWNLOADED) {
      return known;
    }
    return new ClipProgress(
        known.index(),
        known.name(),
        told.state(),
        known.bytes(),
        told.reason(),
        told.message(),
        told.confidence());
  }
}
