package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.conversation.Meaning.Kind;
import dev.makevideo.workflows.conversation.Meaning.Strength;
import dev.makevideo.workflows.job.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the items of a turn and takes out values of fields: those that stand beside their
 * field's name, answer the question that was asked, or are clear by themselves. A value of several
 * sources is a list. For one turn.
 */
final class FieldScan {
  private static final Set<Field> SWITCHES =
      Set.of(Field.SHARE_ALIKE, Field.CHECK_TEXT, Field.KEEP_SCRIPT);
  private static final Set<Field> CAN_BE_NONE =
      Set.of(
          Field.SUBTITLES,
          Field.APPROVE,
          Field.SCRIPT,
          Field.SHOTS,
          Field.SHARE_ALIKE,
          Field.CHECK_TEXT,
          Field.KEEP_SCRIPT,
          Field.CLIPS_URLS,
          Field.CLIPS_FOLDER);

  private final String text;
  private final List<Item> items;
  private final Question asked;
  private final boolean allKnown;
  private final List<Answer> answers = new ArrayList<>();
  private final StringBuilder sources = new StringBuilder();
  private @Nullable Field context;
  private @Nullable Field named;
  private @Nullable Kind word;
  private boolean command;
  private boolean changing;
  private int unknown;

  private FieldScan(String text, List<Item> items, Question asked) {
    this.text = text;
    this.items = items;
    this.asked = asked;
    this.allKnown = items.stream().noneMatch(Item::isUnknown);
  }

  static FieldScan of(String text, List<Item> items, Question asked) {
    FieldScan scan = new FieldScan(text, items, asked);
    int at = 0;
    while (at < items.size()) {
      at = scan.next(at);
    }
    if (scan.sources.length() > 0) {
      scan.answers.add(Answer.set(Field.SOURCES, scan.sources.toString()));
    }
    return scan;
  }

  List<Answer> answers() {
    return answers;
  }

  /** How many words mean nothing here. */
  int unknown() {
    return unknown;
  }

  /** Whether a field was changed by its name. */
  boolean isCommand() {
    return command;
  }

  /** A field that was named without a value. */
  Optional<Field> named() {
    return Optional.ofNullable(named);
  }

  /** A yes, a no or the like, where it is what the turn begins with, or all that it says. */
  Optional<Kind> word() {
    return Optional.ofNullable(word);
  }

  private int next(int at) {
    Item item = items.get(at);
    if (item.is(Kind.END)) {
      if (text.charAt(item.start()) != ',') {
        context = null;
      }
      changing = false;
      return at + 1;
    }
    boolean no = item.is(Kind.NO);
    if (no || item.is(Kind.CLEAR)) {
      int after = afterFillers(at + 1);
      if (after < items.size() && refuses(items.get(after), !no)) {
        command |= item.is(Kind.CLEAR);
        return after + 1;
      }
    }
    Optional<Meaning> value = value(item, at);
    if (value.isPresent()) {
      take(value.get());
      return at + 1;
    }
    if (item.named().isPresent()) {
      return field(item.named().get(), at);
    }
    if (item.is(Kind.NUMBER)) {
      return number(item, at);
    }
    changing |= item.is(Kind.CHANGE);
    other(item, at);
    return at + 1;
  }

  /** Takes "no captions", "without the script", "no share-alike", "remove the topic". */
  private boolean refuses(Item item, boolean clear) {
    Optional<Field> field =
        item.named()
            .or(() -> item.first(Kind.VALUE).flatMap(Meaning::field).filter(SWITCHES::contains))
            .filter(f -> clear || CAN_BE_NONE.contains(f));
    field.ifPresent(f -> answers.add(Answer.of(f, Answer.How.NONE)));
    return field.isPresent();
  }

  private int afterFillers(int at) {
    int after = at;
    while (after < items.size()
        && items.get(after).is(Kind.FILLER)
        && items.get(after).named().isEmpty()) {
      after++;
    }
    return after;
  }

  private Optional<Meaning> value(Item item, int at) {
    Field here = context;
    if (here != null && item.value(here).isPresent()) {
      return item.value(here);
    }
    Optional<Field> beside = at + 1 < items.size() ? items.get(at + 1).named() : Optional.empty();
    Optional<Meaning> before = beside.flatMap(item::value);
    if (before.isPresent()) {
      return before;
    }
    Optional<Meaning> answer = asked.field().flatMap(item::value);
    if (answer.isPresent() && (allKnown || answer.get().strength() != Strength.WITH_FIELD)) {
      return answer;
    }
    return item.value(allKnown ? Strength.ALONE : Strength.ALWAYS)
        .filter(m -> m.strength() == Strength.ALWAYS || !item.is(Kind.SKIP));
  }

  private void take(Meaning value) {
    Field field = value.field().orElseThrow();
    if (field == Field.SOURCES) {
      sources.append(sources.length() == 0 ? "" : ",").append(value.value());
    } else {
      answers.add(Answer.set(field, value.value()));
    }
    if (field == context) {
      named = null;
    }
  }

  /** A field by its name; its value may have stood before it. */
  private int field(Field field, int at) {
    boolean valued = !answers.isEmpty() && answers.get(answers.size() - 1).field() == field;
    context = field;
    if (valued) {
      return at + 1;
    }
    int from = at + 1;
    boolean link = false;
    while (from < items.size() && isBefore(field, items.get(from))) {
      link |= items.get(from).is(Kind.LINK);
      from++;
    }
    int end = from;
    while (end < items.size() && !isEnd(field, items.get(end))) {
      end++;
    }
    if (SWITCHES.contains(field) && from < end && isYesOrNo(items.get(from))) {
      answers.add(
          items.get(from).is(Kind.YES)
              ? Answer.set(field, "true")
              : Answer.of(field, Answer.How.NONE));
      return from + 1;
    }
    boolean known = hasValue(field, from, end);
    if (known || !(link || changing) || from == end) {
      command |= changing && known;
      named = known || answers.stream().anyMatch(a -> a.field() == field) ? named : field;
      return at + 1;
    }
    command = true;
    return told(field, from, end);
  }

  /** What may stand between a field and its value. */
  private static boolean isBefore(Field field, Item item) {
    return (item.is(Kind.LINK) || item.is(Kind.FILLER)) && item.value(field).isEmpty();
  }

  private boolean hasValue(Field field, int from, int end) {
    return items.subList(from, end).stream().anyMatch(i -> i.value(field).isPresent())
        || (field == Field.MAX_SHORTS && from < end && items.get(from).is(Kind.NUMBER));
  }

  private static boolean isYesOrNo(Item item) {
    return item.is(Kind.YES) || item.is(Kind.NO);
  }

  private boolean isEnd(Field field, Item item) {
    boolean list = field == Field.QUERY && ",;".indexOf(text.charAt(item.start())) >= 0;
    return item.is(Kind.END) && !list;
  }

  /** Takes what was told of a field as it was written; the field's rules judge it. */
  private int told(Field field, int from, int end) {
    if (items.get(from).is(Kind.SKIP)) {
      answers.add(Answer.of(field, Answer.How.PASS));
    } else if (items.get(from).is(Kind.NO) && CAN_BE_NONE.contains(field)) {
      answers.add(Answer.of(field, Answer.How.NONE));
    } else {
      String value = text.substring(items.get(from).start(), items.get(end - 1).end());
      answers.add(Answer.set(field, field == Field.QUERY ? value.replace(';', '\n') : value));
    }
    return end;
  }

  /** A number counts beside the word for clips. */
  private int number(Item item, int at) {
    String value = item.first(Kind.NUMBER).orElseThrow().value();
    int after = afterFillers(at + 1);
    boolean before = after < items.size() && isClips(items.get(after));
    if (before || context == Field.MAX_SHORTS) {
      answers.add(Answer.set(Field.MAX_SHORTS, value));
      named = null;
      return before ? after + 1 : at + 1;
    }
    unknown++;
    return at + 1;
  }

  private static boolean isClips(Item item) {
    return item.named().filter(f -> f == Field.MAX_SHORTS).isPresent();
  }

  private void other(Item item, int at) {
    if (item.isUnknown()) {
      unknown++;
      return;
    }
    boolean first = at == 0 || items.subList(0, at).stream().allMatch(i -> i.is(Kind.FILLER));
    for (Kind kind :
        List.of(Kind.YES, Kind.NO, Kind.SKIP, Kind.LATER, Kind.START, Kind.HELP, Kind.SHOW)) {
      boolean counts = allKnown || kind == Kind.LATER || (first && isYesOrNo(item));
      if (item.is(kind) && counts && word == null) {
        word = kind;
      }
    }
  }
}
