package dev.makevideo.workflows.job;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Rules of a request over more than one of its fields, and over what is configured, for all who
 * gather one. Who asks puts the answer into words. Stateless.
 */
public final class RequestRules {
  private RequestRules() {}

  /** What lacks words, where nobody says any. */
  public enum WordsLack {
    /** The shot list names paragraphs of a script that is not there. */
    PARAGRAPHS,
    /** The narration is to propose its phrases. */
    PHRASES,
    /** Captions are to be shown, or a shot begins with words. */
    CAPTIONS
  }

  /**
   * What an order of sources lacks.
   *
   * @param source which of them
   * @param needs the setting that it needs; absent if it and the field of its name go together, and
   *     one of them was said without the other
   */
  public record SourceLack(SourceName source, Optional<String> needs) {}

  /**
   * Whether words are needed that nobody says.
   *
   * @param hasScript whether the spoken text is given
   * @param isHeard whether the narration is listened to
   */
  public static Optional<WordsLack> words(
      Phrases phrases, SubtitleStyle style, boolean hasScript, boolean isHeard) {
    if (!hasScript && phrases.shots().stream().anyMatch(s -> s.paragraphs().isPresent())) {
      return Optional.of(WordsLack.PARAGRAPHS);
    }
    if ((style == SubtitleStyle.NONE && !phrases.needWords()) || hasScript || isHeard) {
      return Optional.empty();
    }
    return Optional.of(phrases.isProposed() ? WordsLack.PHRASES : WordsLack.CAPTIONS);
  }

  /** As {@link #sources(List, Set, Function)}, where nothing can be uploaded. */
  public static Optional<SourceLack> sources(
      List<SourceName> order,
      boolean folder,
      boolean urls,
      Function<SourceName, Optional<String>> missing) {
    Set<SourceName> brought = EnumSet.noneOf(SourceName.class);
    if (folder) {
      brought.add(SourceName.FOLDER);
    }
    if (urls) {
      brought.add(SourceName.URLS);
    }
    return sources(order, brought, missing);
  }

  /**
   * What an order lacks: what it names must be there, and what was sent must be in it.
   *
   * @param order empty for the default, which lacks nothing
   * @param brought which of {@link SourceName#BROUGHT} came with the job
   * @param missing the setting that a source needs and lacks
   */
  public static Optional<SourceLack> sources(
      List<SourceName> order,
      Set<SourceName> brought,
      Function<SourceName, Optional<String>> missing) {
    if (order.isEmpty()) {
      return Optional.empty();
    }
    for (SourceName source : order) {
      Optional<String> needs = missing.apply(source);
      if (needs.isPresent()) {
        return Optional.of(new SourceLack(source, needs));
      }
    }
    for (SourceName source : List.of(SourceName.FOLDER, SourceName.URLS, SourceName.UPLOADS)) {
      if (order.contains(source) != brought.contains(source)) {
        return Optional.of(new SourceLack(source, Optional.empty()));
      }
    }
    return Optional.empty();
  }

  /** Whether the sources that are asked where a job names none are all missing. */
  public static boolean isNowhere(Function<SourceName, Optional<String>> missing) {
    return SourceName.ON_THEIR_OWN.stream().allMatch(s -> missing.apply(s).isPresent());
  }
}
