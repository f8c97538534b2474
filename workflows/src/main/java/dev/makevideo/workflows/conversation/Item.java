package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import java.util.List;
import java.util.Optional;

/**
 * A word or a few words that have one meaning together, or several; none if they are unknown.
 *
 * @param start where it begins in the text
 * @param end where what follows begins
 */
record Item(int start, int end, List<Meaning> meanings) {
  boolean is(Meaning.Kind kind) {
    return meanings.stream().anyMatch(m -> m.kind() == kind);
  }

  boolean isUnknown() {
    return meanings.isEmpty();
  }

  /** The field that it names. */
  Optional<Field> named() {
    return first(Meaning.Kind.FIELD).flatMap(Meaning::field);
  }

  Optional<Meaning> first(Meaning.Kind kind) {
    return meanings.stream().filter(m -> m.kind() == kind).findFirst();
  }

  /** Its value of a field, if it can have one. */
  Optional<Meaning> value(Field field) {
    return meanings.stream().filter(m -> m.isOf(Meaning.Kind.VALUE, field)).findFirst();
  }

  /** Its value that needs no field beside it. */
  Optional<Meaning> value(Meaning.Strength atLeast) {
    return meanings.stream()
        .filter(m -> m.kind() == Meaning.Kind.VALUE && m.strength().compareTo(atLeast) >= 0)
        .findFirst();
  }
}
