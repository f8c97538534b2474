package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.WordLists;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.Shot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Proposes search phrases for a narration, as a shot list. Pure: the same words give the same list.
 * The rule:
 *
 * <ol>
 *   <li>Sentences are put together to stretches of at least {@link #SHORTEST} seconds, or of a
 *       fortieth of the narration if that is longer.
 *   <li>Words count that have three letters or more (two in scripts without spaces) and are not in
 *       the language's list of those that say nothing; for a language without a list, words of five
 *       letters or more.
 *   <li>A word weighs how often it is said in its stretch, times the logarithm of how rare it is
 *       over the stretches (tf–idf, K. Spärck Jones, 1972), and half as much again if it has a
 *       capital letter within a sentence.
 *   <li>The phrase of a stretch is the heaviest two words that stand side by side in a sentence; or
 *       one that is heavier than these; of equals the first.
 *   <li>A stretch without a word that counts goes on with the phrase before.
 * </ol>
 */
final class Keyphrases {
  /** Seconds. */
  static final double SHORTEST = 6;

  private static final int MOST_STRETCHES = 40;
  private static final double CAPITAL = 1.5;
  private static final int LONG_WORD = 5;
  private static final int SHORT_WORD = 3;

  /** Two of them are a phrase. */
  private static final int LONGEST_WORD = 80;

  private static final Pattern SIGNS = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");
  private static final Pattern SENTENCE_END = Pattern.compile(".*[.!?…。！？][^\\p{L}\\p{N}]*");

  private final Set<String> saysNothing;
  private final int shortest;

  private Keyphrases(String language) {
    WordLists lists = new WordLists(Keyphrases.class, "stop-words.properties");
    String code = language.toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    saysNothing = lists.list(code);
    shortest = lists.has(code) ? SHORT_WORD : LONG_WORD;
  }

  /**
   * A word that may be searched for.
   *
   * @param text as it is written, without signs
   * @param place its number among all words
   * @param begins a sentence
   */
  private record Term(String text, String key, int place, boolean begins) {
    boolean capital() {
      return !begins && Character.isUpperCase(text.codePointAt(0));
    }
  }

  /** Words that are said one after the other. */
  private record Stretch(double start, List<Term> terms, Map<String, Integer> counts) {}

  /**
   * The list.
   *
   * @param words with their times
   * @param language BCP 47 tag
   * @param narration how long it is: no shot begins after its end
   * @return empty if no word counts
   */
  static Optional<Phrases> of(List<Word> words, String language, Duration narration) {
    double end = narration.toMillis() / 1000.0;
    return new Keyphrases(language)
        .proposed(words.stream().filter(word -> word.start() < end).toList());
  }

  private Optional<Phrases> proposed(List<Word> words) {
    List<Stretch> stretches = stretches(words);
    Map<String, Integer> spread = new HashMap<>();
    for (Stretch stretch : stretches) {
      stretch.counts().keySet().forEach(key -> spread.merge(key, 1, Integer::sum));
    }
    List<String> texts = new ArrayList<>();
    List<Shot> shots = new ArrayList<>();
    int last = -1;
    for (Stretch stretch : stretches) {
      Optional<String> phrase = phrase(stretch, spread, stretches.size());
      if (phrase.isEmpty()) {
        continue;
      }
      if (!texts.contains(phrase.get())) {
        texts.add(phrase.get());
      }
      int number = texts.indexOf(phrase.get());
      if (number != last) {
        // The first one begins with the narration.
        double start = shots.isEmpty() ? 0 : stretch.start();
        shots.add(shot(shots.size() + 1, number, start));
        last = number;
      }
    }
    return shots.isEmpty() ? Optional.empty() : Optional.of(new Phrases(texts, 0, shots));
  }

  private static Shot shot(int line, int phrase, double start) {
    Duration from = Duration.ofMillis(Math.round(start * 1000));
    return new Shot(
        line,
        phrase,
        Optional.of(new Shot.Span(from, Optional.empty())),
        Optional.empty(),
        Optional.empty());
  }

  private List<Stretch> stretches(List<Word> words) {
    List<Stretch> stretches = new ArrayList<>();
    if (words.isEmpty()) {
      return stretches;
    }
    double end = words.get(words.size() - 1).end();
    double least = Math.max(SHORTEST, end / MOST_STRETCHES);
    Stretch now = stretch(words.get(0).start());
    boolean begins = true;
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      if (begins && word.start() - now.start() >= least) {
        stretches.add(now);
        now = stretch(word.start());
      }
      Optional<Term> term = term(word, i, begins);
      term.ifPresent(now.terms()::add);
      term.map(Term::key).ifPresent(merging(now));
      begins = word.ends() || SENTENCE_END.matcher(word.text()).matches();
    }
    // What is left is too short to stand alone.
    if (end - now.start() < SHORTEST / 2 && !stretches.isEmpty()) {
      Stretch before = stretches.get(stretches.size() - 1);
      before.terms().addAll(now.terms());
      now.counts().forEach((key, count) -> before.counts().merge(key, count, Integer::sum));
    } else {
      stretches.add(now);
    }
    return stretches;
  }

  private static java.util.function.Consumer<String> merging(Stretch stretch) {
    return key -> stretch.counts().merge(key, 1, Integer::sum);
  }

  private static Stretch stretch(double start) {
    return new Stretch(start, new ArrayList<>(), new HashMap<>());
  }

  private Optional<Term> term(Word word, int place, boolean begins) {
    String text = SIGNS.matcher(word.text()).replaceAll("");
    String key = text.toLowerCase(Locale.ROOT);
    long letters = text.codePoints().filter(Character::isLetter).count();
    boolean spaceless = text.codePoints().anyMatch(Character::isIdeographic);
    boolean counts =
        letters >= (spaceless ? 2 : shortest)
            && text.length() <= LONGEST_WORD
            && !saysNothing.contains(key)
            && !saysNothing.contains(key.replaceFirst("['’].*$", ""));
    return counts ? Optional.of(new Term(text, key, place, begins)) : Optional.empty();
  }

  private static Optional<String> phrase(
      Stretch stretch, Map<String, Integer> spread, int stretches) {
    List<Term> terms = stretch.terms();
    double[] weights = new double[terms.size()];
    Set<String> capitals = new HashSet<>();
    terms.stream().filter(Term::capital).map(Term::key).forEach(capitals::add);
    for (int i = 0; i < weights.length; i++) {
      String key = terms.get(i).key();
      double rare = Math.log(1 + stretches / (double) spread.getOrDefault(key, 1));
      weights[i] =
          stretch.counts().getOrDefault(key, 1) * rare * (capitals.contains(key) ? CAPITAL : 1);
    }
    Optional<String> best = Optional.empty();
    double most = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > most) {
        most = weights[i];
        best = Optional.of(terms.get(i).text());
      }
      boolean follows =
          i > 0
              && !terms.get(i).begins()
              && terms.get(i).place() == terms.get(i - 1).place() + 1
              && !terms.get(i).key().equals(terms.get(i - 1).key());
      if (follows && weights[i - 1] + weights[i] > most) {
        most = weights[i - 1] + weights[i];
        best = Optional.of(terms.get(i - 1).text() + " " + terms.get(i).text());
      }
    }
    return best;
  }
}
