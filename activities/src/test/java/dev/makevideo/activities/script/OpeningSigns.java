package dev.makevideo.activities.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Chinese and Japanese texts in which a sign opens something in the middle of a line. */
public final class OpeningSigns {
  private static final String OTHERS = "¿¡\"$￥€";
  private static final String DIGITS_ONLY = "$￥€";

  private OpeningSigns() {}

  /**
   * A text.
   *
   * @param sign that opens
   * @param text with it, once
   * @param opened what the word of the sign begins with
   */
  public record Text(String sign, String text, String opened) {
    /** Whether a line or a word leaves its opening sign behind. */
    public boolean isTornIn(List<String> parts) {
      return parts.stream().anyMatch(part -> part.strip().endsWith(sign) && !text.endsWith(part))
          || parts.stream().noneMatch(part -> part.strip().startsWith(opened));
    }
  }

  /** Every opening sign that Unicode has in its first plane, before words of three kinds. */
  public static List<Text> texts() {
    List<Text> texts = new ArrayList<>();
    for (int c = 0; c < 0x10000; c++) {
      int type = Character.getType(c);
      boolean opens =
          type == Character.START_PUNCTUATION
              || type == Character.INITIAL_QUOTE_PUNCTUATION
              || OTHERS.indexOf(c) >= 0;
      String sign = Character.toString(c);
      for (String before : List.of("今天天气", "彼は言った。")) {
        for (String inner : List.of("2024", "YouTube", "中文")) {
          if (opens && (DIGITS_ONLY.indexOf(c) < 0 || inner.equals("2024"))) {
            String opened = sign + inner.substring(0, 1);
            texts.add(new Text(sign, before + sign + inner + "很好，我们走。", opened));
          }
        }
      }
    }
    return texts;
  }

  /** Asserts that a way to cut texts into words leaves each sign with the word after it. */
  public static void requireWhole(Function<String, List<String>> cut) {
    List<String> torn = new ArrayList<>();
    for (Text text : texts()) {
      List<String> words = cut.apply(text.text());
      assertEquals(text.text(), String.join("", words));
      if (text.isTornIn(words)) {
        torn.add(String.format("%x %s", (int) text.sign().charAt(0), words));
      }
    }
    assertEquals(List.of(), torn);
  }
}
