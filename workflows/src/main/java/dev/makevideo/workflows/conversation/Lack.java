package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.RequestRules;
import dev.makevideo.workflows.job.SourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a brief is no request yet.
 *
 * @param field what must be said or changed
 * @param english why, a sentence
 * @param portuguese the same
 */
public record Lack(Field field, String english, String portuguese) {
  String words(Tongue tongue) {
    return tongue.pick(english, portuguese);
  }

  /** All that lacks; what can be done now comes first, and the recording last. */
  static List<Lack> of(Brief brief, Abilities abilities) {
    List<Lack> lacks = new ArrayList<>();
    if (!brief.isAnswered(Field.QUERY)) {
      lacks.add(
          new Lack(
              Field.QUERY,
              "What the video is about is missing.",
              "Falta dizer sobre o que é o vídeo."));
    } else {
      ofPhrases(brief, abilities).ifPresent(lacks::add);
    }
    ofSources(brief, abilities).ifPresent(lacks::add);
    if (!brief.isHeard()) {
      lacks.add(new Lack(Field.AUDIO, "The narration is missing.", "Falta a narração."));
    }
    return List.copyOf(lacks);
  }

  private static Optional<Lack> ofPhrases(Brief brief, Abilities abilities) {
    Phrases phrases = brief.phrases();
    Optional<RequestRules.WordsLack> words =
        RequestRules.words(phrases, brief.style(), brief.hasScript(), abilities.hears());
    if (words.isPresent()) {
      return words.map(Lack::ofWords);
    }
    return brief
        .narration()
        .filter(n -> n.audio().isPresent())
        .flatMap(Narration::duration)
        .flatMap(phrases::objection)
        .map(
            why ->
                new Lack(
                    Field.SHOTS,
                    "The shot list does not fit: " + why + ".",
                    "A lista de cenas não cabe: " + why + "."));
  }

  private static Lack ofWords(RequestRules.WordsLack lack) {
    return switch (lack) {
      case PARAGRAPHS ->
          new Lack(
              Field.SCRIPT,
              "The shot list names paragraphs, and there is no script.",
              "A lista de cenas fala de parágrafos, e não há roteiro.");
      case PHRASES ->
          new Lack(
              Field.QUERY,
              "The narration cannot say what it is about: speech recognition is off, and there is"
                  + " no script.",
              "A narração não pode dizer o tema: o reconhecimento de fala está desligado, e não há"
                  + " roteiro.");
      case CAPTIONS ->
          new Lack(
              Field.SCRIPT,
              "Captions need words: speech recognition is off, so give the script, or say \"no"
                  + " captions\".",
              "Legendas precisam de palavras: o reconhecimento de fala está desligado; dê o"
                  + " roteiro, ou diga \"sem legendas\".");
    };
  }

  private static Optional<Lack> ofSources(Brief brief, Abilities abilities) {
    boolean urls = brief.clipUrls().isPresent();
    boolean folder = brief.text(Field.CLIPS_FOLDER).isPresent();
    if (!urls
        && !folder
        && brief.sources().isEmpty()
        && RequestRules.isNowhere(abilities::missing)) {
      return Optional.of(
          new Lack(
              Field.SOURCES,
              "There is nowhere to get clips from: attach a list of URLs, or name a folder.",
              "Não há de onde tirar clipes: anexe uma lista de URLs, ou diga uma pasta."));
    }
    return RequestRules.sources(brief.sources(), folder, urls, abilities::missing)
        .map(Lack::ofSource);
  }

  /** As a refusal, too: a source is named before it is looked whether it is there. */
  static Lack ofSource(RequestRules.SourceLack lack) {
    String source = lack.source().label();
    if (lack.needs().isPresent()) {
      String needs = lack.needs().get();
      return new Lack(
          Field.SOURCES,
          source + " needs " + needs + " and a restart.",
          source + " precisa de " + needs + " e de um reinício.");
    }
    if (lack.source() == SourceName.UPLOADS) {
      return new Lack(
          Field.SOURCES,
          source + " cannot be attached to a conversation.",
          source + " não podem ser anexados a uma conversa.");
    }
    String with =
        (lack.source() == SourceName.FOLDER ? Field.CLIPS_FOLDER : Field.CLIPS_URLS).label();
    return new Lack(
        Field.SOURCES,
        source + " goes with " + with + ", and only with it.",
        source + " vai com " + with + ", e só com ela.");
  }
}
