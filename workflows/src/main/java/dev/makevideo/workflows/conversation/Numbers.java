package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.conversation.Utterance.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads whole numbers in digits and in words, English and Portuguese, and lengths of time. */
final class Numbers {
  private static final Map<String, Integer> SMALL = new HashMap<>();

  static {
    words(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
            + " fifteen sixteen seventeen eighteen nineteen",
        0,
        1);
    words("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10);
    words(
        "um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze", 1, 1);
    words("dezesseis dezessete dezoito dezenove", 16, 1);
    words("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", 20, 10);
    words("uma duas", 1, 1);
    words("cento duzentos trezentos quatrocentos quinhentos", 100, 100);
    SMALL.putAll(
        Map.of("catorze", 14, "cem", 100, "hundred", -100, "mil", -1000, "thousand", -1000));
  }

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern SECONDS = Pattern.compile("s|sec|secs|seconds?|segundos?|seg");
  private static final Pattern MINUTES = Pattern.compile("m|min|mins|minutes?|minutos?");
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,6})(s|sec|seg|m|min)");
  private static final int MINUTE = 60;

  /** What a number too large to be meant counts as. */
  private static final int LARGE = 100_000_000;

  private Numbers() {}

  /**
   * A number, or a time in seconds.
   *
   * @param value in digits, as it was written if it was in digits
   * @param end the token after it
   */
  record Found(String value, int end) {
    int asInt() {
      return value.length() > 8 ? LARGE : Integer.parseInt(value);
    }
  }

  private static void words(String list, int from, int step) {
    int value = from;
    for (String word : list.split(" ")) {
      SMALL.put(word, value);
      value += step;
    }
  }

  /** The number that begins at a token. */
  static Optional<Found> number(List<Token> tokens, int at) {
    String first = tokens.get(at).word();
    if (DIGITS.matcher(first).matches()) {
      return Optional.of(new Found(first, at + 1));
    }
    long total = 0;
    long part = 0;
    int end = at;
    for (int i = at; i < tokens.size(); i++) {
      for (String word : tokens.get(i).word().split("-")) {
        Integer value = SMALL.get(word);
        if (value == null) {
          boolean joins = i > at && (word.equals("and") || word.equals("e"));
          if (joins && i + 1 < tokens.size() && isSmall(tokens.get(i + 1))) {
            continue;
          }
          return end == at ? Optional.empty() : Optional.of(found(total + part, end));
        }
        if (value == -100) {
          part = Math.max(1, part) * 100;
        } else if (value < 0) {
          total += Math.max(1, part) * 1000;
          part = 0;
        } else {
          part += value;
        }
        if (total + part > LARGE) {
          return Optional.of(found(LARGE, i + 1));
        }
      }
      end = i + 1;
    }
    return end == at ? Optional.empty() : Optional.of(found(total + part, end));
  }

  private static boolean isSmall(Token token) {
    return SMALL.containsKey(token.word().split("-")[0]);
  }

  private static Found found(long value, int end) {
    return new Found(Long.toString(value), end);
  }

  /** The length of time that begins at a token, in seconds. */
  static Optional<Found> duration(List<Token> tokens, int at) {
    Optional<Found> first = oneUnit(tokens, at);
    if (first.isEmpty()) {
      return first;
    }
    int end = first.get().end();
    int total = first.get().asInt();
    boolean minutes = total % MINUTE == 0;
    int next = is(tokens, end, "and|e") ? end + 1 : end;
    int half = is(tokens, next, "a") ? next + 1 : next;
    if (minutes && next > end && is(tokens, half, "half|meio|meia")) {
      return Optional.of(found(total + MINUTE / 2, half + 1));
    }
    Optional<Found> second = next < tokens.size() ? oneUnit(tokens, next) : Optional.empty();
    if (minutes && second.filter(f -> f.asInt() < MINUTE).isPresent()) {
      return Optional.of(found(total + second.get().asInt(), second.get().end()));
    }
    return first;
  }

  private static Optional<Found> oneUnit(List<Token> tokens, int at) {
    Matcher joined = SHORT.matcher(tokens.get(at).word());
    if (joined.matches()) {
      int count = Integer.parseInt(joined.group(1));
      return Optional.of(found(count * (joined.group(2).startsWith("m") ? MINUTE : 1), at + 1));
    }
    if (is(tokens, at, "half|meio") && is(tokens, at + 1, "minuto")) {
      return Optional.of(found(MINUTE / 2, at + 2));
    }
    return number(tokens, at)
        .filter(n -> n.end() < tokens.size())
        .flatMap(
            n -> {
              String unit = tokens.get(n.end()).word();
              int count = Math.min(n.asInt(), LARGE / MINUTE);
              if (SECONDS.matcher(unit).matches()) {
                return Optional.of(found(count, n.end() + 1));
              }
              return MINUTES.matcher(unit).matches()
                  ? Optional.of(found(count * MINUTE, n.end() + 1))
                  : Optional.empty();
            });
  }

  private static boolean is(List<Token> tokens, int at, String words) {
    return at < tokens.size() && tokens.get(at).word().matches(words);
  }
}
