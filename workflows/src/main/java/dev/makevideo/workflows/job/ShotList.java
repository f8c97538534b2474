package dev.makevideo.workflows.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads search phrases, and a shot list as people write it: a line for each shot, with a part of
 * the narration and then the phrase whose footage is shown in it. Blank lines and those that start
 * with {@code #} are passed over; lines are counted as an editor counts them. A part is
 *
 * <ul>
 *   <li>a time, {@code 0:12}, {@code 1:02:03.5} or {@code 12.5s}, or two with a dash between;
 *   <li>{@code p2}, {@code paragraph 2} or {@code paragraphs 2-3} of the script;
 *   <li>words in quotation marks, with which it begins.
 * </ul>
 *
 * A colon, an equals sign or a bar may stand after it. Stateless.
 */
public final class ShotList {
  private static final String CLOCK =
      "(?:\\d{1,3}:)?\\d{1,3}:[0-5]\\d(?:[.,]\\d{1,6})?|\\d{1,5}(?:[.,]\\d{1,6})?\\h?s(?:ec)?\\b";
  private static final String DASH = "\\h*[-\u2010-\u2015]\\h*";
  private static final Pattern LINE =
      Pattern.compile(
          "(?:(?<from>"
              + CLOCK
              + ")(?:"
              + DASH
              + "(?<to>"
              + CLOCK
              + "))?|(?i:paragraphs?|par|p|\u00b6)\\.?\\h*(?<first>\\d{1,6})(?:"
              + DASH
              + "(?<last>\\d{1,6}))?"
              + "|\"(?<straight>[^\"]*)\"|[\u201c\u201e](?<curly>[^\u201c\u201d]*)[\u201c\u201d]"
              + "|\u00ab(?<pointed>[^\u00bb]*)\u00bb)"
              + "(?:\\h*[:=|]\\h*|\\h+)(?<phrase>\\S.*)");
  private static final int LONGEST_SHOWN = 100;

  private ShotList() {}

  /**
   * The phrases of a text, one a line, each once.
   *
   * @param name what to call a phrase in messages
   * @throws IllegalArgumentException naming the phrase that is too long
   */
  public static List<String> phrases(String name, String text) {
    List<String> phrases =
        text.lines()
            .map(line -> line.replace("\ufeff", "").strip())
            .filter(line -> !line.isEmpty())
            .distinct()
            .toList();
    phrases.forEach(phrase -> requireLength(name, phrase));
    return phrases;
  }

  /**
   * Phrases with a shot list.
   *
   * @param general phrases without a part, each once; may be none if there is a list
   * @param list the text
   * @throws IllegalArgumentException in words for the user, with the line's number and text
   */
  public static Phrases read(List<String> general, String list) {
    List<String> texts = new ArrayList<>(general);
    List<Shot> shots = new ArrayList<>();
    int number = 0;
    for (String raw : list.lines().toList()) {
      number++;
      String line = raw.replace("\ufeff", "").strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        shots.add(shot(number, line, texts));
      }
    }
    if (shots.isEmpty() && !list.isBlank()) {
      throw new IllegalArgumentException("the shot list has no line with a shot");
    }
    return new Phrases(texts, general.size(), shots);
  }

  /** Whether a line names a part of the narration and says what is shown in it. */
  public static boolean isShot(String line) {
    return LINE.matcher(line.strip()).matches();
  }

  private static Shot shot(int number, String line, List<String> texts) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          named(number, line)
              + ": begin it with a time such as 0:12 or 0:12-0:20, a paragraph of the script such as"
              + " p2, or \"words of the script\", and then say what is shown");
    }
    String phrase = parts.group("phrase").strip();
    requireLength(named(number, line) + ": its phrase", phrase);
    if (!texts.contains(phrase)) {
      texts.add(phrase);
    }
    try {
      return new Shot(number, texts.indexOf(phrase), time(parts), paragraphs(parts), words(parts));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          named(number, line)
              + ": a part has a length, paragraphs count from 1, and words are 1 to "
              + Shot.MAX_WORDS
              + " characters",
          e);
    }
  }

  private static Optional<Shot.Span> time(Matcher parts) {
    return Optional.ofNullable(parts.group("from"))
        .map(
            from ->
                new Shot.Span(
                    duration(from),
                    Optional.ofNullable(parts.group("to")).map(ShotList::duration)));
  }

  private static Optional<Shot.Paragraphs> paragraphs(Matcher parts) {
    return Optional.ofNullable(parts.group("first"))
        .map(Integer::parseInt)
        .map(
            first ->
                new Shot.Paragraphs(
                    first,
                    Optional.ofNullable(parts.group("last")).map(Integer::parseInt).orElse(first)));
  }

  private static Optional<String> words(Matcher parts) {
    return List.of("straight", "curly", "pointed").stream()
        .map(group -> Optional.ofNullable(parts.group(group)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Duration duration(String clock) {
    String[] digits = clock.replaceAll("[^0-9:.,]", "").replace(',', '.').split(":");
    double seconds =
        IntStream.range(0, digits.length)
            .mapToDouble(i -> Double.parseDouble(digits[i]) * Math.pow(60, digits.length - 1 - i))
            .sum();
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static void requireLength(String what, String phrase) {
    if (phrase.length() > VideoRequest.MAX_QUERY) {
      throw new IllegalArgumentException(
          what
              + " must have 1 to "
              + VideoRequest.MAX_QUERY
              + " characters, and has "
              + phrase.length());
    }
  }

  private static String named(int number, String line) {
    String shown = line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line;
    return "line " + number + " of the shot list is \"" + shown + "\"";
  }
}
