package dev.makevideo.activities.clips;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.external.CallTurns;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.CandidateList;
import dev.makevideo.activities.source.ClipSources;
import dev.makevideo.activities.source.PhraseCandidates;
import dev.makevideo.activities.source.SourcePrograms;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.ClipActivities;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.PhraseNeeds;
import dev.makevideo.workflows.contract.ServiceWait;
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
  private final ActivityRunner runner;
  private final int downloads;
  private final ClipSources sources;
  private final ItemDownload itemDownload;
  private final ClipPictures pictures;
  private final Metrics metrics;
  private final ObjectMapper mapper = Payloads.mapper();

  /**
   * @param turns best shared by all workers
   * @param downloads how many items of a batch are downloaded at once, 1 or more
   */
  public ClipActivitiesImpl(
      ArtifactStore store,
      ActivityRunner runner,
      ClipMeter meter,
      GuardedClient client,
      Metrics metrics,
      CallTurns turns,
      SharedCache cache,
      ServiceSettings services,
      SourcePrograms programs,
      int downloads,
      Clock clock) {
    this.store = store;
    this.runner = runner;
    this.metrics = metrics;
    this.downloads = downloads;
    this.pictures = new ClipPictures(store);
    this.sources = ClipSources.of(store, client, turns, cache, services, programs, clock);
    this.itemDownload =
        new ItemDownload(
            new ClipFetch(store, client, turns, services, programs),
            new Measurement(store, meter),
            clock);
  }

  @Override
  public FetchResult fetchShorts(VideoRequest request) {
    return runner.run(activity -> fetch(request, activity));
  }

  private FetchResult fetch(VideoRequest request, RunningActivity activity)
      throws IOException, InterruptedException {
    CallResult<List<Candidate>> found = sources.find(request, activity.stop());
    if (found instanceof CallResult.Ok<List<Candidate>> ok) {
      ObjectRef list = store.put(mapper.writeValueAsBytes(new CandidateList(ok.value())));
      return new FetchResult(
          Optional.of(list), ok.value().size(), Optional.empty(), activity.ranMillis());
    }
    return waiting(found, activity);
  }

  @Override
  public FetchResult fetchPhrases(VideoRequest request, PhraseNeeds needs) {
    return runner.run(activity -> fetch(request, needs, activity));
  }

  private FetchResult fetch(VideoRequest request, PhraseNeeds needs, RunningActivity activity)
      throws IOException, InterruptedException {
    CallResult<PhraseCandidates> found = sources.find(request, needs, activity.stop());
    if (found instanceof CallResult.Ok<PhraseCandidates> ok) {
      PhraseCandidates taken = ok.value();
      ObjectRef list = store.put(mapper.writeValueAsBytes(new CandidateList(taken.candidates())));
      return new FetchResult(
          Optional.of(list),
          taken.candidates().size(),
          Optional.empty(),
          activity.ranMillis(),
          taken.phrases(),
          taken.warnings());
    }
    return waiting(found, activity);
  }

  private static FetchResult waiting(CallResult<?> found, RunningActivity activity) {
    ServiceWait wait = ((CallResult.Wait<?>) found).serviceWait();
    return new FetchResult(Optional.empty(), 0, Optional.of(wait), activity.ranMillis());
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
          List<ItemOutcome> outcomes = run.outcomes();
          outcomes.stream()
              .filter(outcome -> outcome.rejection().isPresent())
              .forEach(rejected -> metrics.validation(false));
          // Also for one that is not validated, such as a duplicate.
          for (ItemOutcome outcome : outcomes) {
            outcome
                .clip()
                .ifPresent(clip -> pictures.note(activity.place(outcome.index()), clip.object()));
          }
          return new BatchResult(outcomes, run.waitFor(), activity.ranMillis());
        });
  }
}
