package dev.makevideo.activities.clips;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallStoppedException;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.ClipActivities;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Finds clips and downloads them. Thread-safe. */
public final class ClipActivitiesImpl implements ClipActivities {
  private final ArtifactStore store;
  private final Uploads uploads;
  private final ActivityRunner runner;
  private final ServiceSettings services;
  private final int downloads;
  private final FolderSource folders;
  private final SearchSource search;
  private final ItemDownload itemDownload;
  private final ObjectMapper mapper = Payloads.mapper();

  /**
   * @param downloads how many items of a batch are downloaded at once, 1 or more
   */
  public ClipActivitiesImpl(
      ArtifactStore store,
      ActivityRunner runner,
      ClipMeter meter,
      GuardedClient client,
      SharedCache cache,
      ServiceSettings services,
      int downloads,
      Clock clock) {
    this.store = store;
    this.uploads = new Uploads(store);
    this.runner = runner;
    this.services = services;
    this.downloads = downloads;
    this.folders = new FolderSource(new ClipRoots(services.clipRoots()));
    this.search = new SearchSource(client, cache);
    this.itemDownload =
        new ItemDownload(
            new ClipFetch(store, client, services), new Measurement(store, meter), clock);
  }

  @Override
  public FetchResult fetchShorts(VideoRequest request) {
    return runner.run(activity -> fetch(request, activity));
  }

  private FetchResult fetch(VideoRequest request, RunningActivity activity) throws IOException {
    CallResult<List<Candidate>> found =
        switch (request.clips().kind()) {
          case FOLDER ->
              new CallResult.Ok<>(
                  folders.list(request.clips().folder().orElseThrow(), request.maxShorts()));
          case URLS -> {
            ObjectRef urls = request.clips().urls().orElseThrow();
            yield new CallResult.Ok<>(
                UrlListSource.list(uploads.read(urls, "list of URLs"), request.maxShorts()));
          }
          case SERVICE -> search(request, activity.stop());
        };
    if (found instanceof CallResult.Ok<List<Candidate>> ok) {
      ObjectRef list = store.put(mapper.writeValueAsBytes(new CandidateList(ok.value())));
      return new FetchResult(
          Optional.of(list), ok.value().size(), Optional.empty(), activity.ranMillis());
    }
    ServiceWait wait = ((CallResult.Wait<List<Candidate>>) found).serviceWait();
    return new FetchResult(Optional.empty(), 0, Optional.of(wait), activity.ranMillis());
  }

  /** Candidates, or a wait: what else a search can end with is a failure. */
  private CallResult<List<Candidate>> search(VideoRequest request, StopSignal stop)
      throws CallStoppedException {
    if (services.searchUrl().isEmpty() || services.downloaderUrl().isEmpty()) {
      throw Failures.of(
          FailureType.INVALID_REQUEST,
          "clips by search need YOUTUBE_SEARCH_URL and VIDEO_DOWNLOADER_URL; set both, or give a"
              + " folder or a list of URLs");
    }
    CallResult<List<Candidate>> result =
        search.search(services.searchUrl().get(), request.query(), request.maxShorts(), stop);
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
    return runner.run(
        activity -> {
          CandidateList candidates =
              mapper.readValue(store.read(batch.candidates()), CandidateList.class);
          BatchDownload run =
              new BatchDownload(batch, candidates, itemDownload, store, activity.heartbeat());
          run.run(activity.scratch(), downloads);
          return new BatchResult(run.outcomes(), run.waitFor(), activity.ranMillis());
        });
  }
}
