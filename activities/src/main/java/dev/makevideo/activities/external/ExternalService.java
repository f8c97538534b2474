package dev.makevideo.activities.external;

import dev.makevideo.coordination.throttle.Throttle;
import java.time.Duration;

/** The closed list of what is called over HTTP. */
public enum ExternalService {
  /** A search answers quickly or not at all. */
  YOUTUBE_SEARCH("youtube-search", Duration.ofSeconds(15), Duration.ofSeconds(60)),
  /** May fetch the video itself before its first byte. */
  VIDEO_DOWNLOADER("video-downloader", Duration.ofSeconds(60), Duration.ofSeconds(60)),
  /** Silent for as long as it listens; minutes to come up again. */
  AUDIO_TRANSCRIBER("audio-transcriber", Duration.ofMinutes(10), Duration.ofSeconds(120)),
  /** Any host that a user's URL names: each host has a breaker of its own. */
  DIRECT_DOWNLOAD("direct-download", Duration.ofSeconds(15), Duration.ofSeconds(60));

  private final String label;
  private final Duration silence;
  private final Duration breakerOpenFor;

  ExternalService(String label, Duration silence, Duration breakerOpenFor) {
    this.label = label;
    this.silence = silence;
    this.breakerOpenFor = breakerOpenFor;
  }

  /** The name in logs, metrics and Redis keys, such as {@code youtube-search}. */
  public String label() {
    return label;
  }

  /** How long the other side may send nothing before the call is given up. */
  Duration silence() {
    return silence;
  }

  /** How long its breaker stays open. */
  Duration breakerOpenFor() {
    return breakerOpenFor;
  }

  /**
   * What asks for patience together.
   *
   * @param host of the URL that is called; counts for direct downloads only
   */
  Throttle.Subject throttled(String host) {
    return new Throttle.Subject(label, isConfigured() ? "" : host);
  }

  /** Whether URLs are configured by the operator; else they come from users and are guarded. */
  boolean isConfigured() {
    return this != DIRECT_DOWNLOAD;
  }
}
