package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.conversation.Meaning.Kind;
import dev.makevideo.workflows.conversation.Meaning.Strength;
import dev.makevideo.workflows.job.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the video is about, where a turn says so: from "about" (or "sobre") to the end of the
 * sentence, or to where something else is clearly said: a ratio, captions with their style, clips
 * from a source. Single words in it, such as a language, belong to it.
 *
 * @param from its first item, with what introduces it
 * @param to the item after it
 */
record TopicSpan(String text, int from, int to) {
  /** The one that a cue introduces. */
  static Optional<TopicSpan> find(Utterance said, List<Item> items) {
    for (int i = 0; i + 1 < items.size(); i++) {
      if (items.get(i).is(Kind.ABOUT) && !isAmount(items, i + 1)) {
        TopicSpan span = from(said, items, i + 1, true);
        return span.text().isEmpty()
            ? Optional.empty()
            : Optional.of(new TopicSpan(span.text(), i, span.to()));
      }
    }
    return Optional.empty();
  }

  /** "About two minutes", "about 80 clips". */
  private static boolean isAmount(List<Item> items, int at) {
    return items.get(at).value(Field.AUDIO).isPresent()
        || (items.get(at).is(Kind.NUMBER)
            && at + 1 < items.size()
            && items.get(at + 1).named().filter(f -> f == Field.MAX_SHORTS).isPresent());
  }

  /** All that is said, up to something else. */
  static TopicSpan whole(Utterance said, List<Item> items) {
    return from(said, items, 0, false);
  }

  /**
   * The one that begins at an item.
   *
   * @param sentence whether it ends with the sentence
   */
  private static TopicSpan from(Utterance said, List<Item> items, int first, boolean sentence) {
    int begin = first;
    while (begin < items.size() && isSilent(items.get(begin))) {
      begin++;
    }
    int end = end(said.text(), items, begin, sentence);
    int to = end;
    while (to > begin && isLoose(items.get(to - 1))) {
      to--;
    }
    String text =
        begin < to
            ? said.text()
                .substring(
                    begin == 0 ? 0 : items.get(begin - 1).end(), endOf(said.text(), items, to, end))
            : "";
    return new TopicSpan(text.strip(), first, end);
  }

  /** With the marks after the last word that belong to no item, such as a closing bracket. */
  private static int endOf(String text, List<Item> items, int to, int end) {
    boolean whole = to == items.size() || (to == end && items.get(to).is(Kind.END));
    if (!whole) {
      return items.get(to - 1).end();
    }
    return to == items.size() ? text.length() : items.get(to).start();
  }

  private static int end(String text, List<Item> items, int begin, boolean sentence) {
    for (int i = begin; i < items.size(); i++) {
      Item item = items.get(i);
      if (item.is(Kind.END)) {
        boolean goesOn = !sentence || text.charAt(item.start()) == ',';
        if (!goesOn || isOther(items, i + 1)) {
          return i;
        }
      } else if (isClear(items, i) && (i > begin || !hasMore(items, i))) {
        return i;
      }
    }
    return items.size();
  }

  /** Whether something else is said from here on, whatever it is in a topic. */
  private static boolean isClear(List<Item> items, int at) {
    Item item = items.get(at);
    if (item.value(Strength.ALWAYS).isPresent()) {
      return true;
    }
    int next = at + 1;
    if (next >= items.size()) {
      return false;
    }
    boolean beside =
        item.named().flatMap(field -> items.get(next).value(field)).isPresent()
            || items.get(next).named().flatMap(item::value).isPresent();
    return beside || (item.is(Kind.NO) && items.get(next).named().isPresent());
  }

  private static boolean hasMore(List<Item> items, int at) {
    return items.subList(at, items.size()).stream().anyMatch(Item::isUnknown);
  }

  /** Whether the part after a comma is something else: nothing in it is unknown, or it is clear. */
  private static boolean isOther(List<Item> items, int at) {
    boolean known = false;
    for (int i = at; i < items.size() && !items.get(i).is(Kind.END); i++) {
      if (isClear(items, i) || items.get(i).is(Kind.CHANGE)) {
        return true;
      }
      if (items.get(i).isUnknown() || items.get(i).is(Kind.NUMBER)) {
        return false;
      }
      known |= items.get(i).value(Strength.ALONE).isPresent() || items.get(i).named().isPresent();
      known |= items.get(i).is(Kind.LATER) || items.get(i).is(Kind.NO);
    }
    return known;
  }

  private static boolean isSilent(Item item) {
    return item.is(Kind.END) || item.is(Kind.LINK);
  }

  /** What does not end a topic: and, with, a comma. */
  private static boolean isLoose(Item item) {
    return isSilent(item) || item.is(Kind.FILLER);
  }

  /** The items that are not in it. */
  List<Item> without(List<Item> items) {
    List<Item> rest = new ArrayList<>(items.subList(0, from));
    rest.addAll(items.subList(to, items.size()));
    return rest;
  }
}
