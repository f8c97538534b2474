package dev.makevideo.activities.subtitle;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The fonts that a text is drawn with, those that are preferred first. Immutable. */
public final class FontSet {
  static final FontSet SHIPPED = new FontSet(CaptionFont.values(), Optional.empty(), "");

  private final List<CaptionFont> fonts;
  private final Optional<Path> fetched;
  private final String trouble;

  private FontSet(List<CaptionFont> fonts, Optional<Path> fetched, String trouble) {
    this.fonts = fonts;
    this.fetched = fetched;
    this.trouble = trouble;
  }

  /** These and one more, last: what a shipped font draws looks the same with and without it. */
  FontSet and(CaptionFont font, Path file) {
    return new FontSet(
        Stream.concat(fonts.stream(), Stream.of(font)).toList(), Optional.of(file), "");
  }

  FontSet without(String reason) {
    return new FontSet(fonts, fetched, reason);
  }

  /** The file of the font that is not shipped, if there is one. */
  Optional<Path> fetched() {
    return fetched;
  }

  /** Why a font is not there that the text needs, and what to do; empty if none is needed. */
  public String trouble() {
    return trouble;
  }

  /** The preferred font if it draws the cluster, else the first that does, else none. */
  Optional<CaptionFont> forCluster(CaptionFont preferred, String cluster) {
    return Stream.concat(Stream.of(preferred), fonts.stream())
        .filter(font -> font.draws(cluster))
        .findFirst();
  }

  /** The letters of the text that no font has and captions leave out, each once. */
  public List<String> missing(String text) {
    return text.codePoints()
        .distinct()
        .filter(c -> !CaptionFont.isUnseen(c) && !Character.isISOControl(c))
        .filter(c -> !Character.isSpaceChar(c))
        .mapToObj(Character::toString)
        .filter(letter -> fonts.stream().noneMatch(font -> font.draws(letter)))
        .toList();
  }
}
