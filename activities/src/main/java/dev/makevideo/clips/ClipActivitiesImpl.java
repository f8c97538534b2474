package dev.makevideo.clips;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activity.BatchResult;
import dev.makevideo.activity.ClipActivities;
import dev.makevideo.activity.DownloadBatch;
import dev.makevideo.activity.FetchResult;
import dev.makevideo.activity.ServiceWait;
import dev.makevideo.beat.Beat;
import dev.makevideo.beat.Beats;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.external.CallResult;
import dev.makevideo.external.CallStoppedException;
import dev.makevideo.external.GuardedClient;
import dev.makevideo.failure.FailureType;
import dev.makevideo.failure.Failures;
import dev.makevideo.job.ObjectRef;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.settings.ServiceSettings;
import dev.makevideo.storage.ArtifactStore;
import dev.makevideo.storage.MissingObjectException;
import dev.makevideo.storage.Scratch;
import dev.makevideo.wire.Payloads;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds clips and downloads them. Thread-safe. */
public final class ClipActivitiesImpl implements ClipActivities {
  private final ArtifactStore store;
  private final Scratch scratch;
  private final Beats beats;
  private final ServiceSettings services;
  private final int downloads;
  private final Clock clock;
  private final Supplier<String> jobId;
  private final FolderSource folders;
  private final SearchSource search;
  private final ItemDownload itemDownload;
  private final ObjectMapper mapper = Payloads.mapper();

  /**
   * @param downloads how many items of a batch are downloaded at once, 1 or more
   * @param jobId the job of the activity that runs on the current thread
   */
  public ClipActivitiesImpl(
      ArtifactStore store,
      Scratch scratch,
      Beats beats,
      ClipMeter meter,
      GuardedClient client,
      SharedCache cache,
      ServiceSettings services,
      int downloads,
      Clock clock,
      Supplier<String> jobId) {
    this.store = store;
    this.scratch = scratch;
    this.beats = beats;
    this.services = services;
    this.downloads = downloads;
    this.clock = clock;
    this.jobId = jobId;
    this.folders = new FolderSource(new ClipRoots(services.clipRoots()));
    this.search = new SearchSource(client, cache);
    this.itemDownload =
        new ItemDownload(
            new ClipFetch(store, client, services), new Measurement(store, meter), clock);
  }

  @Override
  public FetchResult fetchShorts(VideoRequest request) {
    long started = clock.millis();
    try (Beat beat = beats.open()) {
      CallResult<List<Candidate>> found =
          switch (request.clips().kind()) {
            case FOLDER ->
                new CallResult.Ok<>(
                    folders.list(request.clips().folder().orElseThrow(), request.maxShorts()));
            case URLS ->
                new CallResult.Ok<>(
                    UrlListSource.list(
                        store.read(request.clips().urls().orElseThrow()), request.maxShorts()));
            case SERVICE -> search(request, beat);
          };
      if (found instanceof CallResult.Ok<List<Candidate>> ok) {
        ObjectRef list = store.put(mapper.writeValueAsBytes(new CandidateList(ok.value())));
        return new FetchResult(
            Optional.of(list), ok.value().size(), Optional.empty(), clock.millis() - started);
      }
      ServiceWait wait = ((CallResult.Wait<List<Candidate>>) found).serviceWait();
      return new FetchResult(Optional.empty(), 0, Optional.of(wait), clock.millis() - started);
    } catch (MissingObjectException e) {
      throw Failures.of(
          FailureType.INTERNAL,
          "the list of URLs is no longer in the store; send the job again",
          e);
    } catch (IOException e) {
      throw DiskFailure.of(e);
    }
  }

  /** Candidates, or a wait: what else a search can end with is a failure. */
  private CallResult<List<Candidate>> search(VideoRequest request, Beat beat) {
    if (services.searchUrl().isEmpty() || services.downloaderUrl().isEmpty()) {
      throw Failures.of(
          FailureType.INVALID_REQUEST,
          "clips by search need YOUTUBE_SEARCH_URL and VIDEO_DOWNLOADER_URL; set both, or give a"
              + " folder or a list of URLs");
    }
    CallResult<List<Candidate>> result;
    try {
      result =
          search.search(
              services.searchUrl().get(), request.query(), request.maxShorts(), beat.stop());
    } catch (CallStoppedException e) {
      beat.check();
      throw Failures.of(FailureType.INTERNAL, "the search was stopped", e);
    }
    return result.fold(
        found -> {
          if (found.isEmpty()) {
            throw Failures.of(
                FailureType.NOT_FOUND,
                "the search for \"" + request.query() + "\" found nothing; try another query");
          }
          return result;
        },
        detail -> {
          throw Failures.of(FailureType.DEPENDENCY_UNAVAILABLE, "youtube-search: " + detail);
        },
        rejection -> {
          throw Failures.of(
              FailureType.DEPENDENCY_UNAVAILABLE, "youtube-search: " + rejection.message());
        },
        wait -> result);
  }

  @Override
  public BatchResult downloadShorts(VideoRequest request, DownloadBatch batch) {
    long started = clock.millis();
    try (Beat beat = beats.open();
        Scratch.Folder folder = scratch.open(jobId.get())) {
      BatchDownload run =
          new BatchDownload(batch, candidates(batch.candidates()), itemDownload, store, beat);
      run.run(folder.path(), downloads);
      return new BatchResult(run.outcomes(), run.waitFor(), clock.millis() - started);
    } catch (IOException e) {
      throw DiskFailure.of(e);
    }
  }

  private CandidateList candidates(ObjectRef list) throws IOException {
    try {
      return mapper.readValue(store.read(list), CandidateList.class);
    } catch (MissingObjectException e) {
      throw Failures.of(
          FailureType.INTERNAL, "the list of candidates is no longer in the store", e);
    }
  }
}
