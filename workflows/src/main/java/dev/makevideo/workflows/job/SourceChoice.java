package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * What a job says of the sources of its clips, where it says anything.
 *
 * @param order which are asked, in this order; empty: as {@link ClipSource} says
 * @param shareAlike whether clips may be used whose licence the video must then have
 */
public record SourceChoice(List<SourceName> order, boolean shareAlike) {
  /** What stands for no order. */
  public static final String DEFAULT = "default";

  static final SourceChoice NONE = new SourceChoice(List.of(), false);

  /**
   * @throws IllegalArgumentException if a source is named twice
   */
  public SourceChoice {
    order = List.copyOf(order);
    if (new HashSet<>(order).size() < order.size()) {
      throw new IllegalArgumentException("sources names one twice: " + order);
    }
  }

  /**
   * The order that a text such as {@code pexels,commons} means.
   *
   * @throws IllegalArgumentException if it names a source that does not exist, or one twice
   */
  public static List<SourceName> order(String text) {
    if (text.strip().equals(DEFAULT)) {
      return List.of();
    }
    List<SourceName> order =
        Arrays.stream(text.split(",", -1)).map(String::strip).map(SourceName::of).toList();
    return new SourceChoice(order, false).order();
  }

  /** Whether it says nothing. */
  @JsonIgnore
  boolean isNone() {
    return equals(NONE);
  }
}
