package dev.makevideo.api.conversation;

import dev.makevideo.api.job.CallDeadline;
import dev.makevideo.api.job.WorkflowPages;
import dev.makevideo.workflows.conversation.ConversationGlance;
import dev.makevideo.workflows.conversation.ConversationId;
import dev.makevideo.workflows.conversation.ConversationStatus;
import dev.makevideo.workflows.conversation.ConversationWorkflow;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.progress.JobAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists and counts a tenant's conversations, by the server's visibility. Thread-safe. */
final class ConversationList {
  private final WorkflowPages pages;
  private final CallDeadline deadline;

  ConversationList(WorkflowClient client, CallDeadline deadline) {
    this.pages = new WorkflowPages(client);
    this.deadline = deadline;
  }

  /**
   * One page.
   *
   * @param status only those; absent: all that are not closed
   * @throws io.grpc.StatusRuntimeException with UNIMPLEMENTED on a server without visibility
   */
  ConversationPage list(
      String tenant, Optional<ConversationStatus> status, Optional<String> token, int size) {
    WorkflowPages.Page page = pages.page(query(tenant, status), token, size);
    return new ConversationPage(
        page.rows().stream().map(ConversationList::row).toList(), page.next());
  }

  /** How many there are of each status, and how many are active; within one deadline. */
  Map<String, Object> statistics(String tenant) {
    return deadline.call(
        () -> {
          Map<String, Long> byStatus = new LinkedHashMap<>();
          long active = 0;
          for (ConversationStatus status : ConversationStatus.values()) {
            long count = pages.count(query(tenant, Optional.of(status)));
            byStatus.put(status.label(), count);
            active += status.isClosed() ? 0 : count;
          }
          return Map.of("active", active, "by_status", byStatus);
        });
  }

  /**
   * A run that continued as new is listed, too, and is none: only the last one runs. The tenant's
   * form excludes quotes.
   */
  private static String query(String tenant, Optional<ConversationStatus> status) {
    String query =
        "WorkflowType = '%s' AND %s = '%s' AND %s"
            .formatted(
                ConversationWorkflow.TYPE,
                JobAttributes.TENANT.getName(),
                tenant,
                status.filter(ConversationStatus::isClosed).isPresent()
                    ? "ExecutionStatus = 'Completed'"
                    : JobAttributes.OPEN_RUNS);
    return status.map(one -> query + " AND %s = '%s'".formatted(own(), one.label())).orElse(query);
  }

  private static String own() {
    return JobAttributes.CONVERSATION.getName();
  }

  private static ConversationPage.Row row(WorkflowExecutionMetadata workflow) {
    String id = workflow.getExecution().getWorkflowId();
    Optional<ConversationGlance> glance =
        WorkflowPages.memo(workflow, JobAttributes.MEMO_GLANCE, ConversationGlance.class);
    Instant begun = workflow.getStartTime();
    return new ConversationPage.Row(
        id,
        Optional.ofNullable(workflow.getTypedSearchAttributes().get(JobAttributes.CONVERSATION))
            .orElse(ConversationStatus.GATHERING.label()),
        WorkflowPages.memo(workflow, JobAttributes.MEMO_QUERY, String.class)
            .filter(text -> !text.isEmpty()),
        glance.map(ConversationGlance::turns).orElse(0),
        glance.map(ConversationGlance::createdAt).orElse(begun),
        glance.map(ConversationGlance::updatedAt).orElse(begun),
        glance.map(ConversationGlance::missing).orElse(List.of()).stream()
            .map(Field::label)
            .toList(),
        ConversationResource.self(new ConversationId(id)));
  }
}
