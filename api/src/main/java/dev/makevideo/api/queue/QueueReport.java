package dev.makevideo.api.queue;

import java.util.List;
import java.util.Optional;

/**
 * The task queues as they are now.
 *
 * @param queues all of them, in the order of a job's way
 * @param unknown what could not be found out, and why
 */
public record QueueReport(List<Queue> queues, List<String> unknown) {
  public QueueReport {
    queues = List.copyOf(queues);
    unknown = List.copyOf(unknown);
  }

  /**
   * One queue.
   *
   * @param name as Temporal knows it
   * @param waiting how many tasks nobody has taken yet, about; empty: the server does not say
   * @param oldestSeconds how long the oldest of them has waited, about
   * @param running how many of the workers' slots have work; empty: no worker told lately
   * @param slots how many there are
   * @param workers who polls it
   * @param noRoom why its work waits with all workers though slots are free, if so
   */
  public record Queue(
      String name,
      Optional<Long> waiting,
      Optional<Double> oldestSeconds,
      Optional<Integer> running,
      Optional<Integer> slots,
      List<String> workers,
      Optional<String> noRoom) {
    public Queue {
      workers = List.copyOf(workers);
    }
  }
}
