package dev.makevideo.checks.chaos.front;

import java.util.Map;

/** Jobs that are submitted and never worked on. */
final class Submission {
  /** Its one clip is nowhere. */
  static final Map<String, String> NOWHERE =
      Map.of(
          "query", "rivers",
          "check_text", "false",
          "subtitles", "none",
          "clips_urls", "http://127.0.0.1:9/clip.mp4");

  private Submission() {}
}
