package dev.makevideo.activities.script;

import dev.makevideo.platform.media.ScriptUnusableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Reads scripts for tests, and writes them down in one line. */
final class Scripts {
  private Scripts() {}

  static Script read(String text, String language) {
    try {
      return ScriptReader.read(text.getBytes(StandardCharsets.UTF_8), language);
    } catch (ScriptUnusableException e) {
      throw new AssertionError(e);
    }
  }

  /** The words; a bar after the last of a sentence. */
  static String said(Script script) {
    return script.words().stream()
        .map(
            word ->
                (word.attached() ? "+" : "")
                    + word.text().replace('\u00a0', ' ')
                    + (word.after() == ScriptWord.Break.SENTENCE ? " |" : ""))
        .collect(Collectors.joining(" "));
  }

  static String said(String text) {
    return said(read(text, "en"));
  }

  static List<String> warnings(String text) {
    return read(text, "en").warnings();
  }
}
