package dev.makevideo.workflows.conversation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The language that a conversation is held in, which need not be the narration's. */
public enum Tongue {
  ENGLISH(
      "en",
      "the about please want would like is with and captions subtitles yes make change from of my"
          + " record later language square skip what how this that it i you we not without for"),
  PORTUGUESE(
      "pt",
      "o os sobre favor quero queria com e legendas legenda sim nao mude muda troque para de do da"
          + " em um uma meu minha gravar depois idioma quadrado pular que isso voce sem formato");

  private final String label;
  private final Set<String> words;

  Tongue(String label, String words) {
    this.label = label;
    this.words = Set.of(words.split(" "));
  }

  /** The wire form: {@code en} or {@code pt}. */
  @JsonValue
  public String label() {
    return label;
  }

  /**
   * The tongue with a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static Tongue of(String label) {
    return Arrays.stream(values())
        .filter(tongue -> tongue.label.equals(label))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("tongue is \"" + label + "\"; allowed: en, pt"));
  }

  /** One of two texts. */
  String pick(String english, String portuguese) {
    return this == ENGLISH ? english : portuguese;
  }

  /** The one that most of the frequent words are of; empty if neither has more. */
  static Optional<Tongue> of(Utterance said) {
    long english = ENGLISH.count(said);
    long portuguese = PORTUGUESE.count(said);
    if (english == portuguese) {
      return Optional.empty();
    }
    return Optional.of(english > portuguese ? ENGLISH : PORTUGUESE);
  }

  private long count(Utterance said) {
    return said.tokens().stream().filter(token -> words.contains(token.word())).count();
  }
}
