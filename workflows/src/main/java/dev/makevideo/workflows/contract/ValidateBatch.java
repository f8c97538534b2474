package dev.makevideo.workflows.contract;

import java.time.Duration;
import java.util.List;

/**
 * Downloaded clips to validate together.
 *
 * @param items which clips
 * @param itemTimeout what one item may take at the most
 */
public record ValidateBatch(List<Item> items, Duration itemTimeout) {
  /**
   * One item.
   *
   * @param index the candidate's position in the job's list
   */
  public record Item(int index, Clip clip) {}

  public ValidateBatch {
    items = List.copyOf(items);
  }
}
