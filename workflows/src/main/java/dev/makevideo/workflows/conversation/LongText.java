package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.conversation.Meaning.Kind;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ShotList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells a turn that is a script or a shot list as a whole: nothing is read out of it. */
final class LongText {
  private static final Pattern SCRIPT =
      Pattern.compile("(?is)(?:(?:the|o)\\s+)?(?:script|roteiro)\\s*:\\s*(\\S.*)");
  private static final Pattern SHOTS =
      Pattern.compile(
          "(?is)(?:shots|shot list|planos|lista de planos|cenas|lista de cenas)\\s*:\\s*(\\S.*)");

  /** After the question for a script, what is as long as this is one. */
  private static final int SCRIPT_WORDS = 12;

  /** Of several lines, fewer do. */
  private static final int VERSE_WORDS = 6;

  private LongText() {}

  static Optional<Answer> read(Utterance said, List<Item> items, Question asked) {
    return marked(SCRIPT, Field.SCRIPT, said)
        .or(() -> marked(SHOTS, Field.SHOTS, said))
        .or(() -> shots(said, items, asked))
        .or(() -> script(said, items, asked));
  }

  private static Optional<Answer> marked(Pattern pattern, Field field, Utterance said) {
    Matcher text = pattern.matcher(said.text());
    return text.matches() ? Optional.of(Answer.set(field, text.group(1))) : Optional.empty();
  }

  /** One line is one after the question only: it may be a ratio, or a length with words. */
  private static Optional<Answer> shots(Utterance said, List<Item> items, Question asked) {
    List<String> lines =
        said.text()
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    boolean expected = asked.asks(Field.SHOTS) && items.stream().anyMatch(Item::isUnknown);
    boolean is =
        lines.size() > 1
            ? ShotList.isShot(lines.get(0)) && ShotList.isShot(lines.get(1))
            : expected && lines.size() == 1 && ShotList.isShot(lines.get(0));
    return is ? Optional.of(Answer.set(Field.SHOTS, said.text())) : Optional.empty();
  }

  private static Optional<Answer> script(Utterance said, List<Item> items, Question asked) {
    boolean several = said.text().contains("\n");
    boolean is =
        asked.asks(Field.SCRIPT)
            && said.words() >= (several ? VERSE_WORDS : SCRIPT_WORDS)
            && !items.get(0).is(Kind.CHANGE)
            && !items.get(0).is(Kind.CLEAR);
    return is ? Optional.of(Answer.set(Field.SCRIPT, said.text())) : Optional.empty();
  }
}
