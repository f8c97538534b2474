package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sentences of replies. */
final class Wording {
  /** A longer value is cut where it is shown. */
  private static final int LONGEST_SHOWN = 120;

  private Wording() {}

  /** On one line, cut where it is long. */
  static String shown(String value) {
    String line = value.replaceAll("\\s+", " ").strip();
    if (line.length() <= LONGEST_SHOWN) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(LONGEST_SHOWN - 1)) ? 1 : 0;
    return line.substring(0, LONGEST_SHOWN - end) + "…";
  }

  /** With a capital letter. */
  static String begun(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** What is held of a field, such as {@code Ratio: 16:9.} */
  static String held(Brief brief, Field field, Tongue tongue) {
    String value = shown(value(brief, field, tongue));
    boolean ends = value.matches(".*[.!?…]");
    return begun(FieldWords.name(field, tongue)) + ": " + value + (ends ? "" : ".");
  }

  private static String value(Brief brief, Field field, Tongue tongue) {
    return switch (field) {
      case AUDIO -> narration(brief, tongue);
      case SCRIPT ->
          brief.script().isPresent()
              ? tongue.pick("attached", "anexo")
              : brief.text(field).orElse(tongue.pick("none", "nenhum"));
      case CLIPS_URLS ->
          brief.clipUrls().isPresent()
              ? tongue.pick("attached", "anexa")
              : tongue.pick("none", "nenhuma");
      case QUERY ->
          brief
              .text(field)
              .map(text -> text.replace("\n", "; "))
              .orElse(tongue.pick("what the narration says", "o que a narração diz"));
      case SHOTS, CLIPS_FOLDER -> brief.text(field).orElse(tongue.pick("none", "nenhuma"));
      default -> field.option().map(option -> option(brief, option, tongue)).orElse("");
    };
  }

  private static String option(Brief brief, JobOption option, Tongue tongue) {
    String value = brief.value(option);
    return switch (value) {
      case "true" -> tongue.pick("yes", "sim");
      case "false" -> tongue.pick("no", "não");
      default -> value;
    };
  }

  private static String narration(Brief brief, Tongue tongue) {
    Optional<Narration> narration = brief.narration();
    String length =
        narration.flatMap(Narration::duration).map(Wording::seconds).map(s -> ", " + s).orElse("");
    if (brief.isHeard()) {
      return tongue.pick("attached", "anexa") + length;
    }
    return narration.isPresent()
        ? tongue.pick("to be recorded", "a gravar") + length
        : tongue.pick("missing", "falta");
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() / 1000.0 + " s";
  }

  /** The whole brief, a line for each field that was answered, and what is missing. */
  static List<String> summary(Brief brief, Abilities abilities, Tongue tongue) {
    List<String> lines = new ArrayList<>();
    for (Field field : Field.values()) {
      if (brief.isAnswered(field) || (field == Field.CLIPS_URLS && brief.clipUrls().isPresent())) {
        lines.add(held(brief, field, tongue));
      }
    }
    lines.addAll(missing(brief, abilities, tongue));
    return lines;
  }

  /** What lacks, a sentence each. */
  static List<String> missing(Brief brief, Abilities abilities, Tongue tongue) {
    return Lack.of(brief, abilities).stream().map(lack -> lack.words(tongue)).toList();
  }

  static String notUnderstood(Tongue tongue) {
    return tongue.pick("Sorry, I did not understand that.", "Desculpe, não entendi.");
  }

  /** What may be said for a field. */
  static String allowed(Field field, Tongue tongue) {
    return tongue
        .pick("For %s you can say: %s.", "Para %s você pode dizer: %s.")
        .formatted(FieldWords.name(field, tongue), FieldWords.allowed(field, tongue));
  }

  static String longAgo(Tongue tongue) {
    return tongue.pick(
        "This was counted before; what came of it is in the brief.",
        "Isto já foi contado; o que resultou está no resumo.");
  }

  static String starting(Tongue tongue) {
    return tongue.pick("All is there: the job can start.", "Está tudo aqui: o vídeo pode começar.");
  }

  static String help(Tongue tongue) {
    return tongue.pick(
        "Answer the question, or say anything of the video at any time, such as \"16:9, bold"
            + " captions, in Portuguese\", \"change the topic to rivers\", \"no script\", \"clips"
            + " from pexels\", \"at most 80 clips\". \"Skip\" takes the default, \"status\" shows"
            + " what is there.",
        "Responda à pergunta, ou diga qualquer coisa do vídeo a qualquer hora, como \"16:9, legendas"
            + " bold, em inglês\", \"mude o tema para rios\", \"sem roteiro\", \"clipes do"
            + " pexels\", \"no máximo 80 clipes\". \"Pular\" usa o padrão, \"resumo\" mostra o que"
            + " já está.");
  }
}
