package dev.makevideo.activities.subtitle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts other texts into captions: the words of a narration as they are then. A text's words share
 * out the time of the words that they replace, by their lengths.
 */
final class Corrections {
  private Corrections() {}

  /**
   * The words with the texts in their places.
   *
   * @param written the cues of the subtitles' files, which are counted from 1
   * @param texts by number; numbers that no cue has are left out
   */
  static List<Word> words(List<Cue> written, Map<Integer, String> texts) {
    List<Word> words = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      List<Word> before = written.get(i).words();
      String text = texts.get(i + 1);
      words.addAll(text == null ? before : shared(text, before));
    }
    return words;
  }

  private static List<Word> shared(String text, List<Word> before) {
    String clean = PlainText.clean(text);
    if (clean.isEmpty()) {
      return before;
    }
    String[] parts = clean.split(" ");
    Word first = before.get(0);
    Word last = before.get(before.size() - 1);
    double letters = 0;
    for (String part : parts) {
      letters += part.length();
    }
    List<Word> words = new ArrayList<>();
    double start = first.start();
    for (int i = 0; i < parts.length; i++) {
      boolean ends = i == parts.length - 1;
      double share = (last.end() - first.start()) * parts[i].length() / letters;
      double end = ends ? last.end() : Math.min(last.end(), start + share);
      boolean attached = i == 0 && first.attached();
      words.add(new Word(parts[i], start, Math.max(start, end), attached, ends && last.ends()));
      start = end;
    }
    return words;
  }
}
