package dev.makevideo.worker.housekeeping;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.platform.forgetting.NamedObjects;
import dev.makevideo.platform.forgetting.ServerRuns;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.conversation.ConversationWorkflow;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the jobs name that the server knows, looked at once.
 *
 * @param others the SHA-256 of what jobs name that are not to be deleted
 * @param going the SHA-256 of what jobs name that are to be deleted, and are there still
 * @param oldestOpen when the oldest job or conversation started that is open
 */
record Named(Set<String> others, Set<String> going, Optional<Instant> oldestOpen) {
  /** A conversation that closed so shortly ago may have begun a job that is not listed yet. */
  private static final Duration JUST_CLOSED = Duration.ofHours(1);

  private static final ObjectMapper JSON = Payloads.mapper();

  /**
   * Goes through all of them: two short reads each.
   *
   * @param forgotten ids of jobs that are deleted, or about to be
   * @throws RuntimeException if the server does not answer, or what a job names cannot be read
   */
  static Named look(
      WorkflowClient client,
      ArtifactStore store,
      Set<String> forgotten,
      Instant now,
      Heartbeat heartbeat)
      throws IOException {
    Named found = new Named(new HashSet<>(), new HashSet<>(), Optional.empty());
    // Conversations first: one that ends meanwhile has begun its job before that.
    String talks =
        "WorkflowType='%s' AND (ExecutionStatus='Running' OR CloseTime > '%s')"
            .formatted(
                ConversationWorkflow.TYPE, now.minus(JUST_CLOSED).truncatedTo(ChronoUnit.SECONDS));
    try (Stream<WorkflowExecutionMetadata> open = client.listExecutions(talks)) {
      Iterator<WorkflowExecutionMetadata> each = open.iterator();
      while (each.hasNext()) {
        found = found.opened(each.next().getStartTime());
        heartbeat.beat(0);
      }
    }
    ServerRuns runs = new ServerRuns(client);
    Map<ObjectRef, Set<String>> lists = new HashMap<>();
    String jobs = "WorkflowType='%s'".formatted(MakeVideoWorkflow.TYPE);
    try (Stream<WorkflowExecutionMetadata> all = client.listExecutions(jobs)) {
      Iterator<WorkflowExecutionMetadata> each = all.iterator();
      while (each.hasNext()) {
        WorkflowExecutionMetadata run = each.next();
        boolean open = run.getCloseTime() == null;
        heartbeat.beat(0);
        Optional<NamedObjects> named = runs.named(run);
        if (named.isEmpty()) {
          continue; // deleted meanwhile
        }
        boolean goes = !open && forgotten.contains(run.getExecution().getWorkflowId());
        Set<String> names = goes ? found.going : found.others;
        named.get().objects().forEach(object -> names.add(object.sha256()));
        // What a deleted job was built of stays, if another was built of it, too.
        Stream<ObjectRef> naming =
            Stream.concat(named.get().lists().stream(), named.get().groundworks().stream());
        for (ObjectRef list : naming.distinct().toList()) {
          if (!lists.containsKey(list)) {
            lists.put(list, hashes(listed(store, list)));
          }
          names.addAll(lists.getOrDefault(list, Set.of()));
        }
        found = open ? found.opened(run.getStartTime()) : found;
      }
    }
    return found;
  }

  private Named opened(Instant start) {
    return new Named(others, going, Optional.of(oldestOpen.filter(start::isAfter).orElse(start)));
  }

  /** What an object of JSON names; nothing if it is gone. */
  static Set<ObjectRef> listed(ArtifactStore store, ObjectRef list) throws IOException {
    Optional<byte[]> bytes = store.peek(list);
    return bytes.isPresent() ? NamedObjects.in(JSON.readTree(bytes.get())).objects() : Set.of();
  }

  private static Set<String> hashes(Set<ObjectRef> objects) {
    return objects.stream().map(ObjectRef::sha256).collect(Collectors.toSet());
  }
}
