package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.contract.FreeText;
import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.conversation.ConversationState.CountedTurn;
import dev.makevideo.workflows.job.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One turn of a conversation: a function of the state, the turn and the time, and of nothing else.
 * A turn whose id was counted before changes nothing and has the same reply, as long as that is
 * kept.
 */
public final class Conversation {
  private Conversation() {}

  /**
   * @param state as it is after the turn
   */
  public record Turned(ConversationState state, Reply reply) {}

  /**
   * Counts a turn.
   *
   * @throws IllegalArgumentException if the turn's id or text is out of its bounds
   */
  public static Turned turn(ConversationState state, Turn turn, Instant now) {
    return turn(state, turn, Proposals.NONE, now);
  }

  /**
   * Whether a chat endpoint is to be asked about a turn: not where the fixed rules read all, where
   * the turn was counted before, and where none is asked at all.
   */
  public static boolean leavesFreeText(ConversationState state, Turn turn) {
    return state.abilities().reads()
        && !state.hasCounted(turn.id())
        && AnswerReader.read(Utterance.of(turn.text()), asked(state)).rest()
            != Reading.Rest.NOTHING;
  }

  /** What the endpoint is asked about a turn. */
  public static FreeText freeText(ConversationState state, Turn turn) {
    return new FreeText(Utterance.of(turn.text()).text(), asked(state).label());
  }

  private static Question asked(ConversationState state) {
    return Question.next(state.brief(), state.abilities());
  }

  /**
   * Counts a turn, with what a chat endpoint proposes for what it {@link #leavesFreeText leaves}.
   * Proposals add answers, each judged as if it was typed; one that is not allowed is dropped
   * without a word. They cannot start, end or delete anything.
   *
   * @throws IllegalArgumentException as {@link #turn(ConversationState, Turn, Instant)}
   */
  public static Turned turn(ConversationState state, Turn turn, Proposals proposals, Instant now) {
    turn.objection()
        .ifPresent(
            objection -> {
              throw new IllegalArgumentException(objection);
            });
    if (!state.hasCounted(turn.id())) {
      return counted(state, turn, proposals, now);
    }
    return new Turned(state, state.replyTo(turn.id()).orElseGet(() -> longAgo(state, turn.id())));
  }

  /** To a turn that comes again so late that its reply is not kept any more. */
  private static Reply longAgo(ConversationState state, String id) {
    Question asked = asked(state);
    return new Reply(
        state.counted().indexOf(id) + 1,
        Wording.longAgo(state.tongue()),
        List.of(),
        List.of(),
        asked,
        false);
  }

  private static Turned counted(
      ConversationState state, Turn turn, Proposals proposals, Instant now) {
    Utterance said = Utterance.of(turn.text());
    Tongue tongue = Tongue.of(said).orElse(state.tongue());
    Question asked = asked(state);
    BriefEditor editor = new BriefEditor(state.brief(), state.abilities(), tongue);
    turn.attachment().ifPresent(editor::attach);
    Reading reading = AnswerReader.read(said, asked);
    boolean more = apply(reading, proposals, said, editor);

    Brief brief = editor.brief();
    Question next = Question.next(brief, state.abilities());
    boolean start = !more && reading.wish() == Reading.Wish.START && next == Question.CONFIRM;
    List<String> lines = new ArrayList<>();
    editor.changed().forEach(field -> lines.add(Wording.held(brief, field, tongue)));
    editor.refusals().forEach(refusal -> lines.add(refusal.why()));
    if (lines.isEmpty()) {
      lines.addAll(otherwise(state, reading, asked, tongue));
    }
    if (!start) {
      lines.addAll(asking(brief, state.abilities(), next, lines, tongue));
    }
    Reply reply =
        new Reply(
            state.turns() + 1,
            String.join("\n", lines),
            editor.changed(),
            editor.refusals().stream().map(BriefEditor.Refusal::field).distinct().toList(),
            next,
            start);
    return new Turned(
        state.with(
            new CountedTurn(turn.id(), Wording.shown(said.text()), reply), brief, tongue, now),
        reply);
  }

  /** Applies what was read, then what else was proposed; says whether any of that counted. */
  private static boolean apply(
      Reading reading, Proposals proposals, Utterance said, BriefEditor editor) {
    if (reading.rest() == Reading.Rest.NOTHING || proposals.values().isEmpty()) {
      reading.answers().forEach(editor::apply);
      return false;
    }
    List<Answer> more = Proposable.answers(proposals, said, reading, editor);
    boolean topic = more.stream().anyMatch(answer -> answer.field() == Field.QUERY);
    (topic ? reading.withoutTopic() : reading).answers().forEach(editor::apply);
    more.stream().filter(editor::wouldTake).forEach(editor::apply);
    return !more.isEmpty();
  }

  /** What is said where nothing was changed or refused. */
  private static List<String> otherwise(
      ConversationState state, Reading reading, Question asked, Tongue tongue) {
    Brief brief = state.brief();
    return switch (reading.wish()) {
      case HELP -> List.of(Wording.help(tongue));
      case SHOW -> Wording.summary(brief, state.abilities(), tongue);
      case START -> {
        List<String> missing = Wording.missing(brief, state.abilities(), tongue);
        yield missing.isEmpty() && asked == Question.CONFIRM
            ? List.of(Wording.starting(tongue))
            : missing;
      }
      case YES, NO, NOTHING -> {
        List<String> lines = new ArrayList<>();
        if (reading.named().isEmpty()) {
          lines.add(Wording.notUnderstood(tongue));
        }
        reading
            .named()
            .or(asked::field)
            .map((Field field) -> Wording.allowed(field, tongue))
            .ifPresent(lines::add);
        yield lines;
      }
    };
  }

  /** The next question; where it is asked again because something lacks, with what. */
  private static List<String> asking(
      Brief brief, Abilities abilities, Question next, List<String> said, Tongue tongue) {
    List<String> lines = new ArrayList<>();
    if (next.field().filter(f -> next != Question.RECORDING && brief.isAnswered(f)).isPresent()
        || next.asks(Field.SCRIPT)) {
      Lack.of(brief, abilities).stream()
          .filter(lack -> next.asks(lack.field()))
          .map(lack -> lack.words(tongue))
          .filter(words -> !said.contains(words))
          .forEach(lines::add);
    }
    lines.add(next.words(tongue));
    return lines;
  }
}
