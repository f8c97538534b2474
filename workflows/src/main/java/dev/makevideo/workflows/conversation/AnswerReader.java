package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.conversation.Meaning.Kind;
import dev.makevideo.workflows.job.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a turn into answers by fixed rules, English and Portuguese alike: the same text after the
 * same question is always read in the same way. Long texts (a script, a shot list) first, then what
 * the video is about, then single values; what is left says yes, no, or nothing that is known.
 */
final class AnswerReader {
  /** Beside answers, fewer words that mean nothing are politeness. */
  private static final int WORDS_LEFT = 3;

  /** A topic that nothing introduces has fewer words than this; what is longer may say more. */
  private static final int LONG_TOPIC = 7;

  private AnswerReader() {}

  static Reading read(Utterance said, Question asked) {
    List<Item> items = Lexer.items(said);
    Optional<Answer> whole = LongText.read(said, items, asked);
    if (whole.isPresent()) {
      return new Reading(List.of(whole.get()), Reading.Wish.NOTHING, Optional.empty());
    }
    Optional<TopicSpan> topic = TopicSpan.find(said, items);
    List<Item> rest = topic.map(span -> span.without(items)).orElse(items);
    FieldScan scan = FieldScan.of(said.text(), rest, asked);
    List<Answer> answers = new ArrayList<>(scan.answers());
    topic.ifPresent(span -> answers.add(0, Answer.set(Field.QUERY, span.text())));
    if (topic.isEmpty() && asked == Question.QUERY && scan.unknown() > 0 && !scan.isCommand()) {
      TopicSpan span = TopicSpan.whole(said, items);
      if (!span.text().isEmpty()) {
        answers.clear();
        answers.addAll(FieldScan.of(said.text(), span.without(items), asked).answers());
        answers.add(0, Answer.set(Field.QUERY, span.text()));
        boolean isLong = said.words() >= LONG_TOPIC;
        return withWord(answers, scan, asked)
            .leaving(isLong ? Reading.Rest.TOPIC : Reading.Rest.NOTHING);
      }
    }
    Reading reading = withWord(answers, scan, asked);
    int few = reading.answers().isEmpty() ? 1 : WORDS_LEFT;
    return reading.leaving(scan.unknown() >= few ? Reading.Rest.WORDS : Reading.Rest.NOTHING);
  }

  /** Adds what a yes, a no or the like means to the question that was asked. */
  private static Reading withWord(List<Answer> answers, FieldScan scan, Question asked) {
    boolean answered = answers.stream().anyMatch(answer -> asked.asks(answer.field()));
    Optional<Kind> word = scan.word();
    if (word.isEmpty() || answered) {
      return new Reading(answers, Reading.Wish.NOTHING, named(answers, scan));
    }
    Optional<Answer> meant = meant(word.get(), asked);
    if (meant.isPresent() && (answers.isEmpty() || isOwn(word.get(), asked))) {
      answers.add(0, meant.get());
      return new Reading(answers, Reading.Wish.NOTHING, Optional.empty());
    }
    boolean alone = answers.isEmpty();
    return new Reading(
        answers, alone ? wish(word.get(), asked) : Reading.Wish.NOTHING, named(answers, scan));
  }

  /** Whether a word beside other answers is an answer of its own, and no "no, I mean". */
  private static boolean isOwn(Kind word, Question asked) {
    return word == Kind.LATER || (word != Kind.SKIP && asked != Question.AUDIO);
  }

  private static Optional<Field> named(List<Answer> answers, FieldScan scan) {
    return answers.isEmpty() ? scan.named() : Optional.empty();
  }

  private static Optional<Answer> meant(Kind word, Question asked) {
    return switch (asked) {
      case SHARE_ALIKE ->
          switch (word) {
            case YES -> Optional.of(Answer.set(Field.SHARE_ALIKE, "true"));
            case NO -> answer(asked, Answer.How.NONE);
            case SKIP -> answer(asked, Answer.How.PASS);
            default -> Optional.empty();
          };
      case SCRIPT, SHOTS, SUBTITLES ->
          switch (word) {
            case NO -> answer(asked, Answer.How.NONE);
            case SKIP, LATER -> answer(asked, Answer.How.PASS);
            default -> Optional.empty();
          };
      case AUDIO ->
          word == Kind.NO || word == Kind.LATER || word == Kind.SKIP
              ? answer(asked, Answer.How.LATER)
              : Optional.empty();
      case RECORDING -> word == Kind.LATER ? answer(asked, Answer.How.LATER) : Optional.empty();
      case QUERY, ASPECT_RATIO, LANGUAGE, SOURCES, QUALITY ->
          word == Kind.SKIP ? answer(asked, Answer.How.PASS) : Optional.empty();
      case CONFIRM -> Optional.empty();
    };
  }

  private static Optional<Answer> answer(Question asked, Answer.How how) {
    return asked.field().map(field -> Answer.of(field, how));
  }

  private static Reading.Wish wish(Kind word, Question asked) {
    return switch (word) {
      case START -> Reading.Wish.START;
      case HELP -> Reading.Wish.HELP;
      case SHOW -> Reading.Wish.SHOW;
      case YES -> asked == Question.CONFIRM ? Reading.Wish.START : Reading.Wish.YES;
      case NO -> Reading.Wish.NO;
      default -> Reading.Wish.NOTHING;
    };
  }
}
