package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The search for clips and their download. Every method may run twice at once. */
@ActivityInterface
public interface ClipActivities {
  /** Lists the candidates. */
  @ActivityMethod(name = "fetchShorts")
  FetchResult fetchShorts(VideoRequest request);

  /** Lists the candidates of a job with several phrases: of each what it needs, in turns. */
  @ActivityMethod(name = "fetchPhrases")
  FetchResult fetchPhrases(VideoRequest request, PhraseNeeds needs);

  /** Downloads a batch; heartbeats the set of items done. */
  @ActivityMethod(name = "downloadShorts")
  BatchResult downloadShorts(VideoRequest request, DownloadBatch batch);
}
