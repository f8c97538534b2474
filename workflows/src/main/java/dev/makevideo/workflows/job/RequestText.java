package dev.makevideo.workflows.job;

import java.util.stream.Collectors;

/** What a job was asked for, as Temporal's Web UI shows it beside the job. */
public final class RequestText {
  private static final int SUMMARY_CHARACTERS = 40;
  private static final String PROPOSED = "(by what is said)";

  private RequestText() {}

  /** What the job looks for, as lists show it: all phrases, at most 200 characters. */
  public static String query(VideoRequest request) {
    String all = String.join(", ", request.phraseTexts());
    if (all.isEmpty()) {
      return PROPOSED;
    }
    return all.length() > VideoRequest.MAX_QUERY
        ? all.substring(0, VideoRequest.MAX_QUERY - 1) + "…"
        : all;
  }

  /** One line, at most 200 bytes. */
  public static String summary(VideoRequest request) {
    String query = query(request);
    int end =
        query.offsetByCodePoints(
            0, Math.min(SUMMARY_CHARACTERS, query.codePointCount(0, query.length())));
    return query.substring(0, end)
        + " · "
        + request.aspectRatio().label()
        + " · "
        + request.narrationDuration().toSeconds()
        + " s";
  }

  /** A list in Markdown; nothing in it can become a link or HTML. */
  public static String details(JobId id, VideoRequest request) {
    return "- search phrase"
        + (request.phraseTexts().size() == 1 ? ": " : "s: ")
        + (request.phraseTexts().isEmpty()
            ? PROPOSED
            : request.phraseTexts().stream()
                .map(RequestText::code)
                .collect(Collectors.joining(", ")))
        + request
            .phrases()
            .filter(phrases -> !phrases.shots().isEmpty())
            .map(phrases -> ", a shot list of " + phrases.shots().size())
            .orElse("")
        + "\n- narration: "
        + request.narrationDuration().toMillis() / 1000.0
        + " s, "
        + code(request.language())
        + "\n- clips: "
        + clips(request.clips())
        + ", at most "
        + request.maxShorts()
        + (request.checkText() ? ", those with text are rejected" : ", text is not looked for")
        + "\n- picture: "
        + request.aspectRatio().label()
        + ", crop "
        + request.cropPosition().label()
        + ", "
        + request.quality().label()
        + "\n- subtitles: "
        + subtitles(request)
        + request
            .approve()
            .map(what -> "\n- approved before rendering by a person: " + what.label())
            .orElse("")
        + request
            .music()
            .map(
                music ->
                    "\n- music: " + code(music.name()) + ", " + music.volume() + " dB to the voice")
            .orElse("")
        + request.priority().map(which -> "\n- priority: " + which.label()).orElse("")
        + "\n- tenant: "
        + code(request.tenant())
        + ", correlation id: "
        + code(request.correlationId())
        + "\n- where it stands: *Current Details*, which a worker tells; query `status`; `GET "
        + path(id.value())
        + "`\n";
  }

  /** Where the API tells of a job. */
  public static String path(String id) {
    return "/v1/videos/" + id;
  }

  private static String clips(ClipSource clips) {
    return switch (clips.kind()) {
      case FOLDER -> "from the folder " + code(clips.folder().orElse(""));
      case URLS -> "from a list of URLs";
      case UPLOADS -> "uploaded with the job";
      case SERVICE -> "from the search service";
    };
  }

  private static String subtitles(VideoRequest request) {
    if (request.subtitleStyle() == SubtitleStyle.NONE) {
      return "none";
    }
    return (request.subtitleStyle().isDrawn() ? request.subtitleStyle().label() : "files only")
        + (request.script().isEmpty()
            ? ", from a transcript"
            : request.keepsScript() ? ", from a script, all of it" : ", from a script");
  }

  /** In a code span nothing but a backtick has a meaning. */
  private static String code(String text) {
    return "`" + text.replace('`', '\'').replaceAll("\\s+", " ") + "`";
  }
}
