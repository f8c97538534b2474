package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.VideoRequest;

/** What a field is called, and what may be said for it, in a user's tongue. */
final class FieldWords {
  private FieldWords() {}

  static String name(Field field, Tongue tongue) {
    return switch (field) {
      case AUDIO -> tongue.pick("narration", "narração");
      case QUERY -> tongue.pick("topic", "tema");
      case SHOTS -> tongue.pick("shot list", "lista de cenas");
      case SCRIPT -> tongue.pick("script", "roteiro");
      case MAX_SHORTS -> tongue.pick("clips at most", "clipes no máximo");
      case ASPECT_RATIO -> tongue.pick("ratio", "formato");
      case CROP_POSITION -> tongue.pick("crop", "recorte");
      case SUBTITLES -> tongue.pick("captions", "legendas");
      case LANGUAGE -> tongue.pick("language", "idioma");
      case CLIPS_FOLDER -> tongue.pick("folder", "pasta");
      case CLIPS_URLS -> tongue.pick("list of URLs", "lista de URLs");
      case CHECK_TEXT -> tongue.pick("clips with text rejected", "clipes com texto rejeitados");
      case QUALITY -> tongue.pick("quality", "qualidade");
      case KEEP_SCRIPT -> tongue.pick("whole script shown", "roteiro inteiro");
      case SOURCES -> tongue.pick("sources", "fontes");
      case SHARE_ALIKE -> tongue.pick("share-alike clips", "clipes compartilha igual");
      case APPROVE -> tongue.pick("approval before rendering", "aprovação antes de renderizar");
      case PRIORITY -> tongue.pick("priority", "prioridade");
      case MUSIC -> tongue.pick("music", "música");
      case MUSIC_VOLUME -> tongue.pick("volume of the music", "volume da música");
    };
  }

  /** What may be said, a part of a sentence. */
  static String allowed(Field field, Tongue tongue) {
    return switch (field) {
      case AUDIO ->
          tongue
              .pick(
                  "attach a file of at most %d s, or say \"later\"",
                  "anexe um arquivo de no máximo %d s, ou diga \"depois\"")
              .formatted(VideoRequest.MAX_NARRATION.toSeconds());
      case QUERY ->
          tongue
              .pick(
                  "1 to 20 phrases of 1 to %d characters, a line each",
                  "1 a 20 frases de 1 a %d caracteres, uma por linha")
              .formatted(VideoRequest.MAX_QUERY);
      case SHOTS ->
          tongue.pick(
              "lines such as \"0:12 city lights\", or \"no\"",
              "linhas como \"0:12 luzes da cidade\", ou \"não\"");
      case SCRIPT ->
          tongue.pick(
              "\"script:\" and the text, an attached file, or \"no\"",
              "\"roteiro:\" e o texto, um arquivo anexo, ou \"não\"");
      case CLIPS_FOLDER, CLIPS_URLS ->
          tongue.pick("it is attached, and not said", "isso se anexa, e não se diz");
      case MUSIC, MUSIC_VOLUME ->
          tongue.pick(
              "it comes with a job of POST /v1/videos, and not in a conversation",
              "vem com um pedido de POST /v1/videos, e não numa conversa");
      case CHECK_TEXT, KEEP_SCRIPT, SHARE_ALIKE -> tongue.pick("yes or no", "sim ou não");
      case MAX_SHORTS ->
          tongue
              .pick("a whole number from 1 to %d", "um número inteiro de 1 a %d")
              .formatted(VideoRequest.MAX_SHORTS);
      case LANGUAGE ->
          tongue.pick(
              "a language, or its tag such as en or pt-BR",
              "um idioma, ou a sigla como en ou pt-BR");
      case ASPECT_RATIO, CROP_POSITION, SUBTITLES, QUALITY, SOURCES, APPROVE, PRIORITY ->
          field.option().map(JobOption::allowed).orElse("");
    };
  }
}
