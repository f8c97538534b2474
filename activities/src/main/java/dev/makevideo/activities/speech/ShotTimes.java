package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.Script;
import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.ShotPlacement;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.Shot;
import dev.makevideo.workflows.stage.JobLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lays a shot list upon a narration: when each shot begins and ends. The rule:
 *
 * <ol>
 *   <li>A shot by paragraphs lasts from their first word to the first word after them; one by words
 *       begins with the first of them that is said. Words are looked for in the script, or in what
 *       was heard if there is none; of several places it is the first after the shot before.
 *   <li>A shot lasts until its own end, or until the next one begins.
 *   <li>Where no shot is, the phrases without a part are shown in turns. If there is none, the shot
 *       before goes on, and the first shot begins with the narration.
 *   <li>A shot whose words are not said, and one that would be shorter than the shortest cut, is
 *       left out with a warning.
 * </ol>
 *
 * For one thread.
 */
final class ShotTimes {
  private static final int SHORTEST = FrameGrid.framesOf(JobLimits.SHORTEST_CUT);

  /** Of words that were heard: from this share of them on they are those that were asked for. */
  private static final double ALIKE = 0.6;

  private final Phrases phrases;
  private final Duration narration;
  private final Optional<Script> script;
  private final List<Word> spoken;
  private final List<String> warnings = new ArrayList<>();
  private final WordTokens tokens;
  private final TokenList heard;
  private final TokenList written;

  /** Of each token of the text, the token of what was heard in its place, or -1. */
  private final int[] pairs;

  private ShotTimes(
      Phrases phrases,
      Duration narration,
      Optional<Script> script,
      Optional<Transcript> transcript) {
    this.phrases = phrases;
    this.narration = narration;
    this.script = script;
    this.spoken = transcript.map(Transcript::words).orElse(List.of());
    tokens = new WordTokens(transcript.map(Transcript::language).orElse("en"));
    heard = TokenList.of(tokens, spoken.stream().map(Word::text).toList());
    written =
        script
            .map(text -> TokenList.of(tokens, text.words().stream().map(ScriptWord::text).toList()))
            .orElse(heard);
    pairs =
        script.isPresent()
            ? TokenAlignment.of(written.texts(), heard.texts())
            : IntStream.range(0, heard.texts().size()).toArray();
  }

  /** A shot and its frames; without an end it lasts until the next. */
  private record Placed(Shot shot, int from, Optional<Integer> to) {}

  /** The parts of the narration, and what is to be said of them. */
  record Outcome(List<ShotPlacement.Part> parts, List<String> warnings) {}

  /**
   * Places a list.
   *
   * @param script the job's, if it has one
   * @param transcript absent if no shot needs it
   * @throws io.temporal.failure.ApplicationFailure invalid-request, if a shot names paragraphs that
   *     are not there, or words that are not in the script
   */
  static Outcome place(
      Phrases phrases,
      Duration narration,
      Optional<Script> script,
      Optional<Transcript> transcript) {
    ShotTimes times = new ShotTimes(phrases, narration, script, transcript);
    List<ShotPlacement.Part> parts = times.parts(times.placed());
    return new Outcome(parts, times.warnings);
  }

  private List<Placed> placed() {
    List<Placed> placed = new ArrayList<>();
    int after = 0;
    for (Shot shot : phrases.shots()) {
      if (shot.time().isPresent()) {
        Shot.Span span = shot.time().get();
        placed.add(
            new Placed(shot, FrameGrid.framesOf(span.from()), span.to().map(FrameGrid::framesOf)));
      } else if (shot.paragraphs().isPresent()) {
        byParagraphs(shot, shot.paragraphs().get()).ifPresent(placed::add);
      } else {
        int at = find(shot, after);
        if (at >= 0) {
          after = at + 1;
          frame(at, Integer.MAX_VALUE)
              .ifPresentOrElse(
                  from -> placed.add(new Placed(shot, from, Optional.empty())),
                  () -> leaveOut(shot, "these words are not said"));
        }
      }
    }
    placed.sort(Comparator.comparingInt(Placed::from));
    return placed;
  }

  private Optional<Placed> byParagraphs(Shot shot, Shot.Paragraphs wanted) {
    List<Integer> firsts = script.map(Script::paragraphs).orElse(List.of());
    if (wanted.last() > firsts.size()) {
      throw Failures.of(
          FailureType.INVALID_REQUEST,
          "line "
              + shot.line()
              + " of the shot list names paragraph "
              + wanted.last()
              + (script.isEmpty()
                  ? ", and the job has no script"
                  : ", and the script has " + firsts.size() + " (empty lines part them)"));
    }
    int from = token(firsts.get(wanted.first() - 1));
    int end =
        wanted.last() < firsts.size() ? token(firsts.get(wanted.last())) : written.words().size();
    Optional<Integer> begins = frame(from, end);
    if (begins.isEmpty()) {
      leaveOut(shot, "nothing of it is said");
      return Optional.empty();
    }
    // The part ends where what follows is said, however much of that is left out.
    return Optional.of(new Placed(shot, begins.get(), frame(end, Integer.MAX_VALUE)));
  }

  /** The first token of a word, or of one after it. */
  private int token(int word) {
    int token = 0;
    while (token < written.words().size() && written.word(token) < word) {
      token++;
    }
    return token;
  }

  /** When the first of these tokens is said that is said. */
  private Optional<Integer> frame(int from, int end) {
    for (int i = from; i < Math.min(end, pairs.length); i++) {
      if (pairs[i] >= 0) {
        double start = spoken.get(heard.word(pairs[i])).start();
        return Optional.of(FrameGrid.framesOf(Duration.ofNanos(Math.round(start * 1e9))));
      }
    }
    return Optional.empty();
  }

  /** The token at which a shot's words begin, or -1: it is left out. */
  private int find(Shot shot, int after) {
    String text = shot.words().orElseThrow();
    List<String> wanted = TokenList.of(tokens, List.of(text.split("\\s+"))).texts();
    if (wanted.isEmpty()) {
      throw Failures.of(
          FailureType.INVALID_REQUEST,
          "line " + shot.line() + " of the shot list quotes no words: \"" + text + "\"");
    }
    for (int from : new int[] {after, 0}) {
      for (int i = from; i + wanted.size() <= written.texts().size(); i++) {
        if (written.texts().subList(i, i + wanted.size()).equals(wanted)) {
          return i;
        }
      }
    }
    if (script.isPresent()) {
      throw Failures.of(
          FailureType.INVALID_REQUEST,
          "line "
              + shot.line()
              + " of the shot list quotes words that are not in the script: \""
              + text
              + "\"");
    }
    return mostAlike(shot, wanted);
  }

  /** What is heard may be written in another way, or be misheard. */
  private int mostAlike(Shot shot, List<String> wanted) {
    int best = -1;
    double most = ALIKE;
    for (int i = 0; i + wanted.size() <= written.texts().size(); i++) {
      double sum = 0;
      for (int k = 0; k < wanted.size(); k++) {
        sum += TokenAlignment.similarity(wanted.get(k), written.texts().get(i + k));
      }
      if (sum / wanted.size() > most) {
        most = sum / wanted.size();
        best = i;
      }
    }
    if (best < 0) {
      leaveOut(shot, "these words were not heard");
    }
    return best;
  }

  private void leaveOut(Shot shot, String why) {
    warnings.add(
        "line "
            + shot.line()
            + " of the shot list (\""
            + phrases.texts().get(shot.phrase())
            + "\") is left out: "
            + why);
  }

  private List<ShotPlacement.Part> parts(List<Placed> placed) {
    int total = FrameGrid.framesToCover(narration);
    Layout layout = new Layout(total, IntStream.range(0, phrases.general()).boxed().toList());
    for (int i = 0; i < placed.size(); i++) {
      Placed now = placed.get(i);
      int next = i + 1 < placed.size() ? Math.min(placed.get(i + 1).from(), total) : total;
      int end = Math.min(now.to().orElse(next), next);
      if (end - now.from() < SHORTEST) {
        leaveOut(
            now.shot(),
            "it would be shown for less than " + JobLimits.SHORTEST_CUT.toMillis() / 1000.0 + " s");
      } else {
        layout.add(now.shot().phrase(), now.from(), end);
      }
    }
    return layout.parts(phrases.texts().size());
  }

  /** The parts so far, without a gap: what is too short for a cut goes to its neighbour. */
  private static final class Layout {
    private final int total;
    private final List<Integer> general;
    private final List<ShotPlacement.Part> parts = new ArrayList<>();
    private int at;

    Layout(int total, List<Integer> general) {
      this.total = total;
      this.general = general;
    }

    void add(int phrase, int from, int end) {
      int begin = total - end < SHORTEST ? total : end;
      fill(from);
      parts.add(new ShotPlacement.Part(List.of(phrase), begin - at));
      at = begin;
    }

    /** Up to here no shot says what is shown. */
    private void fill(int to) {
      int gap = to - at;
      if (gap >= SHORTEST && !general.isEmpty()) {
        parts.add(new ShotPlacement.Part(general, gap));
        at = to;
      } else if (gap > 0 && !parts.isEmpty()) {
        ShotPlacement.Part last = parts.remove(parts.size() - 1);
        parts.add(new ShotPlacement.Part(last.phrases(), last.frames() + gap));
        at = to;
      }
    }

    /** All of the video; where no shot is left, all phrases in turns. */
    List<ShotPlacement.Part> parts(int phrases) {
      if (parts.isEmpty()) {
        List<Integer> all = IntStream.range(0, phrases).boxed().toList();
        return List.of(new ShotPlacement.Part(general.isEmpty() ? all : general, total));
      }
      fill(total);
      return parts;
    }
  }
}
