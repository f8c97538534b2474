package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.conversation.Utterance.Token;
import dev.makevideo.workflows.job.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The closed list of fields that a chat endpoint may propose values for, and what of a proposal
 * counts. It is what {@link BriefEditor} takes from a typed answer, without files, addresses and
 * long texts. Stateless.
 */
public final class Proposable {
  /** All of them, in the order of the form. */
  public static final List<Field> FIELDS =
      Arrays.stream(Field.values()).filter(Proposable::isProposable).toList();

  private Proposable() {}

  private static boolean isProposable(Field field) {
    return switch (field) {
      case QUERY,
          AUDIO,
          MAX_SHORTS,
          ASPECT_RATIO,
          CROP_POSITION,
          SUBTITLES,
          LANGUAGE,
          CHECK_TEXT,
          QUALITY,
          KEEP_SCRIPT,
          SOURCES,
          SHARE_ALIKE,
          APPROVE,
          PRIORITY ->
          true;
      case SHOTS, SCRIPT, CLIPS_FOLDER, CLIPS_URLS, MUSIC, MUSIC_VOLUME -> false;
    };
  }

  /**
   * The proposals that count, as answers: of fields that the fixed rules read nothing for, whose
   * rules allow the value, and that change something. A topic must be made of words that were said,
   * and a source must have been named: some have terms that a user answers for.
   *
   * @param editor of this turn; it is not changed
   */
  static List<Answer> answers(
      Proposals proposals, Utterance said, Reading reading, BriefEditor editor) {
    Set<Field> read =
        reading.answers().stream()
            .map(Answer::field)
            .filter(field -> field != Field.QUERY || reading.rest() != Reading.Rest.TOPIC)
            .collect(Collectors.toSet());
    List<Answer> answers = new ArrayList<>();
    for (Field field : FIELDS) {
      String raw = proposals.values().get(field);
      if (raw == null || read.contains(field)) {
        continue;
      }
      Utterance value = Utterance.of(raw);
      if (isSaid(field, value, said) && editor.wouldTake(Answer.set(field, value.text()))) {
        answers.add(Answer.set(field, value.text()));
      }
    }
    return answers;
  }

  private static boolean isSaid(Field field, Utterance value, Utterance said) {
    return switch (field) {
      case QUERY -> isOf(value, said);
      case SOURCES -> areNamed(value, said);
      default -> !value.text().isEmpty();
    };
  }

  private static boolean areNamed(Utterance sources, Utterance said) {
    Set<String> named =
        Lexer.items(said).stream()
            .flatMap(item -> item.value(Field.SOURCES).stream())
            .map(Meaning::value)
            .collect(Collectors.toSet());
    return Arrays.stream(sources.text().split(",")).map(String::strip).allMatch(named::contains);
  }

  private static boolean isOf(Utterance topic, Utterance said) {
    Set<String> words = said.tokens().stream().map(Token::word).collect(Collectors.toSet());
    return topic.words() > 0
        && topic.tokens().stream().filter(Token::isWord).map(Token::word).allMatch(words::contains);
  }
}
