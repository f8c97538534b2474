package dev.makevideo.activities.clips;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallLimit;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallTurns;
import dev.makevideo.activities.external.DownloadBounds;
import dev.makevideo.activities.external.Downloaded;
import dev.makevideo.activities.external.ExternalService;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.ServiceCall;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.ClipRoots;
import dev.makevideo.activities.source.SourcePrograms;
import dev.makevideo.activities.source.UploadSource;
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

/** Gets a candidate's bytes into the store, unless they are there. Thread-safe. */
final class ClipFetch {
  /** Changes when what is stored for a location changes. */
  private static final String VERSION = "v1";

  private static final String KIND = "download";

  /** The base of a source that is no longer configured: all that it named must be public. */
  private static final String NOWHERE = "https://0.0.0.0";

  private static final String ENDPOINT = "download";

  private final ArtifactStore store;
  private final GuardedClient client;
  private final CallTurns turns;
  private final ServiceSettings services;
  private final LocalFiles files;
  private final YtDlpDownload ytDlp;
  private final PictureClip pictures;
  private final ObjectMapper mapper = Payloads.mapper();

  ClipFetch(
      ArtifactStore store,
      GuardedClient client,
      CallTurns turns,
      ServiceSettings services,
      SourcePrograms programs) {
    this.store = store;
    this.ytDlp = programs.ytDlp().download();
    this.pictures = new PictureClip(store, programs.processes(), programs.ffmpeg());
    this.client = client;
    this.turns = turns;
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
      case URL -> called("url", wanted, stop);
      case SERVICE -> called("service", wanted, stop);
      case PAGE -> called("page", wanted, stop);
      case UPLOAD -> uploaded(wanted);
      case PICTURE -> uploaded(wanted).then(picture -> pictures.clip(picture, wanted, stop));
    };
  }

  /** By one at a time of all workers, so that nobody is called twice for the same. */
  private CallResult<ObjectRef> called(String how, Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    ActionKey key = ActionKey.of(KIND, VERSION, how, wanted.location());
    Optional<ObjectRef> found = store.find(key);
    if (found.isPresent()) {
      return new CallResult.Ok<>(found.get());
    }
    if (wanted.candidate().kind() == Candidate.Kind.SERVICE && services.downloaderUrl().isEmpty()) {
      return new CallResult.Rejected<>(
          Rejection.of(
              Reason.NOT_ALLOWED, "no video-downloader is configured; set VIDEO_DOWNLOADER_URL"));
    }
    ServiceCall call = call(wanted);
    return turns.once(
        store, key, call, stop, () -> once(key, wanted, () -> transfer(call, wanted, stop)));
  }

  private CallResult<ObjectRef> once(ActionKey key, Wanted wanted, Transfer transfer)
      throws IOException, InterruptedException {
    Optional<ObjectRef> found = store.find(key);
    if (found.isPresent()) {
      return new CallResult.Ok<>(found.get());
    }
    return transfer.run().then(file -> new CallResult.Ok<>(store.publish(key, wanted.scratch())));
  }

  /** It is in the store already; whether it is there is seen when it is measured. */
  private CallResult<ObjectRef> uploaded(Wanted wanted) {
    ObjectRef object = UploadSource.object(wanted.location());
    return object.bytes() > services.maxClipBytes()
        ? files.tooLarge()
        : new CallResult.Ok<>(object);
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

  private ServiceCall call(Wanted wanted) {
    return wanted.candidate().kind() == Candidate.Kind.SERVICE
        ? ServiceCall.postJson(
            ExternalService.VIDEO_DOWNLOADER,
            ENDPOINT,
            services.downloaderUrl().orElseThrow().replaceAll("/$", "") + "/download",
            wanted.timeout(),
            json(wanted.location()))
        : direct(wanted);
  }

  private CallResult<?> transfer(ServiceCall call, Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException {
    if (wanted.candidate().kind() == Candidate.Kind.PAGE) {
      return fromPage(wanted, stop);
    }
    return wanted.candidate().source() == SourceName.COMMONS
        ? turns.run(CallLimit.COMMONS_MEDIA, call, stop, () -> download(call, wanted, stop))
        : download(call, wanted, stop);
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

  /** What a source on the internet named may not lead where a user's own URL may. */
  private ServiceCall direct(Wanted wanted) {
    ServiceCall call =
        ServiceCall.get(
            ExternalService.DIRECT_DOWNLOAD, ENDPOINT, wanted.location(), wanted.timeout());
    return switch (wanted.candidate().source()) {
      case FOLDER, URLS, UPLOADS, SERVICES -> call;
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

  private CallResult<Downloaded> download(ServiceCall call, Wanted wanted, StopSignal stop)
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
