package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.Field;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What somebody else read out of a text, a value for each field that it names. Nothing of it is
 * judged yet, and nothing of it is trusted.
 *
 * @param values in the form's words, as they came
 */
public record Proposals(Map<Field, String> values) {
  /** None. */
  public static final Proposals NONE = new Proposals(Map.of());

  /** Copies in the order of the fields, so that every replay goes through them alike. */
  public Proposals {
    Map<Field, String> ordered = new EnumMap<>(Field.class);
    ordered.putAll(values);
    values = Collections.unmodifiableMap(ordered);
  }
}
