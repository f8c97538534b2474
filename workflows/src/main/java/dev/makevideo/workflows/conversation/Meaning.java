package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import java.util.Optional;

/**
 * What a word or a few words can mean; some can mean several things.
 *
 * @param field what it is about, of the kinds that have one
 * @param value in the form's words, of the kinds that have one; else empty
 * @param strength when a value counts
 */
record Meaning(Kind kind, Optional<Field> field, String value, Strength strength) {
  enum Kind {
    /** Names a field. */
    FIELD,
    /** Says a field's value. */
    VALUE,
    NUMBER,
    YES,
    NO,
    /** The default will do. */
    SKIP,
    LATER,
    START,
    HELP,
    /** Asks where the conversation stands. */
    SHOW,
    CHANGE,
    CLEAR,
    /** What is asked for begins here. */
    ABOUT,
    /** Stands between a field and its value. */
    LINK,
    FILLER,
    /** Ends a clause. */
    END
  }

  enum Strength {
    /** Where its field was named or asked for. */
    WITH_FIELD,
    /** There, and where nothing else is said. */
    ALONE,
    /** Everywhere. */
    ALWAYS
  }

  static Meaning of(Kind kind) {
    return new Meaning(kind, Optional.empty(), "", Strength.ALWAYS);
  }

  static Meaning number(String digits) {
    return new Meaning(Kind.NUMBER, Optional.empty(), digits, Strength.ALWAYS);
  }

  static Meaning field(Field field) {
    return new Meaning(Kind.FIELD, Optional.of(field), "", Strength.ALWAYS);
  }

  static Meaning value(Field field, String value, Strength strength) {
    return new Meaning(Kind.VALUE, Optional.of(field), value, strength);
  }

  boolean isOf(Kind wanted, Field of) {
    return kind == wanted && field.filter(f -> f == of).isPresent();
  }
}
