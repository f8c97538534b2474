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
  /** Reads free text in conversations; a person waits for it. */
  CHAT("chat", Whose.HIRED, Duration.ofSeconds(15), Duration.ofSeconds(60)),
  /** The search of Wikimedia Commons; its media come from other hosts. */
  COMMONS("wikimedia-commons", Whose.PUBLIC, Duration.ofSeconds(15), Duration.ofSeconds(60)),
  /** The search of Pexels. */
  PEXELS("pexels", Whose.PUBLIC, Duration.ofSeconds(15), Duration.ofSeconds(60)),
  /** The search of Pixabay. */
  PIXABAY("pixabay", Whose.PUBLIC, Duration.ofSeconds(15), Duration.ofSeconds(60)),
  /** The search and the items of the Internet Archive. */
  ARCHIVE("internet-archive", Whose.PUBLIC, Duration.ofSeconds(15), Duration.ofSeconds(60)),
  /** The search and the items of NASA's library. */
  NASA("nasa", Whose.PUBLIC, Duration.ofSeconds(15), Duration.ofSeconds(60)),
  /** Any host that a URL names: each host has a breaker of its own. */
  DIRECT_DOWNLOAD(
      "direct-download", Whose.STRANGERS, Duration.ofSeconds(15), Duration.ofSeconds(60));

  /** Who runs it. */
  private enum Whose {
    /** The operator: it may be on a private address, and hears of correlation ids. */
    OPERATORS,
    /** The operator or a company that he pays: as his, but it hears of no ids. */
    HIRED,
    /** The public: known by its base address, and trusted no further than that. */
    PUBLIC,
    /** Nobody knows. */
    STRANGERS
  }

  private final String label;
  private final Whose whose;
  private final Duration silence;
  private final Duration breakerOpenFor;

  ExternalService(String label, Duration silence, Duration breakerOpenFor) {
    this(label, Whose.OPERATORS, silence, breakerOpenFor);
  }

  ExternalService(String label, Whose whose, Duration silence, Duration breakerOpenFor) {
    this.label = label;
    this.whose = whose;
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

  /** Whether its base URL is configured, and one breaker stands for all of it. */
  boolean isConfigured() {
    return whose != Whose.STRANGERS;
  }

  /** Whether it is the operator's own: its addresses are not guarded. */
  boolean isOperators() {
    return whose == Whose.OPERATORS || whose == Whose.HIRED;
  }

  /** Whether it hears by what ids we know a request. */
  boolean hearsIds() {
    return whose == Whose.OPERATORS;
  }
}
