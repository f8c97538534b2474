package dev.makevideo.activities.clips;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallStoppedException;
import dev.makevideo.activities.external.DownloadBounds;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.ServiceCall;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.ClipRoots;
import dev.makevideo.activities.source.UserAgent;
import dev.makevideo.activities.ytdlp.YtDlpDownload;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.ytdlp.YtDlp;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Gets a candidate's bytes into the store, unless they are there. Thread-safe. */
final class ClipFetch {
  /** Changes when what is stored for a location changes. */
  private static final String VERSION = "v1";

  private static final String KIND = "download";

  /** The base of a source that is no longer configured: all that it named must be public. */
  private static final String NOWHERE = "https://0.0.0.0";

  private static final String ENDPOINT = "download";

  /** Wikimedia's robot policy: two downloads of media at once. */
  private static final int COMMONS_AT_ONCE = 2;

  private final Semaphore commons = new Semaphore(COMMONS_AT_ONCE, true);
  private final ArtifactStore store;
  private final GuardedClient client;
  private final ServiceSettings services;
  private final LocalFiles files;
  private final YtDlpDownload ytDlp;
  private final ObjectMapper mapper = Payloads.mapper();

  ClipFetch(
      ArtifactStore store, GuardedClient client, ServiceSettings services, YtDlpDownload ytDlp) {
    this.store = store;
    this.ytDlp = ytDlp;
    this.client = client;
    this.services = services;
    this.files = new LocalFiles(new ClipRoots(services.clipRoots()), services.maxClipBytes());
  }

  /**
   * What to get.
   *
   * @param scratch a file that nobody else writes
   * @param retry whether it was tried before
   */
  record Wanted(Candidate candidate, Duration timeout, Path scratch, boolean retry) {
    String location() {
      return candidate.location();
    }
  }

  /** Writes the bytes into the scratch file. */
  @FunctionalInterface
  private interface Transfer {
    CallResult<?> run() throws IOException, InterruptedException;
  }

  /**
   * Gets the bytes.
   *
   * @throws IOException if the signal was set, or if our own disk fails
   */
  CallResult<ObjectRef> get(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    return switch (wanted.candidate().kind()) {
      case FILE -> local(wanted, stop);
      case URL ->
          once(
              ActionKey.of(KIND, VERSION, "url", wanted.location()),
              wanted,
              () -> fromUrl(wanted, stop));
      case SERVICE ->
          once(
              ActionKey.of(KIND, VERSION, "service", wanted.location()),
              wanted,
              () -> byService(wanted, stop));
      case PAGE ->
          once(
              ActionKey.of(KIND, VERSION, "page", wanted.location()),
              wanted,
              () -> fromPage(wanted, stop));
    };
  }

  private CallResult<ObjectRef> once(ActionKey key, Wanted wanted, Transfer transfer)
      throws IOException, InterruptedException {
    Optional<ObjectRef> found = store.find(key);
    if (found.isPresent()) {
      return new CallResult.Ok<>(found.get());
    }
    return transfer.run().then(file -> new CallResult.Ok<>(store.publish(key, wanted.scratch())));
  }

  private CallResult<ObjectRef> local(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    return files
        .find(wanted.location())
        .then(
            file ->
                once(
                    ActionKey.of(
                        KIND,
                        VERSION,
                        "file",
                        file.real().toString(),
                        Long.toString(file.bytes()),
                        Long.toString(file.modifiedMillis())),
                    wanted,
                    () -> files.copy(file, wanted.scratch(), stop)));
  }

  private CallResult<?> byService(Wanted wanted, StopSignal stop) throws IOException {
    if (services.downloaderUrl().isEmpty()) {
      return new CallResult.Rejected<>(
          Rejection.of(
              Reason.NOT_ALLOWED, "no video-downloader is configured; set VIDEO_DOWNLOADER_URL"));
    }
    ServiceCall call =
        ServiceCall.postJson(
            ExternalService.VIDEO_DOWNLOADER,
            ENDPOINT,
            services.downloaderUrl().get().replaceAll("/$", "") + "/download",
            wanted.timeout(),
            json(wanted.location()));
    return download(call, wanted, stop);
  }

  private CallResult<?> fromPage(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    if (!services.sources().programs().ytDlp().wanted()) {
      return new CallResult.Rejected<>(
          Rejection.of(Reason.NOT_ALLOWED, "yt-dlp is switched off: " + YtDlp.SETTING));
    }
    return ytDlp.download(
        wanted.location(), wanted.scratch(), services.maxClipBytes(), wanted.timeout(), stop);
  }

  private CallResult<?> fromUrl(Wanted wanted, StopSignal stop) throws IOException {
    ServiceCall call = direct(wanted);
    if (wanted.candidate().source() != SourceName.COMMONS) {
      return download(call, wanted, stop);
    }
    try {
      if (!commons.tryAcquire(wanted.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return new CallResult.Failed<>("other downloads from Wikimedia Commons took too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallStoppedException(call);
    }
    try {
      return download(call, wanted, stop);
    } finally {
      commons.release();
    }
  }

  /** What a source on the internet named may not lead where a user's own URL may. */
  private ServiceCall direct(Wanted wanted) {
    ServiceCall call =
        ServiceCall.get(
            ExternalService.DIRECT_DOWNLOAD, ENDPOINT, wanted.location(), wanted.timeout());
    return switch (wanted.candidate().source()) {
      case FOLDER, URLS, SERVICES -> call;
      case COMMONS ->
          call.withHome(services.sources().commons().orElse(NOWHERE))
              .withHeader("User-Agent", UserAgent.of(services.sources().contact()));
      case PEXELS -> call.withHome(services.sources().pexels().url().orElse(NOWHERE));
      case ARCHIVE -> call.withHome(services.sources().archive().orElse(NOWHERE));
      case NASA -> call.withHome(services.sources().nasa().orElse(NOWHERE));
      case YT_DLP -> call.withHome(NOWHERE);
      case COMMAND -> call.withHome(services.sources().programs().commandBase().orElse(NOWHERE));
      case PIXABAY -> call.withHome(services.sources().pixabay().url().orElse(NOWHERE));
    };
  }

  private CallResult<?> download(ServiceCall call, Wanted wanted, StopSignal stop)
      throws IOException {
    return client.download(
        call.asRetry(wanted.retry()),
        wanted.scratch(),
        DownloadBounds.of(services.maxClipBytes()),
        stop);
  }

  private String json(String url) {
    try {
      return mapper.writeValueAsString(Map.of("url", url));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
  }
}
