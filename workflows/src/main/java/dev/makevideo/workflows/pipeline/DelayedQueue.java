package dev.makevideo.workflows.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Items that are to be worked on, some of them not before a time. */
final class DelayedQueue<T> {
  private record Entry<T>(T item, long notBefore) {}

  private final List<Entry<T>> entries = new ArrayList<>();

  /**
   * @param notBefore in milliseconds of the workflow's clock
   */
  void add(T item, long notBefore) {
    entries.add(new Entry<>(item, notBefore));
  }

  /** Takes out the items that are due, oldest first, as many as fit into a batch. */
  List<T> takeDue(long now, int most) {
    List<T> due = new ArrayList<>();
    Iterator<Entry<T>> all = entries.iterator();
    while (all.hasNext() && due.size() < most) {
      Entry<T> entry = all.next();
      if (entry.notBefore() <= now) {
        due.add(entry.item());
        all.remove();
      }
    }
    return due;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  /** All items, oldest first. */
  List<T> items() {
    return entries.stream().map(Entry::item).toList();
  }

  /** When the next item is due; only for a queue that is not empty. */
  long earliest() {
    return entries.stream().mapToLong(Entry::notBefore).min().orElseThrow();
  }
}
