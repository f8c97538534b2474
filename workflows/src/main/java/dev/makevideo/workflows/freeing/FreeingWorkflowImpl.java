package dev.makevideo.workflows.freeing;

import dev.makevideo.workflows.contract.CollectedArtifacts;
import dev.makevideo.workflows.contract.ForgottenJob;
import dev.makevideo.workflows.contract.FreedObjects;
import dev.makevideo.workflows.contract.FreeingActivities;
import dev.makevideo.workflows.freeing.FreeingState.Waiting;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/** Gathers, looks, and looks again later at what could not be decided; asleep between. */
public final class FreeingWorkflowImpl implements FreeingWorkflow {
  private final Logger log = Workflow.getLogger(FreeingWorkflowImpl.class);
  private final List<ForgottenJob> arrived = new ArrayList<>();
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private int files;
  private long bytes;

  /** Called by the worker, once for each run. */
  public FreeingWorkflowImpl() {}

  @Override
  public CollectedArtifacts free(FreeingState begun) {
    begun.waiting().forEach(one -> waiting.put(one.job().id(), one));
    int tries = begun.tries();
    while (true) {
      if (tries > 0 && Workflow.await(FreeingLimits.pause(tries), () -> !arrived.isEmpty())) {
        tries = 0;
      }
      if (tries == 0) {
        Workflow.sleep(FreeingLimits.GATHER);
      }
      takeIn();
      look();
      tries++;
      if (arrived.isEmpty() && waiting.isEmpty()) {
        return new CollectedArtifacts(files, bytes);
      }
      if (isLong()) {
        int goOn = arrived.isEmpty() ? tries : 0; // what is new is looked at soon
        takeIn();
        Workflow.continueAsNew(new FreeingState(List.copyOf(waiting.values()), goOn));
      }
    }
  }

  /** What came meanwhile; all that is told of one job waits together. */
  private void takeIn() {
    int objects = waiting.values().stream().mapToInt(one -> one.job().objects().size()).sum();
    for (ForgottenJob job : arrived) {
      if (objects + job.objects().size() > FreeingLimits.MOST_OBJECTS) {
        log.atInfo().addKeyValue("subject", job.id()).log("objects left to the daily collection");
      } else {
        objects += job.objects().size();
        waiting.merge(
            job.id(),
            new Waiting(job, now()),
            (old, fresh) -> new Waiting(old.job().and(fresh.job()), fresh.since()));
      }
    }
    arrived.clear();
  }

  private void look() {
    if (waiting.isEmpty()) {
      return;
    }
    FreedObjects freed;
    try {
      freed =
          Workflow.newActivityStub(FreeingActivities.class, FreeingLimits.look(waiting.size()))
              .freeObjects(waiting.values().stream().map(Waiting::job).toList());
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        throw failure;
      }
      log.atWarn()
          .addKeyValue("jobs", waiting.size())
          .setCause(failure)
          .log("objects of deleted jobs not freed: they are looked at later");
      freed = new FreedObjects(0, 0, waiting.values().stream().map(Waiting::job).toList());
    }
    files += freed.files();
    bytes += freed.bytes();
    Map<String, Waiting> before = new LinkedHashMap<>(waiting);
    waiting.clear();
    Instant oldest = now().minus(FreeingLimits.ALTOGETHER);
    for (ForgottenJob left : freed.left()) {
      Instant since = before.getOrDefault(left.id(), new Waiting(left, now())).since();
      if (since.isAfter(oldest)) {
        waiting.put(left.id(), new Waiting(left, since));
      } else {
        log.atInfo().addKeyValue("subject", left.id()).log("objects left to the daily collection");
      }
    }
  }

  private static boolean isLong() {
    return Workflow.getInfo().isContinueAsNewSuggested()
        || Workflow.getInfo().getHistoryLength() > FreeingLimits.LONGEST_HISTORY;
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  @Override
  public void forgotten(List<ForgottenJob> jobs) {
    arrived.addAll(jobs);
  }
}
