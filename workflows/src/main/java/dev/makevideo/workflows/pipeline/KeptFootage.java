package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.RecalledGroundwork.Footage;
import dev.makevideo.workflows.contract.ValidateBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The clips of an earlier job that are shown again, those that are not, and what may stand in for
 * them. As much is wished for as that job had, and no more: where nothing is replaced or lost,
 * nothing is fetched.
 *
 * @param replaced candidates that are not to be shown again, in the order in which they were named
 */
record KeptFootage(Footage footage, List<Integer> replaced) {
  KeptFootage {
    replaced = List.copyOf(replaced);
  }

  /** The clips that are there and shown again. */
  List<ValidateBatch.Item> kept() {
    return footage.clips().stream()
        .filter(item -> !replaced.contains(item.index()) && !footage.lost().contains(item.index()))
        .toList();
  }

  /** Those that are not to be shown again. */
  List<ValidateBatch.Item> unwanted() {
    return footage.clips().stream().filter(item -> replaced.contains(item.index())).toList();
  }

  /** Candidates that are fetched whatever there is: uploads, and what the store lost. */
  List<Integer> owed() {
    List<Integer> owed = new ArrayList<>(footage.own());
    footage.lost().stream().filter(index -> !replaced.contains(index)).forEach(owed::add);
    return owed;
  }

  /**
   * The candidates to try, in order: what is owed, then those that were found for the phrase of a
   * clip that is replaced, then all others.
   */
  List<Integer> untried() {
    Set<Integer> tried = new HashSet<>(footage.rejected());
    tried.addAll(replaced);
    kept().forEach(item -> tried.add(item.index()));
    Set<Integer> order = new LinkedHashSet<>(owed());
    List<Integer> others =
        IntStream.range(0, footage.count())
            .filter(index -> !tried.contains(index))
            .boxed()
            .toList();
    List<Integer> phrases = replaced.stream().map(this::phraseOf).toList();
    others.stream().filter(index -> phrases.contains(phraseOf(index))).forEach(order::add);
    order.addAll(others);
    return List.copyOf(order);
  }

  private int phraseOf(int index) {
    List<Integer> all = footage.phraseOf();
    return index < all.size() ? all.get(index) : 0;
  }

  /**
   * Clips in the order in which they are planned: each where it was, and what stands in for another
   * one in its place.
   *
   * @param approved in any order
   */
  List<ValidateBatch.Item> inOrder(Collection<ValidateBatch.Item> approved) {
    Map<Integer, ValidateBatch.Item> left = new HashMap<>();
    approved.forEach(item -> left.put(item.index(), item));
    Map<Integer, Integer> inPlaceOf = places(left.keySet());
    List<ValidateBatch.Item> order = new ArrayList<>();
    List<Integer> all = new ArrayList<>();
    for (ValidateBatch.Item before : footage.clips()) {
      all.add(inPlaceOf.getOrDefault(before.index(), before.index()));
    }
    approved.stream().map(ValidateBatch.Item::index).sorted().forEach(all::add);
    Set<Integer> elsewhere = new HashSet<>(inPlaceOf.values());
    for (int position = 0; position < all.size(); position++) {
      int index = all.get(position);
      boolean itsPlace =
          position >= footage.clips().size()
              || !elsewhere.contains(index)
              || footage.clips().get(position).index() != index;
      if (itsPlace && left.containsKey(index)) {
        order.add(left.remove(index));
      }
    }
    return order;
  }

  /** By candidate that is replaced: which one stands in for it. */
  private Map<Integer, Integer> places(Set<Integer> approved) {
    List<Integer> before = footage.clips().stream().map(ValidateBatch.Item::index).toList();
    List<Integer> own = footage.own();
    Map<Integer, Integer> places = new HashMap<>();
    Deque<Integer> others = new ArrayDeque<>();
    before.stream()
        .filter(index -> approved.contains(index) && !footage.used().contains(index))
        .forEach(others::add);
    approved.stream()
        .filter(index -> !before.contains(index) && !own.contains(index))
        .sorted()
        .forEach(others::add);
    for (int i = 0; i < replaced.size(); i++) {
      int place = replaced.get(i);
      if (i < own.size() && approved.contains(own.get(i))) {
        places.put(place, own.get(i));
      } else if (footage.used().contains(place) && !others.isEmpty()) {
        places.put(place, others.remove());
      }
    }
    return places;
  }
}
