package dev.makevideo.workflows.conversation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.makevideo.workflows.job.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The closed list of what is asked, in this order; each is answered once, and may be again. */
public enum Question {
  QUERY(
      Field.QUERY,
      "What is the video about? A few words to look for clips by; \"skip\" lets the narration say.",
      "Sobre o que é o vídeo? Algumas palavras para procurar clipes; \"pular\" deixa a narração"
          + " dizer."),
  AUDIO(
      Field.AUDIO,
      "Please attach the narration, or say \"later\" if it is still to be recorded.",
      "Anexe a narração, por favor, ou diga \"depois\" se ainda vai gravar."),
  SCRIPT(
      Field.SCRIPT,
      "Do you have the script, word for word? Paste or attach it, or say \"no\".",
      "Você tem o roteiro, palavra por palavra? Cole ou anexe, ou diga \"não\"."),
  SHOTS(
      Field.SHOTS,
      "Shall certain shots come at certain times? A line each, such as \"0:12 city lights\"; or"
          + " \"no\".",
      "Alguma cena deve vir em certa hora? Uma linha para cada, como \"0:12 luzes da cidade\"; ou"
          + " \"não\"."),
  ASPECT_RATIO(
      Field.ASPECT_RATIO,
      "Which ratio: 9:16, 16:9, 1:1 or 4:5?",
      "Qual formato: 9:16, 16:9, 1:1 ou 4:5?"),
  SUBTITLES(
      Field.SUBTITLES,
      "Which captions: bold, headline, plain, files (beside the video) or none?",
      "Quais legendas: bold, headline, plain, files (ao lado do vídeo) ou none?"),
  LANGUAGE(
      Field.LANGUAGE, "Which language does the narration speak?", "Em que idioma é a narração?"),
  SOURCES(
      Field.SOURCES,
      "Where shall clips come from? Name sources, or say \"default\".",
      "De onde vêm os clipes? Diga as fontes, ou \"padrão\"."),
  SHARE_ALIKE(
      Field.SHARE_ALIKE,
      "May clips be used whose licence your video must then have, too (share-alike)? Yes or no.",
      "Podem ser usados clipes cuja licença o seu vídeo também terá (compartilha igual)? Sim ou"
          + " não."),
  QUALITY(
      Field.QUALITY,
      "Standard quality, or a quick draft of half the size?",
      "Qualidade padrão, ou um rascunho rápido com metade do tamanho?"),
  /** Only the recording is missing. */
  RECORDING(
      Field.AUDIO,
      "All else is there. Attach the narration when it is recorded.",
      "O resto está pronto. Anexe a narração quando estiver gravada."),
  /** All is there. */
  CONFIRM(
      "All is there. Say \"start\", or what to change.",
      "Está tudo aqui. Diga \"começar\", ou o que mudar.");

  private final Optional<Field> field;
  private final String english;
  private final String portuguese;

  Question(Field field, String english, String portuguese) {
    this(Optional.of(field), english, portuguese);
  }

  Question(String english, String portuguese) {
    this(Optional.empty(), english, portuguese);
  }

  Question(Optional<Field> field, String english, String portuguese) {
    this.field = field;
    this.english = english;
    this.portuguese = portuguese;
  }

  /** The field that it asks for; absent where all is there. */
  public Optional<Field> field() {
    return field;
  }

  /** The wire form: the constant's name in lower case. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The question with a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static Question of(String label) {
    return Arrays.stream(values())
        .filter(question -> question.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("question is \"" + label + "\""));
  }

  /** Its words. */
  public String words(Tongue tongue) {
    return tongue.pick(english, portuguese);
  }

  boolean asks(Field wanted) {
    return field.filter(f -> f == wanted).isPresent();
  }

  /** What is asked next. */
  static Question next(Brief brief, Abilities abilities) {
    for (Question question : values()) {
      if (question.field.filter(f -> !brief.isAnswered(f)).isPresent()) {
        return question;
      }
    }
    return Lack.of(brief, abilities).stream()
        .findFirst()
        .map(lack -> asking(lack.field()))
        .orElse(CONFIRM);
  }

  private static Question asking(Field lacking) {
    return lacking == Field.AUDIO
        ? RECORDING
        : Arrays.stream(values()).filter(q -> q.asks(lacking)).findFirst().orElse(CONFIRM);
  }
}
