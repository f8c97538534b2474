package dev.makevideo.activities.subtitle;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the font of every cluster, a letter with its marks or a joined emoji: the usual one if it
 * draws it, else the first that does. What no font draws is left out: a mark alone, or the cluster
 * with its letter. Immutable.
 */
final class FontRuns {
  private final FontSet fonts;

  FontRuns(FontSet fonts) {
    this.fonts = fonts;
  }

  /** A cluster in the font that draws all of it. */
  record Run(String text, CaptionFont font) {}

  /**
   * The clusters that can be drawn.
   *
   * @param current the font of the text before, in which digits and signs stay
   */
  List<Run> of(String text, CaptionFont usual, CaptionFont current) {
    List<Run> runs = new ArrayList<>();
    CaptionFont before = current;
    for (String cluster : WordPieces.clusters(text)) {
      int base = cluster.codePointAt(0);
      CaptionFont preferred = isNeutral(base) && !before.isOfSymbols() ? before : usual;
      CaptionFont second = preferred.draws(cluster) ? preferred : usual;
      Optional<Run> run = draw(cluster, second);
      if (run.isPresent()) {
        runs.add(run.get());
        before = run.get().font();
      }
    }
    return runs;
  }

  double width(String text, CaptionFont usual) {
    return of(text, usual, usual).stream().mapToDouble(run -> run.font().width(run.text())).sum();
  }

  private Optional<Run> draw(String cluster, CaptionFont preferred) {
    if (Character.isSpaceChar(cluster.codePointAt(0))) {
      return Optional.of(new Run(" ", preferred)); // lines are chosen already, so any will do
    }
    String seen = without(cluster, CaptionFont::isSelector);
    Optional<CaptionFont> whole = fonts.forCluster(preferred, seen);
    if (whole.isPresent()) {
      return Optional.of(new Run(seen, whole.get()));
    }
    return fonts
        .forCluster(preferred, Character.toString(cluster.codePointAt(0)))
        .map(font -> new Run(without(seen, c -> !font.draws(Character.toString(c))), font));
  }

  private static String without(String text, java.util.function.IntPredicate what) {
    return text.codePoints()
        .filter(what.negate())
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Whether it belongs to no writing system of its own, as digits and spaces do. */
  private static boolean isNeutral(int letter) {
    UnicodeScript script = UnicodeScript.of(letter);
    return script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED;
  }
}
