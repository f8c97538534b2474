package dev.makevideo.worker.housekeeping;

import dev.makevideo.platform.forgetting.NamedObjects;
import dev.makevideo.workflows.conversation.ConversationWorkflow;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Runs as a server would keep them. Used by one thread at a time. */
final class FakeRuns implements KnownRuns {
  /** In the order in which they are listed; of a workflow, the last one is the newest. */
  final List<Run> all = new ArrayList<>();

  /** The ids of the runs that were deleted, in that order. */
  final List<String> deleted = new ArrayList<>();

  /** How often somebody read what a run names. */
  int read;

  /** Whether the server answers. */
  boolean answers = true;

  static final NamedObjects NOTHING = NamedObjects.NONE;

  /** What names these. */
  static NamedObjects naming(ObjectRef... objects) {
    return new NamedObjects(Set.of(objects), Set.of(), Set.of());
  }

  /** What has a list of uploaded clips. */
  static NamedObjects listing(ObjectRef list) {
    return new NamedObjects(Set.of(list), Set.of(list), Set.of());
  }

  /** What was built of something. */
  static NamedObjects builtOf(ObjectRef groundwork) {
    return new NamedObjects(Set.of(groundwork), Set.of(), Set.of(groundwork));
  }

  Run job(String workflow, String id, Instant started, Optional<Instant> closed, NamedObjects it) {
    return add(workflow, id, MakeVideoWorkflow.TYPE, started, closed, it);
  }

  Run conversation(String id, Instant started, Optional<Instant> closed, NamedObjects it) {
    return add("conv-" + id, id, ConversationWorkflow.TYPE, started, closed, it);
  }

  Run add(
      String workflow,
      String id,
      String type,
      Instant started,
      Optional<Instant> closed,
      NamedObjects it) {
    Run run =
        new Run(
            workflow,
            id,
            type,
            started,
            closed,
            () -> {
              read++;
              return Optional.of(it);
            });
    all.add(run);
    return run;
  }

  private Stream<Run> listed(Predicate<Run> wanted) {
    if (!answers) {
      throw Status.UNAVAILABLE.asRuntimeException();
    }
    return List.copyOf(all).stream().filter(wanted);
  }

  @Override
  public Stream<Run> jobs() {
    return listed(run -> run.is(MakeVideoWorkflow.TYPE));
  }

  @Override
  public Stream<Run> jobsStartedBefore(Instant time) {
    return jobs().filter(run -> run.started().isBefore(time));
  }

  @Override
  public Stream<Run> openJobs() {
    return jobs().filter(Run::isOpen);
  }

  @Override
  public Stream<Run> conversations(Instant closedAfter) {
    return listed(
        run ->
            run.is(ConversationWorkflow.TYPE)
                && run.closed().filter(end -> !end.isAfter(closedAfter)).isEmpty());
  }

  @Override
  public Stream<Run> closedBefore(Instant limit) {
    return listed(run -> run.closed().filter(limit::isAfter).isPresent());
  }

  @Override
  public Optional<Run> newest(String workflow) {
    return listed(run -> run.workflow().equals(workflow)).reduce((older, newer) -> newer);
  }

  @Override
  public void delete(Run run) {
    if (all.removeIf(known -> known.id().equals(run.id()))) {
      deleted.add(run.id());
    }
  }

  /** The ids of what is left. */
  Set<String> left() {
    Set<String> ids = new HashSet<>();
    all.forEach(run -> ids.add(run.id()));
    return ids;
  }
}
