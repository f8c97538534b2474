package dev.makevideo.platform.settings;

import dev.makevideo.platform.ytdlp.YtDlp;
import dev.makevideo.workflows.job.SourceName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The external services. A URL that is absent means that the service is not configured.
 *
 * @param searchUrl {@code YOUTUBE_SEARCH_URL}
 * @param downloaderUrl {@code VIDEO_DOWNLOADER_URL}
 * @param transcriberUrl {@code AUDIO_TRANSCRIBER_URL}: base of an OpenAI-compatible API, such as
 *     {@code http://host/v1}
 * @param transcriberKey {@code AUDIO_TRANSCRIBER_API_KEY}; secret
 * @param transcriberModel {@code AUDIO_TRANSCRIBER_MODEL}; default {@code whisper-1}
 * @param clipRoots {@code MAKE_VIDEO_CLIP_ROOTS}: folders below which jobs may read clips,
 *     separated like PATH; none: no job may name a folder
 * @param privateUrls {@code MAKE_VIDEO_PRIVATE_URLS}: whether clips may be downloaded from loopback
 *     and private addresses; default false
 * @param maxClipBytes {@code MAKE_VIDEO_MAX_CLIP_MB}: the largest clip; default 200 MB
 * @param breakerOpenFor {@code MAKE_VIDEO_BREAKER_OPEN_SECONDS}: how long a circuit breaker stays
 *     open, 1 s to an hour, the same for all workers; default: 60 s, for the transcriber 120 s
 * @param sources where clips are looked for on the internet
 * @param chat who reads free text in conversations
 * @param webhooks where jobs tell of themselves
 */
public record ServiceSettings(
    Optional<String> searchUrl,
    Optional<String> downloaderUrl,
    Optional<String> transcriberUrl,
    Optional<String> transcriberKey,
    String transcriberModel,
    List<Path> clipRoots,
    boolean privateUrls,
    long maxClipBytes,
    Optional<Duration> breakerOpenFor,
    SourceSettings sources,
    ChatSettings chat,
    WebhookSettings webhooks) {
  private static final long MEGABYTE = 1_000_000L;

  /** With the sources that are there when nothing is set, and no chat endpoint. */
  public ServiceSettings(
      Optional<String> searchUrl,
      Optional<String> downloaderUrl,
      Optional<String> transcriberUrl,
      Optional<String> transcriberKey,
      String transcriberModel,
      List<Path> clipRoots,
      boolean privateUrls,
      long maxClipBytes,
      Optional<Duration> breakerOpenFor) {
    this(
        searchUrl,
        downloaderUrl,
        transcriberUrl,
        transcriberKey,
        transcriberModel,
        clipRoots,
        privateUrls,
        maxClipBytes,
        breakerOpenFor,
        SourceSettings.defaults(),
        ChatSettings.none(),
        WebhookSettings.none());
  }

  /** The same services, with other sources. */
  public ServiceSettings with(SourceSettings other) {
    return with(other, chat, webhooks);
  }

  /** The same services, with another chat endpoint. */
  public ServiceSettings with(ChatSettings other) {
    return with(sources, other, webhooks);
  }

  /** The same services, with other webhooks. */
  public ServiceSettings with(WebhookSettings other) {
    return with(sources, chat, other);
  }

  private ServiceSettings with(
      SourceSettings otherSources, ChatSettings otherChat, WebhookSettings otherWebhooks) {
    return new ServiceSettings(
        searchUrl,
        downloaderUrl,
        transcriberUrl,
        transcriberKey,
        transcriberModel,
        clipRoots,
        privateUrls,
        maxClipBytes,
        breakerOpenFor,
        otherSources,
        otherChat,
        otherWebhooks);
  }

  /** Whether clips can be searched for and downloaded by the configured services. */
  public boolean hasClipServices() {
    return searchUrl.isPresent() && downloaderUrl.isPresent();
  }

  static ServiceSettings from(SettingReader reader) {
    boolean privateUrls = reader.flag("MAKE_VIDEO_PRIVATE_URLS", false);
    return new ServiceSettings(
        reader.text("YOUTUBE_SEARCH_URL"),
        reader.text("VIDEO_DOWNLOADER_URL"),
        reader.text("AUDIO_TRANSCRIBER_URL"),
        reader.text("AUDIO_TRANSCRIBER_API_KEY"),
        reader.text("AUDIO_TRANSCRIBER_MODEL", "whisper-1"),
        reader.paths("MAKE_VIDEO_CLIP_ROOTS"),
        privateUrls,
        reader.number("MAKE_VIDEO_MAX_CLIP_MB", 200, 1, 10_000) * MEGABYTE,
        reader.optionalNumber("MAKE_VIDEO_BREAKER_OPEN_SECONDS", 1, 3600).map(Duration::ofSeconds),
        SourceSettings.from(reader),
        ChatSettings.from(reader),
        WebhookSettings.from(reader, privateUrls));
  }

  /** What to set so that a source can be used; empty: nothing. */
  public Optional<String> missing(SourceName source) {
    return switch (source) {
      case FOLDER, URLS, UPLOADS -> Optional.empty();
      case SERVICES -> missing(hasClipServices(), "YOUTUBE_SEARCH_URL and VIDEO_DOWNLOADER_URL");
      case COMMONS ->
          missing(sources.commons().isPresent(), "a MAKE_VIDEO_COMMONS_URL that is not off");
      case PEXELS -> missing(sources.pexels().isReady(), SourceSettings.PEXELS_KEY);
      case PIXABAY -> missing(sources.pixabay().isReady(), SourceSettings.PIXABAY_KEY);
      case ARCHIVE ->
          missing(sources.archive().isPresent(), "a MAKE_VIDEO_ARCHIVE_URL that is not off");
      case NASA -> missing(sources.nasa().isPresent(), "a MAKE_VIDEO_NASA_URL that is not off");
      case YT_DLP ->
          missing(sources.programs().ytDlp().wanted(), "a " + YtDlp.SETTING + " that is not off");
      case COMMAND ->
          missing(sources.programs().command().isPresent(), SourceProgramSettings.COMMAND);
    };
  }

  private static Optional<String> missing(boolean isThere, String setting) {
    return isThere ? Optional.empty() : Optional.of(setting);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ServiceSettings[search="
        + searchUrl.isPresent()
        + ", downloader="
        + downloaderUrl.isPresent()
        + ", transcriber="
        + transcriberUrl.isPresent()
        + ", clipRoots="
        + clipRoots
        + ", privateUrls="
        + privateUrls
        + ", sources="
        + sources
        + ", chat="
        + chat
        + ", webhooks="
        + webhooks
        + "]";
  }
}
