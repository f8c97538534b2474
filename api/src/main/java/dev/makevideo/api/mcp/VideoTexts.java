package dev.makevideo.api.mcp;

import dev.makevideo.api.http.ProblemException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The closed list of texts of a video that can be read as resources. */
enum VideoTexts {
  JOB("video://{id}", "", "application/json", "Where the job stands, with links to its files"),
  MANIFEST(
      "video://{id}/manifest",
      "/manifest.json",
      "application/json",
      "What the finished video was made of, clip by clip"),
  CREDITS(
      "video://{id}/credits",
      "/credits.txt",
      "text/plain",
      "Whom to name beside the finished video, where its clips ask for it"),
  SUBTITLES(
      "video://{id}/subtitles",
      "/subtitles.srt",
      "application/x-subrip",
      "The finished video's captions, as SRT");

  private static final Pattern FORM =
      Pattern.compile("video://([A-Za-z0-9_-]{1,100})(/[a-z]{1,20})?");

  private final String template;
  private final String path;
  private final String mediaType;
  private final String description;

  VideoTexts(String template, String path, String mediaType, String description) {
    this.template = template;
    this.path = path;
    this.mediaType = mediaType;
    this.description = description;
  }

  String template() {
    return template;
  }

  String mediaType() {
    return mediaType;
  }

  String description() {
    return description;
  }

  /** The job's id in an address of this list, if it is one of this text. */
  Optional<String> id(String uri) {
    Matcher form = FORM.matcher(uri);
    return form.matches() && template.replace("{id}", form.group(1)).equals(uri)
        ? Optional.of(form.group(1))
        : Optional.empty();
  }

  /**
   * The text.
   *
   * @throws ProblemException if it is too long
   */
  String read(RestCalls calls, String id) throws IOException, RefusedCallException {
    String job = "/v1/videos/" + RestCalls.encode(id);
    return this == JOB
        ? VideoTools.shown(calls, calls.get(job, Map.of())).toString()
        : calls.text(job + path);
  }
}
