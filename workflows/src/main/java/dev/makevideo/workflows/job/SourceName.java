package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The closed list of where clips can come from. */
public enum SourceName {
  /** The files of the job's folder. */
  FOLDER("folder", "the job's folder"),
  /** The job's list of URLs. */
  URLS("urls", "the job's list of URLs"),
  /** The clips and pictures that came with the job. */
  UPLOADS("uploads", "the job's uploaded clips"),
  /** The configured youtube-search and video-downloader services. */
  SERVICES("services", "the configured services"),
  /** Wikimedia Commons: the one that is there without a key. */
  COMMONS("commons", "Wikimedia Commons"),
  /** Pexels, with a key. */
  PEXELS("pexels", "Pexels"),
  /** Pixabay, with a key. */
  PIXABAY("pixabay", "Pixabay"),
  /** The Internet Archive: asked only where a job names it. */
  ARCHIVE("archive", "the Internet Archive"),
  /** NASA's library: asked only where a job names it. */
  NASA("nasa", "NASA"),
  /** The program yt-dlp: asked only where a job names it. */
  YT_DLP("yt-dlp", "yt-dlp"),
  /** The operator's own program: asked only where a job names it. */
  COMMAND("command", "the operator's own source");

  /** What finds clips for a phrase where a job says and gives nothing, in this order. */
  public static final List<SourceName> ON_THEIR_OWN = List.of(SERVICES, PEXELS, PIXABAY, COMMONS);

  /** What a job brings with it, and nobody configures. */
  public static final Set<SourceName> BROUGHT = Set.of(FOLDER, URLS, UPLOADS);

  private final String label;
  private final String title;

  SourceName(String label, String title) {
    this.label = label;
    this.title = title;
  }

  /** The wire form, such as {@code commons}. */
  @JsonValue
  public String label() {
    return label;
  }

  /** What people call it. */
  public String title() {
    return title;
  }

  /**
   * The source with a label.
   *
   * @throws IllegalArgumentException if there is none; the message lists those that exist
   */
  @JsonCreator
  public static SourceName of(String label) {
    return Arrays.stream(values())
        .filter(name -> name.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("source is \"" + label + "\"; allowed: " + labels()));
  }

  /** All labels, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(SourceName::label).collect(Collectors.joining(", "));
  }
}
