package dev.makevideo.activities.script;

import dev.makevideo.activities.script.CueFile.Cue;
import dev.makevideo.activities.script.ScriptText.Laid;
import dev.makevideo.platform.media.ScriptBytes;
import dev.makevideo.platform.media.ScriptUnusableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a script as people have it: plain text, Markdown, SSML, SRT, WebVTT, SBV, in any Unicode
 * encoding and with any line ends.
 *
 * <p>What is said is kept, with its signs; what is only for the eye or for a machine is left out,
 * each kind by a rule that its class states, and counted in a warning: {@link CueFile}, {@link
 * Tags}, {@link MarkdownBlocks}, {@link MarkdownInline}, {@link StageDirections}, {@link
 * SpeakerNames}. Words are made by {@link ScriptText}. Stateless.
 */
public final class ScriptReader {
  private static final Pattern LINE_END = Pattern.compile("\\r\\n|[\\r\\u0085\\u2028\\u000B]");
  private static final Pattern PAGE_END = Pattern.compile("[\\f\\u2029]");

  /** Byte order marks within, soft hyphens, an old end of file, and what stands for marks here. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\uFEFF\\u00AD\\u001A\\uE000-\\uE0FF\\uE100-\\uE1FF]");

  /** A line between cues while names are looked for in all of them. */
  private static final String BETWEEN = "\uE000";

  private static final Pattern DASH = Pattern.compile("(?m)^\\h*-\\h*(?=[^\\d\\s-]|$)");

  private ScriptReader() {}

  /**
   * Reads a script.
   *
   * @param language of what is said, a code like {@code de}; may be empty or {@code auto}
   * @return what is said; without words if there is nothing
   * @throws ScriptUnusableException if the bytes are not a text; its message says what to do
   */
  public static Script read(byte[] bytes, String language) throws ScriptUnusableException {
    String text = ScriptBytes.text(bytes);
    text = LINE_END.matcher(text).replaceAll("\n");
    text = PAGE_END.matcher(text).replaceAll("\n\n");
    text = INVISIBLE.matcher(text).replaceAll("");
    LeftOut left = new LeftOut();
    Optional<List<Cue>> cues = CueFile.read(text, left);
    return cues.isPresent() ? ofCues(cues.get(), language, left) : ofText(text, language, left);
  }

  private static Script ofText(String text, String language, LeftOut left) {
    WordLists lists = new WordLists(WordLists.class, "directions.properties");
    StageDirections directions = new StageDirections(lists, left);
    String plain = Tags.removed(text, left);
    plain = MarkdownBlocks.removed(plain, left);
    plain = MarkdownInline.removed(directions.byLine(plain), left);
    plain = new SpeakerNames(lists, left).removed(directions.removed(plain));
    Laid laid = ScriptText.words(List.of(Tags.decoded(plain)), language);
    return new Script(laid.words(), laid.paragraphs(), List.of(), left.warnings());
  }

  private static Script ofCues(List<Cue> cues, String language, LeftOut left) {
    WordLists lists = new WordLists(WordLists.class, "directions.properties");
    StageDirections directions = new StageDirections(lists, left);
    // One by one: nothing that is left out may reach over the line between two.
    String joined =
        cues.stream()
            .map(cue -> directions.removed(Tags.removed(String.join("\n", cue.text()), left)))
            .collect(Collectors.joining("\n" + BETWEEN + "\n"));
    String plain = new SpeakerNames(lists, left).removed(joined);
    plain = Tags.decoded(DASH.matcher(plain).replaceAll(""));
    List<String> parts = new ArrayList<>();
    for (String part : plain.split(BETWEEN, -1)) {
      parts.add(part.strip().replaceAll("\\s*\\n\\s*", "\n"));
    }
    Laid laid = ScriptText.words(parts, language);
    List<String> warnings = new ArrayList<>();
    warnings.add(
        "script: read as a subtitle file with "
            + cues.size()
            + " cues; their numbers and times are"
            + " not shown");
    warnings.addAll(left.warnings());
    List<Integer> one = laid.words().isEmpty() ? List.of() : List.of(0);
    return new Script(laid.words(), one, timed(cues, laid), warnings);
  }

  /** The cues that have times and words. */
  private static List<ScriptCue> timed(List<Cue> cues, Laid laid) {
    List<ScriptCue> timed = new ArrayList<>();
    for (int i = 0; i < cues.size(); i++) {
      Cue cue = cues.get(i);
      int first = laid.firsts().get(i);
      int end = i + 1 < cues.size() ? laid.firsts().get(i + 1) : laid.words().size();
      if (cue.isTimed() && end > first) {
        timed.add(new ScriptCue(cue.start(), Math.max(cue.start(), cue.end()), first, end));
      }
    }
    return timed;
  }
}
