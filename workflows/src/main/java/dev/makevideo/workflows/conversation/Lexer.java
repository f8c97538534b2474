package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.conversation.Utterance.Token;
import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what the words of an utterance mean, the longest phrases first. */
final class Lexer {
  private static final Pattern RATIO = Pattern.compile("([0-9]{1,4})[:x/\u00d7]([0-9]{1,4})");
  private static final Pattern BETWEEN = Pattern.compile("[:/x\u00d7]|by|por|to|para|a");

  private final List<Token> tokens;
  private final List<Item> items = new ArrayList<>();

  private Lexer(List<Token> tokens) {
    this.tokens = tokens;
  }

  static List<Item> items(Utterance said) {
    Lexer lexer = new Lexer(said.tokens());
    int at = 0;
    while (at < lexer.tokens.size()) {
      at = lexer.next(at);
    }
    return lexer.items;
  }

  private int next(int at) {
    Optional<Integer> ratio = ratio(at);
    if (ratio.isPresent()) {
      return ratio.get();
    }
    Optional<Numbers.Found> time = Numbers.duration(tokens, at);
    if (time.isPresent()) {
      Meaning length = Meaning.value(Field.AUDIO, time.get().value(), Meaning.Strength.ALWAYS);
      return add(at, time.get().end(), List.of(length));
    }
    for (int words = Math.min(Vocabulary.LONGEST, tokens.size() - at); words > 0; words--) {
      List<Meaning> meanings = Vocabulary.of(phrase(at, words));
      if (!meanings.isEmpty()) {
        return add(at, at + words, meanings);
      }
    }
    return Numbers.number(tokens, at)
        .map(number -> add(at, number.end(), List.of(Meaning.number(number.value()))))
        .orElseGet(() -> add(at, at + 1, List.of()));
  }

  /** A ratio in one word, or in three. What is none of ours counts where its field was named. */
  private Optional<Integer> ratio(int at) {
    Matcher one = RATIO.matcher(tokens.get(at).word());
    if (one.matches()) {
      return Optional.of(addRatio(one.group(1), one.group(2), at, at + 1));
    }
    Optional<Numbers.Found> width = Numbers.number(tokens, at);
    if (width.filter(w -> w.end() + 1 < tokens.size() && isBetween(w.end())).isEmpty()) {
      return Optional.empty();
    }
    return Numbers.number(tokens, width.get().end() + 1)
        .filter(height -> isKnown(width.get().value() + ":" + height.value()))
        .map(height -> addRatio(width.get().value(), height.value(), at, height.end()));
  }

  private boolean isBetween(int at) {
    return BETWEEN.matcher(tokens.get(at).word()).matches();
  }

  private int addRatio(String width, String height, int from, int to) {
    String label = width + ":" + height;
    Meaning.Strength strength =
        isKnown(label) ? Meaning.Strength.ALWAYS : Meaning.Strength.WITH_FIELD;
    return add(from, to, List.of(Meaning.value(Field.ASPECT_RATIO, label, strength)));
  }

  private static boolean isKnown(String label) {
    return Arrays.stream(AspectRatio.values()).anyMatch(ratio -> ratio.label().equals(label));
  }

  private String phrase(int at, int words) {
    StringBuilder phrase = new StringBuilder(tokens.get(at).word());
    for (int i = at + 1; i < at + words; i++) {
      phrase.append(' ').append(tokens.get(i).word());
    }
    return phrase.toString();
  }

  private int add(int from, int to, List<Meaning> meanings) {
    items.add(new Item(tokens.get(from).start(), tokens.get(to - 1).end(), meanings));
    return to;
  }
}
