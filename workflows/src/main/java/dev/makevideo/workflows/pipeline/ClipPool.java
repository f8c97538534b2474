package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.progress.ClipProgress;
import dev.makevideo.workflows.progress.ClipProgress.State;
import dev.makevideo.workflows.stage.JobLimits;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<Integer, Long> bytes = new HashMap<>();
  private final Map<String, Integer> bySha = new HashMap<>();
  private Optional<PhraseShares> phrases = Optional.empty();
  private Optional<KeptFootage> before = Optional.empty();
  private long keptWish;

  ClipPool(Duration narration) {
    this.narration = narration.toMillis();
    this.wanted = withReserve(this.narration);
  }

  Duration narration() {
    return Duration.ofMillis(narration);
  }

  /** From here on it is also asked for footage of each phrase. */
  void share(PhraseShares shares) {
    phrases = Optional.of(shares);
  }

  /** Begins with the clips of an earlier job; as much footage as that had is enough. */
  void keep(KeptFootage footage) {
    before = Optional.of(footage);
    List<ValidateBatch.Item> had = footage.footage().clips();
    keptWish = Math.min(narration, usable(had.stream().map(ValidateBatch.Item::clip).toList()));
    footage.unwanted().forEach(item -> bySha.put(item.clip().object().sha256(), item.index()));
    for (ValidateBatch.Item item : footage.kept()) {
      bySha.put(item.clip().object().sha256(), item.index());
      bytes.put(item.index(), item.clip().object().bytes());
      approve(item.index(), item.clip());
    }
  }

  /** Whether what is owed is settled, and there is as much as the earlier job had. */
  private boolean isAsMuch(KeptFootage footage, boolean withPending) {
    long there = usable(approved.values()) + (withPending ? usable(pending.values()) : 0);
    return there >= keptWish
        && footage.owed().stream()
            .allMatch(
                index ->
                    isApproved(index) || isRejected(index) || (withPending && isPending(index)));
  }

  /**
   * No more than can be of use: of an earlier job's clips few are replaced. While a clip that is
   * owed is only late, nothing else is needed if the rest is as much as that job had.
   */
  private List<Integer> nextFor(KeptFootage footage, List<Integer> untried, int most) {
    List<Integer> owed = untried.stream().filter(footage.owed()::contains).toList();
    long lack = keptWish - usable(approved.values()) - usable(pending.values());
    if (owed.isEmpty() && lack <= 0) {
      return List.of();
    }
    long longest = JobLimits.LONGEST_CUT.toMillis();
    int few = owed.isEmpty() ? (int) ((lack + longest - 1) / longest) : owed.size();
    return List.copyOf(untried.subList(0, Math.min(Math.min(most, few), untried.size())));
  }

  static long withReserve(long millis) {
    return millis + millis * JobLimits.RESERVE_PERCENT / 100;
  }

  /** Enough is approved, with reserve: nothing more is fetched. */
  boolean isEnough() {
    if (before.isPresent()) {
      return isAsMuch(before.get(), false);
    }
    return usable(approved.values()) >= wanted
        && phrases.filter(shares -> shares.lacks(this, true)).isEmpty();
  }

  /** Enough is approved without reserve: nothing is waited for any more. */
  boolean coversNarration() {
    if (before.isPresent()) {
      return isAsMuch(before.get(), false);
    }
    return usable(approved.values()) >= narration
        && phrases.filter(shares -> shares.lacks(this, false)).isEmpty();
  }

  /** Enough, if everything passes that is still to be validated. */
  boolean mayBeEnough() {
    if (before.isPresent()) {
      return isAsMuch(before.get(), true);
    }
    return mayBeEnoughAltogether() && phrases.filter(shares -> shares.wantsMore(this)).isEmpty();
  }

  /**
   * Which of the candidates that were not tried are the next to be: the first ones, or the first of
   * phrases that have too little.
   *
   * @param untried in their order
   * @return at most so many; none: nothing more is needed, if everything passes that is under way
   */
  List<Integer> next(List<Integer> untried, int most) {
    if (before.isPresent()) {
      return nextFor(before.get(), untried, most);
    }
    List<Integer> lacking =
        phrases
            .map(shares -> untried.stream().filter(index -> shares.wants(this, index)).toList())
            .orElse(List.of());
    boolean any = lacking.isEmpty() && (phrases.isEmpty() || !mayBeEnoughAltogether());
    List<Integer> next = any ? untried : lacking;
    return List.copyOf(next.subList(0, Math.min(most, next.size())));
  }

  private boolean mayBeEnoughAltogether() {
    return usable(approved.values()) + usable(pending.values()) >= wanted;
  }

  /** By candidate: which phrase it was found for; empty where there is one phrase. */
  List<Integer> phrases() {
    return phrases.map(PhraseShares::phrases).orElse(List.of());
  }

  boolean isApproved(int index) {
    return approved.containsKey(index);
  }

  boolean isPending(int index) {
    return pending.containsKey(index);
  }

  boolean isRejected(int index) {
    return rejected.containsKey(index);
  }

  /** How long a clip of the pool can be shown at a stretch, in milliseconds; else zero. */
  long usable(int index) {
    Clip clip = approved.getOrDefault(index, pending.get(index));
    return clip == null ? 0 : usable(clip);
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
    bytes.put(index, clip.object().bytes());
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

  /** The approved clips in the order of their candidates, or as an earlier job had them. */
  List<ValidateBatch.Item> approved() {
    List<ValidateBatch.Item> items =
        approved.entrySet().stream()
            .map(entry -> new ValidateBatch.Item(entry.getKey(), entry.getValue()))
            .toList();
    return before.map(footage -> footage.inOrder(items)).orElse(items);
  }

  /** What became of each candidate that was tried. */
  List<ClipProgress> progress() {
    SortedMap<Integer, ClipProgress> all = new TreeMap<>();
    pending.forEach((index, clip) -> all.put(index, progress(index, clip, State.DOWNLOADED)));
    approved.forEach((index, clip) -> all.put(index, progress(index, clip, State.APPROVED)));
    rejected.forEach(
        (index, clip) ->
            all.put(
                index,
                ClipProgress.rejected(
                    index,
                    clip.name(),
                    bytes.getOrDefault(index, 0L),
                    clip.reason(),
                    clip.message(),
                    clip.confidence())));
    return List.copyOf(all.values());
  }

  private static ClipProgress progress(int index, Clip clip, State state) {
    return ClipProgress.of(index, clip.name(), state, clip.object().bytes());
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
    return clips.stream().mapToLong(ClipPool::usable).sum();
  }

  private static long usable(Clip clip) {
    return Math.min(clip.worthShowing().toMillis(), JobLimits.LONGEST_CUT.toMillis());
  }
}
