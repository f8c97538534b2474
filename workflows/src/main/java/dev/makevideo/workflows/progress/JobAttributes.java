package dev.makevideo.workflows.progress;

import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.util.List;

/**
 * The closed list of search attributes, with their types, and of memo keys. What registers, asks
 * for or shows them takes them from here.
 */
public final class JobAttributes {
  /** Label of the JobStatus. */
  public static final SearchAttributeKey<String> STATUS =
      SearchAttributeKey.forKeyword("MakeVideoStatus");

  public static final SearchAttributeKey<String> TENANT =
      SearchAttributeKey.forKeyword("MakeVideoTenant");

  public static final SearchAttributeKey<String> CORRELATION_ID =
      SearchAttributeKey.forKeyword("MakeVideoCorrelationId");

  /** Labels of the stages that are running or waiting. */
  public static final SearchAttributeKey<List<String>> STAGES =
      SearchAttributeKey.forKeywordList("MakeVideoStages");

  /** What people hold the job up with: labels of {@link JobHold}. */
  public static final SearchAttributeKey<List<String>> HOLDS =
      SearchAttributeKey.forKeywordList("MakeVideoHolds");

  /** Label of the ConversationStatus; of conversations only, which have no status of a job. */
  public static final SearchAttributeKey<String> CONVERSATION =
      SearchAttributeKey.forKeyword("MakeVideoConversation");

  /** What a client noted of its job, as {@code name=text}; only where it did. */
  public static final SearchAttributeKey<List<String>> METADATA =
      SearchAttributeKey.forKeywordList("MakeVideoMetadata");

  /** All of them, with name and type: what a namespace must know. */
  public static final List<SearchAttributeKey<?>> ALL =
      List.of(STATUS, TENANT, CORRELATION_ID, STAGES, HOLDS, CONVERSATION, METADATA);

  /** Memo: the JobView without events, as of the last change that is worth a history event. */
  public static final String MEMO_VIEW = "view";

  /** Memo, set at the start: SHA-256 of the request's body, where there is an Idempotency-Key. */
  public static final String MEMO_BODY_HASH = "body_hash";

  /** Memo, set at the start of a run that is not the job's first: its EarlierRuns. */
  public static final String MEMO_EARLIER = "earlier_runs";

  /** Memo: the search phrase, for lists; a job's is set at its start. */
  public static final String MEMO_QUERY = "query";

  /** Memo, set at the start: what a client noted of its job; only where it did. */
  public static final String MEMO_METADATA = "metadata";

  /** Memo, set at the start: where the URL lies to which events are sent; only if to one. */
  public static final String MEMO_WEBHOOK = "webhook";

  /** Memo, set at the start of a job that is made from another one: which one, and what is kept. */
  public static final String MEMO_PARENT = "parent";

  /** Memo of a conversation: its ConversationGlance, for lists. */
  public static final String MEMO_GLANCE = "glance";

  /**
   * Condition in a query for runs: those that are not over. It names what they are not, for a run
   * that somebody paused by Temporal's own means is open, too, and servers before it do not know
   * the word.
   */
  public static final String OPEN_RUNS =
      "ExecutionStatus NOT IN ('Completed', 'Failed', 'Canceled', 'Terminated', 'TimedOut',"
          + " 'ContinuedAsNew')";

  private JobAttributes() {}

  /** Of a job that was accepted. */
  public static SearchAttributes queued(VideoRequest request) {
    return queued(request, Metadata.none());
  }

  /** As {@link #queued(VideoRequest)}, with what its client noted. */
  public static SearchAttributes queued(VideoRequest request, Metadata metadata) {
    SearchAttributes.Builder attributes =
        SearchAttributes.newBuilder()
            .set(STATUS, JobStatus.QUEUED.label())
            .set(TENANT, request.tenant())
            .set(CORRELATION_ID, request.correlationId());
    return metadata.isEmpty()
        ? attributes.build()
        : attributes.set(METADATA, metadata.words()).build();
  }
}
