package dev.makevideo.workflows.contract;

import java.util.List;

/**
 * What a timeline of several phrases is planned by.
 *
 * @param parts of the video, in order and without gaps
 * @param phrases by candidate: which phrase it was found for, or {@link #ANY}
 */
public record ShotPlan(List<ShotPlacement.Part> parts, List<Integer> phrases) {
  /** Of a clip that was found for no phrase in particular. */
  public static final int ANY = -1;

  public ShotPlan {
    parts = List.copyOf(parts);
    phrases = List.copyOf(phrases);
  }

  /** Which phrase a candidate was found for. */
  public int phrase(int candidate) {
    return candidate < phrases.size() ? phrases.get(candidate) : ANY;
  }
}
