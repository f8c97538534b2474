package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.Word;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A narration of the folder {@code cases}: its sound, its script, and when each phrase is said.
 *
 * @param script as its bytes are given to a job
 */
record KnownPhrases(Path audio, byte[] script, List<Phrase> phrases) {
  /** Of languages that do not put one between words. */
  private static final List<String> SPACELESS = List.of("zh", "ja", "th");

  /**
   * What is said between two pauses.
   *
   * @param start in seconds
   * @param end in seconds
   * @param text as it is written
   */
  record Phrase(double start, double end, String text) {
    /** Whether a sentence ends with it. */
    boolean endsSentence() {
      return text.matches("(?s).*[.!?。！？؟۔।] ?[\\p{Pe}\\p{Pf}\\p{Pi}\"]*");
    }
  }

  static KnownPhrases of(Path folder, String name, String language) throws IOException {
    List<Phrase> phrases = phrases(name);
    String joint = SPACELESS.contains(language) ? "" : " ";
    Optional<byte[]> other = bytes(name + ".script.txt");
    byte[] script =
        other.orElseGet(() -> text(phrases, joint).strip().getBytes(StandardCharsets.UTF_8));
    String kind = bytes(name + ".ogg").isPresent() ? ".ogg" : ".mp3";
    Path audio = folder.resolve(name + kind);
    Files.write(audio, bytes(name + kind).orElseThrow());
    return new KnownPhrases(audio, script, phrases);
  }

  private static String text(List<Phrase> phrases, String joint) {
    return phrases.stream().map(Phrase::text).collect(Collectors.joining(joint));
  }

  static List<Phrase> phrases(String name) throws IOException {
    return new String(bytes(name + ".phrases.txt").orElseThrow(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("\\|", 3))
        .map(part -> new Phrase(Double.parseDouble(part[0]), Double.parseDouble(part[1]), part[2]))
        .toList();
  }

  private static Optional<byte[]> bytes(String name) throws IOException {
    try (InputStream in = KnownPhrases.class.getResourceAsStream("cases/" + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    }
  }

  /** The letters and digits of all phrases, one after the other. */
  String letters() {
    return letters(text(phrases, ""));
  }

  /** How many letters are before the n-th phrase. */
  int lettersBefore(int n) {
    return letters(text(phrases.subList(0, n), "")).length();
  }

  static String letters(String text) {
    return text.codePoints()
        .filter(Character::isLetterOrDigit)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** The word with which the n-th phrase begins. */
  Word firstWord(List<Word> words, int n) {
    int before = 0;
    for (Word word : words) {
      if (before == lettersBefore(n) && !letters(word.text()).isEmpty()) {
        return word;
      }
      before += letters(word.text()).length();
    }
    throw new NoSuchElementException(phrases.get(n) + " begins no word of " + words);
  }
}
