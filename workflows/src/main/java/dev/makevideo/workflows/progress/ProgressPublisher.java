package dev.makevideo.workflows.progress;

import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a job's progress where it can be read without a worker: search attributes, memo, and the
 * details in the Web UI. Runs in a thread of its own, which wakes when all others have gone as far
 * as they can: changes of one moment become one write, and the history stays short.
 */
public final class ProgressPublisher {
  private final VideoRequest request;
  private final JobProgress progress;
  private boolean begun;
  private JobStatus status = JobStatus.QUEUED;
  private List<String> stages = List.of();
  private List<String> holds = List.of();

  public ProgressPublisher(VideoRequest request, JobProgress progress) {
    this.request = request;
    this.progress = progress;
  }

  /** Publishes from now on until the workflow ends; a cancelled job still publishes. */
  public void start() {
    Workflow.newDetachedCancellationScope(() -> Async.procedure(this::publishForEver)).run();
  }

  private void publishForEver() {
    JobLog.bind(request);
    while (!progress.status().isFinal()) {
      Workflow.await(progress::hasNews);
      publish();
    }
  }

  /** Publishes now, if there is anything new. */
  public void publish() {
    if (progress.takeNews()) {
      // These cost no history event: the Web UI asks a worker for them.
      Workflow.setCurrentDetails(ProgressTable.of(progress.view()));
    }
    if (progress.hasChanged()) {
      progress.published();
      upsertAttributes();
      Workflow.upsertMemo(Map.of(JobAttributes.MEMO_VIEW, progress.viewWithoutEvents()));
    }
  }

  private void upsertAttributes() {
    List<SearchAttributeUpdate<?>> updates = new ArrayList<>();
    if (!begun) {
      begun = true;
      updates.add(JobAttributes.TENANT.valueSet(request.tenant()));
      updates.add(JobAttributes.CORRELATION_ID.valueSet(request.correlationId()));
    }
    if (progress.status() != status) {
      status = progress.status();
      updates.add(JobAttributes.STATUS.valueSet(status.label()));
    }
    if (!progress.activeStages().equals(stages)) {
      stages = progress.activeStages();
      updates.add(labels(JobAttributes.STAGES, stages));
    }
    List<String> held = progress.holding().labelled().labels();
    if (!held.equals(holds)) {
      holds = held;
      updates.add(labels(JobAttributes.HOLDS, holds));
    }
    if (!updates.isEmpty()) {
      Workflow.upsertTypedSearchAttributes(updates.toArray(new SearchAttributeUpdate<?>[0]));
    }
  }

  private static SearchAttributeUpdate<?> labels(
      SearchAttributeKey<List<String>> key, List<String> labels) {
    return labels.isEmpty() ? key.valueUnset() : key.valueSet(labels);
  }
}
