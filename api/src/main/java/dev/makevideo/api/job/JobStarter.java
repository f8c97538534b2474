package dev.makevideo.api.job;

import dev.makevideo.api.http.IdempotencyKey;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.JobPriority;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RequestText;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.EarlierRuns;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Starts the workflow of a job, once for every Idempotency-Key. Thread-safe. */
final class JobStarter {
  private final Logger log = LoggerFactory.getLogger(JobStarter.class);
  private final WorkflowClient client;
  private final JobLookup lookup;
  private final CallDeadline deadline;
  private final SubmissionPermits permits;
  private final Random random;
  private final Clock clock;

  /**
   * What comes with a request and is no part of the video.
   *
   * @param metadata what its client noted
   * @param webhook where its client wants to hear of it
   * @param usual where the client's jobs tell of themselves that say nothing
   * @param lineage the job that this one is made from, if it is
   */
  record Besides(
      Metadata metadata,
      Optional<ObjectRef> webhook,
      Optional<ObjectRef> usual,
      Optional<Lineage> lineage) {}

  /**
   * @param fresh empty if the same request had been accepted before
   */
  record Started(JobId id, Optional<NewJob> fresh) {
    boolean created() {
      return fresh.isPresent();
    }
  }

  JobStarter(
      WorkflowClient client,
      JobLookup lookup,
      CallDeadline deadline,
      SubmissionPermits permits,
      Random random,
      Clock clock) {
    this.client = client;
    this.lookup = lookup;
    this.deadline = deadline;
    this.permits = permits;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Starts the job, or finds the one that the same request started before.
   *
   * @throws ProblemException with 422 if the key came with another request before, with 503 if the
   *     Temporal server is too slow for all that come
   */
  Started start(VideoRequest request, Besides besides, Optional<String> idempotencyKey) {
    return start(
        request,
        besides,
        idempotencyKey,
        BodyHash.of(request, besides.metadata(), besides.webhook()));
  }

  /**
   * As {@link #start(VideoRequest, Besides, Optional)}.
   *
   * @param bodyHash tells the request that came from another one
   */
  Started start(
      VideoRequest request, Besides besides, Optional<String> idempotencyKey, String bodyHash) {
    JobId id =
        idempotencyKey
            .map(key -> keyed(request.tenant(), key))
            .orElseGet(() -> JobId.random(random));
    Map<String, Object> memo = new HashMap<>();
    memo.put(JobAttributes.MEMO_BODY_HASH, bodyHash);
    besides
        .webhook()
        .or(besides::usual)
        .ifPresent(url -> memo.put(JobAttributes.MEMO_WEBHOOK, url));
    besides.lineage().ifPresent(parent -> memo.put(JobAttributes.MEMO_PARENT, parent));
    // The propagator takes both ids from here into the workflow and its activities.
    MDC.put(CorrelationKeys.JOB_ID, id.value());
    try (SubmissionPermits.Place place = permits.starting()) {
      WorkflowStub stub =
          client.newUntypedWorkflowStub(
              MakeVideoWorkflow.TYPE,
              options(id, request, besides.metadata(), memo)
                  .setWorkflowIdReusePolicy(
                      WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                  .build());
      deadline.call(() -> stub.start(request));
    } catch (WorkflowExecutionAlreadyStarted e) {
      return same(lookup.find(id, request.tenant()), bodyHash);
    }
    log.atInfo()
        .addKeyValue("query_length", request.query().length())
        .addKeyValue("narration_ms", request.narrationDuration().toMillis())
        .addKeyValue("aspect_ratio", request.aspectRatio().label())
        .addKeyValue("crop_position", request.cropPosition().label())
        .log("job accepted");
    return new Started(
        id,
        Optional.of(
            new NewJob(id, request, besides.metadata(), besides.lineage(), clock.instant())));
  }

  /**
   * Starts a job again that failed or was cancelled, as a new run under its id: the Idempotency-Key
   * that it came with stays its own.
   *
   * @throws ProblemException with 409 if it was started again, or has been completed, meanwhile
   */
  void again(JobLookup.Job job, VideoRequest request) {
    Map<String, Object> memo = new HashMap<>();
    EarlierRuns runs = JobRetry.runs(job);
    Metadata metadata =
        job.memo(JobAttributes.MEMO_METADATA, Metadata.class).orElse(Metadata.none());
    memo.put(JobAttributes.MEMO_EARLIER, runs);
    job.memo(JobAttributes.MEMO_BODY_HASH, String.class)
        .ifPresent(hash -> memo.put(JobAttributes.MEMO_BODY_HASH, hash));
    job.webhook().ifPresent(url -> memo.put(JobAttributes.MEMO_WEBHOOK, url));
    job.lineage().ifPresent(parent -> memo.put(JobAttributes.MEMO_PARENT, parent));
    @Nullable String asked = MDC.get(CorrelationKeys.CORRELATION_ID);
    MDC.put(CorrelationKeys.JOB_ID, job.id().value());
    MDC.put(CorrelationKeys.CORRELATION_ID, request.correlationId());
    try (SubmissionPermits.Place place = permits.starting()) {
      WorkflowStub stub =
          client.newUntypedWorkflowStub(
              MakeVideoWorkflow.TYPE,
              options(job.id(), request, metadata, memo)
                  .setWorkflowIdReusePolicy(
                      WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                  .build());
      deadline.call(() -> stub.start(request));
    } catch (WorkflowExecutionAlreadyStarted e) {
      throw new ProblemException(
          ProblemType.CONFLICT, "The job runs already, or was completed meanwhile.");
    } finally {
      if (asked == null) {
        MDC.remove(CorrelationKeys.CORRELATION_ID);
      } else {
        MDC.put(CorrelationKeys.CORRELATION_ID, asked);
      }
    }
    log.atInfo().addKeyValue("runs", runs.count() + 1).log("job retried");
  }

  /** Whether a request with this key was accepted before. */
  boolean isKnown(String tenant, String idempotencyKey) {
    return known(tenant, idempotencyKey).isPresent();
  }

  /** The job of the request that was accepted with this key before. */
  Optional<JobLookup.Job> known(String tenant, String idempotencyKey) {
    try {
      return Optional.of(lookup.find(keyed(tenant, idempotencyKey), tenant));
    } catch (ProblemException e) {
      if (e.type() == ProblemType.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The job again, for the same request.
   *
   * @throws ProblemException with 422 if it is another one
   */
  static Started same(JobLookup.Job job, String bodyHash) {
    if (!job.memo(JobAttributes.MEMO_BODY_HASH, String.class).equals(Optional.of(bodyHash))) {
      throw new ProblemException(
          ProblemType.IDEMPOTENCY_KEY_REUSED,
          "This Idempotency-Key came with another request before (job "
              + job.id()
              + "): use a new key for a new request.",
          "Idempotency-Key");
    }
    return new Started(job.id(), Optional.empty());
  }

  private static WorkflowOptions.Builder options(
      JobId id, VideoRequest request, Metadata metadata, Map<String, ?> besides) {
    Map<String, Object> memo = new HashMap<>(besides);
    memo.put(JobAttributes.MEMO_QUERY, RequestText.query(request));
    if (!metadata.isEmpty()) {
      memo.put(JobAttributes.MEMO_METADATA, metadata);
    }
    return WorkflowOptions.newBuilder()
        .setWorkflowId(id.value())
        .setTaskQueue(TaskQueues.LIGHT)
        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
        .setPriority(JobPriority.of(request))
        .setMemo(memo)
        .setTypedSearchAttributes(JobAttributes.queued(request, metadata))
        .setStaticSummary(RequestText.summary(request))
        .setStaticDetails(RequestText.details(id, request));
  }

  private static JobId keyed(String tenant, String key) {
    return new JobId("mv-" + IdempotencyKey.digits(tenant, key));
  }
}
