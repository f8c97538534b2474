package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.SourceName;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is configured where jobs run, as far as it decides about answers. As of the conversation's
 * start; the start of a job looks again.
 *
 * @param hears whether narrations are listened to
 * @param missing the setting that each source needs and lacks
 * @param reads whether a chat endpoint is asked about what the fixed rules do not read; absent from
 *     older states: false
 */
public record Abilities(boolean hears, Map<SourceName, String> missing, boolean reads) {
  public Abilities {
    Map<SourceName, String> copy = new EnumMap<>(SourceName.class);
    copy.putAll(missing);
    missing = Collections.unmodifiableMap(copy);
  }

  /** Without a chat endpoint. */
  public Abilities(boolean hears, Map<SourceName, String> missing) {
    this(hears, missing, false);
  }

  /** The setting that a source needs and lacks, if it lacks any. */
  Optional<String> missing(SourceName source) {
    return Optional.ofNullable(missing.get(source));
  }
}
