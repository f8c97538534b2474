package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;
import java.util.List;

/**
 * Candidates to download together.
 *
 * @param candidates the job's list
 * @param items which of them
 * @param itemTimeout what one item may take at the most
 */
public record DownloadBatch(ObjectRef candidates, List<Item> items, Duration itemTimeout) {
  /**
   * One item.
   *
   * @param index position in the list
   * @param attempts how often it was tried before
   */
  public record Item(int index, int attempts) {}

  public DownloadBatch {
    items = List.copyOf(items);
  }
}
