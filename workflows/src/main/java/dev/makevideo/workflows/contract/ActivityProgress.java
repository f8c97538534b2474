package dev.makevideo.workflows.contract;

import java.util.List;

/**
 * The details of a heartbeat: a hint for the next attempt, which verifies the artifacts, and what
 * status shows while no worker answers.
 *
 * @param done items finished
 * @param total items in all; 1 for work that is not counted in items
 * @param fraction how far all of it is, 0 to 1, with the item in flight
 * @param items outcomes of the finished items of a batch; empty for other work
 */
public record ActivityProgress(int done, int total, double fraction, List<ItemOutcome> items) {
  public ActivityProgress {
    items = List.copyOf(items);
  }
}
