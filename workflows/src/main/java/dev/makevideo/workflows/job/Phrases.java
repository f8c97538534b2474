package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The search phrases of a job that has several, or a shot list. The first one is the request's
 * {@code query}.
 *
 * @param texts all of them, 1 to 50, each once, or none of {@link #PROPOSED}; those for no part in
 *     particular come first
 * @param general how many are for no part in particular: these are shown in turns where no shot is
 * @param shots the shot list, at most 100
 */
public record Phrases(List<String> texts, int general, List<Shot> shots) {
  /** What a job says that gives no phrase: the narration's own words propose them. */
  public static final Phrases PROPOSED = new Phrases(List.of(), 0, List.of());

  /** The most phrases without a part. */
  public static final int MAX_GENERAL = 20;

  /** The most phrases. */
  public static final int MAX_TEXTS = 50;

  /** The most shots. */
  public static final int MAX_SHOTS = 100;

  /**
   * @throws IllegalArgumentException in words for the user, if there are too many, if a shot has no
   *     phrase, or if two shots are at one time
   */
  public Phrases {
    texts = List.copyOf(texts);
    shots = List.copyOf(shots);
    if ((texts.isEmpty() && !shots.isEmpty())
        || texts.size() > MAX_TEXTS
        || general > MAX_GENERAL) {
      throw new IllegalArgumentException(
          "there are "
              + texts.size()
              + " phrases; allowed: "
              + MAX_GENERAL
              + ", and with those of a shot list "
              + MAX_TEXTS);
    }
    if (shots.size() > MAX_SHOTS) {
      throw new IllegalArgumentException(
          "the shot list has " + shots.size() + " lines; allowed: " + MAX_SHOTS);
    }
    int count = texts.size();
    if (general < 0
        || general > count
        || new HashSet<>(texts).size() < count
        || shots.stream().anyMatch(shot -> shot.phrase() < 0 || shot.phrase() >= count)) {
      throw new IllegalArgumentException(general + " of " + texts + " with " + shots);
    }
    refuseOverlaps(shots);
  }

  private static void refuseOverlaps(List<Shot> shots) {
    List<Shot> timed =
        shots.stream()
            .filter(shot -> shot.time().isPresent())
            .sorted(Comparator.comparing(shot -> shot.time().orElseThrow().from()))
            .toList();
    for (int i = 1; i < timed.size(); i++) {
      Shot.Span before = timed.get(i - 1).time().orElseThrow();
      Duration next = timed.get(i).time().orElseThrow().from();
      boolean same = before.from().equals(next);
      if (same || before.to().filter(end -> end.compareTo(next) > 0).isPresent()) {
        throw new IllegalArgumentException(
            "lines "
                + timed.get(i - 1).line()
                + " and "
                + timed.get(i).line()
                + " of the shot list are at the same time");
      }
    }
  }

  /** Whether the words of the narration must be known to find a shot. */
  @JsonIgnore
  public boolean needWords() {
    return isProposed() || shots.stream().anyMatch(Shot::needsWords);
  }

  /** Whether they are still to be proposed. */
  @JsonIgnore
  public boolean isProposed() {
    return texts.isEmpty();
  }

  /** Whether it is one phrase without a part, which needs no list. */
  @JsonIgnore
  boolean isPlain() {
    return texts.size() == 1 && shots.isEmpty();
  }

  /** What is wrong with the shots of a narration, if anything is, in words for the user. */
  public Optional<String> objection(Duration narration) {
    return shots.stream()
        .filter(shot -> shot.time().filter(s -> s.from().compareTo(narration) >= 0).isPresent())
        .findFirst()
        .map(
            shot ->
                "line "
                    + shot.line()
                    + " of the shot list begins at "
                    + shot.time().orElseThrow().from().toMillis() / 1000.0
                    + " s, and the narration ends at "
                    + narration.toMillis() / 1000.0
                    + " s");
  }
}
