package dev.makevideo.api.diagnosis;

import io.temporal.api.failure.v1.Failure;
import java.util.ArrayList;
import java.util.List;

/** A failure as Temporal keeps it, as sentences from the outermost to the first. */
final class FailureChain {
  private static final int DEEPEST = 10;
  private static final int LONGEST = 2_000;

  private FailureChain() {}

  /** Each once, bounded in number and length. */
  static List<String> sentences(Failure failure) {
    List<String> sentences = new ArrayList<>();
    Failure at = failure;
    for (int depth = 0; depth < DEEPEST; depth++) {
      String sentence = sentence(at);
      if (!sentence.isBlank() && (sentences.isEmpty() || !isSaid(sentences, sentence))) {
        sentences.add(sentence);
      }
      if (!at.hasCause()) {
        break;
      }
      at = at.getCause();
    }
    return List.copyOf(sentences);
  }

  private static boolean isSaid(List<String> sentences, String sentence) {
    return sentences.stream().anyMatch(said -> said.contains(sentence));
  }

  private static String sentence(Failure failure) {
    String text = cut(failure.getMessage());
    if (failure.hasTimeoutFailureInfo()) {
      String type = failure.getTimeoutFailureInfo().getTimeoutType().name();
      return text
          + " ("
          + type.replace("TIMEOUT_TYPE_", "").toLowerCase(java.util.Locale.ROOT)
          + ")";
    }
    return text;
  }

  /** The innermost failure's own type, a label of the closed list where there is one. */
  static String type(Failure failure) {
    Failure at = failure;
    for (int depth = 0; depth < DEEPEST; depth++) {
      if (at.hasApplicationFailureInfo()) {
        return at.getApplicationFailureInfo().getType();
      }
      if (at.hasTimeoutFailureInfo()) {
        return "timeout";
      }
      if (!at.hasCause()) {
        break;
      }
      at = at.getCause();
    }
    return "";
  }

  /** The end counts: there programs say what went wrong. */
  static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST / 4) + " … " + text.substring(text.length() - LONGEST * 3 / 4);
  }
}
