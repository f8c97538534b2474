package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.stage.JobLimits;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The clips of one job: approved, rejected, and downloaded but not yet validated. */
final class ClipPool {
  private final long narration;
  private final long wanted;
  private final SortedMap<Integer, Clip> approved = new TreeMap<>();
  private final SortedMap<Integer, Clip> pending = new TreeMap<>();
  private final SortedMap<Integer, RejectedClip> rejected = new TreeMap<>();
  private final Map<String, Integer> bySha = new HashMap<>();

  ClipPool(Duration narration) {
    this.narration = narration.toMillis();
    this.wanted = this.narration + this.narration * JobLimits.RESERVE_PERCENT / 100;
  }

  /** Enough is approved, with reserve: nothing more is fetched. */
  boolean isEnough() {
    return usable(approved.values()) >= wanted;
  }

  /** Enough is approved without reserve: nothing is waited for any more. */
  boolean coversNarration() {
    return usable(approved.values()) >= narration;
  }

  /** Enough, if everything passes that is still to be validated. */
  boolean mayBeEnough() {
    return usable(approved.values()) + usable(pending.values()) >= wanted;
  }

  /** How much of the wish is approved, 0 to 1. */
  double approvedShare() {
    return Math.min(1, (double) usable(approved.values()) / wanted);
  }

  /** How much of the wish is downloaded and not rejected, 0 to 1. */
  double downloadedShare() {
    return Math.min(1, (double) (usable(approved.values()) + usable(pending.values())) / wanted);
  }

  /** Takes a downloaded clip; one whose bytes are there already is rejected. */
  boolean download(int index, Clip clip) {
    Integer first = bySha.putIfAbsent(clip.object().sha256(), index);
    if (first != null && first != index) {
      reject(
          index,
          clip.name(),
          Rejection.of(Rejection.Reason.DUPLICATE, "the same bytes as candidate " + (first + 1)));
      return false;
    }
    pending.put(index, clip);
    return true;
  }

  void approve(int index, Clip clip) {
    pending.remove(index);
    approved.put(index, clip);
  }

  /** Rejects a candidate, whatever it was before. */
  void reject(int index, String name, Rejection rejection) {
    pending.remove(index);
    approved.remove(index);
    rejected.put(
        index,
        new RejectedClip(
            index, name, rejection.reason().label(), rejection.message(), rejection.confidence()));
  }

  /** What to call a candidate in reports. */
  String name(int index) {
    Clip clip = approved.getOrDefault(index, pending.get(index));
    return clip == null ? "candidate " + (index + 1) : clip.name();
  }

  /** The approved clips in the order of their candidates. */
  List<ValidateBatch.Item> approved() {
    return approved.entrySet().stream()
        .map(entry -> new ValidateBatch.Item(entry.getKey(), entry.getValue()))
        .toList();
  }

  boolean isApproved(int index) {
    return approved.containsKey(index);
  }

  int approvedCount() {
    return approved.size();
  }

  List<RejectedClip> rejected() {
    return List.copyOf(rejected.values());
  }

  int rejectedCount() {
    return rejected.size();
  }

  /** Such as {@code 3 text found, 1 duplicate}. */
  String rejections() {
    return rejected.values().stream()
        .collect(Collectors.groupingBy(RejectedClip::reason, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static long usable(Collection<Clip> clips) {
    return clips.stream()
        .mapToLong(c -> Math.min(c.worthShowing().toMillis(), JobLimits.LONGEST_CUT.toMillis()))
        .sum();
  }
}
