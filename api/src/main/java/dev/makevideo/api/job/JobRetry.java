package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.progress.EarlierRuns;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverterException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What is needed to run a job again that failed or was cancelled. Thread-safe. */
final class JobRetry {
  private static final long READ_WITHIN_SECONDS = 5;
  private static final String AGAIN = " Send the job again: what is left of its work is used.";

  private final WorkflowClient client;
  private final ArtifactStore store;

  JobRetry(WorkflowClient client, ArtifactStore store) {
    this.client = client;
    this.store = store;
  }

  /**
   * The request that the job began with, if it can be run again.
   *
   * @throws ProblemException with 409 if the job runs or is completed, with 410 if the request, or
   *     a file that it came with, is there no longer
   */
  VideoRequest request(JobLookup.Job job) throws IOException {
    if (job.status() != JobStatus.FAILED && job.status() != JobStatus.CANCELLED) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The job is "
              + job.status().label()
              + "; only one that failed or was cancelled can be retried.");
    }
    VideoRequest request = original(job);
    requireMusic(request);
    return request;
  }

  /**
   * The request that a job began with, whose files are there, but for music: another video may have
   * none.
   *
   * @throws ProblemException with 410 if it, or a file that it came with, is there no longer
   */
  VideoRequest original(JobLookup.Job job) throws IOException {
    VideoRequest request = read(job);
    if (!request.storeId().equals(store.id())) {
      throw new ProblemException(
          ProblemType.CONFLICT, "The job's files are in another store than this service's.");
    }
    require(request.narration(), "narration");
    if (request.script().isPresent()) {
      require(request.script().get(), "script");
    }
    if (request.clips().uploads().isPresent()) {
      require(request.clips().uploads().get(), "list of clips");
    }
    return request;
  }

  /**
   * @throws ProblemException with 410 if the music that it came with is there no longer
   */
  void requireMusic(VideoRequest request) throws IOException {
    if (request.music().isPresent()) {
      require(request.music().get().object(), "music");
    }
  }

  /** The runs up to now, for the next one. */
  static EarlierRuns runs(JobLookup.Job job) {
    String ending =
        Outcome.of(job)
            .failure()
            .map(failure -> "failed: " + failure.type().label() + ": " + failure.detail())
            .orElse(job.status() == JobStatus.CANCELLED ? "was cancelled" : "failed");
    return new EarlierRuns(job.earlierRuns().map(EarlierRuns::count).orElse(0) + 1, ending);
  }

  private VideoRequest read(JobLookup.Job job) {
    List<HistoryEvent> events =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .withDeadlineAfter(READ_WITHIN_SECONDS, TimeUnit.SECONDS)
            .getWorkflowExecutionHistory(
                GetWorkflowExecutionHistoryRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .setExecution(job.description().getExecution())
                    .setMaximumPageSize(1)
                    .build())
            .getHistory()
            .getEventsList();
    try {
      WorkflowExecutionStartedEventAttributes start =
          events.get(0).getWorkflowExecutionStartedEventAttributes();
      VideoRequest request =
          client
              .getOptions()
              .getDataConverter()
              .fromPayloads(
                  0, Optional.of(start.getInput()), VideoRequest.class, VideoRequest.class);
      if (request != null) {
        return request;
      }
    } catch (DataConverterException e) {
      // falls through: written by a version, or with a key, that is here no longer
    }
    throw new ProblemException(
        ProblemType.GONE, "The job's request cannot be read any more." + AGAIN);
  }

  private void require(ObjectRef object, String what) throws IOException {
    try {
      store.verify(object);
    } catch (MissingObjectException e) {
      throw new ProblemException(
          ProblemType.GONE, "The job's " + what + " is in the store no longer." + AGAIN);
    }
  }
}
