package dev.makevideo.standalone.embedded;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** The smallest workflow that shows that a server works: it waits on a timer and answers. */
@WorkflowInterface
public interface PingWorkflow {
  @WorkflowMethod
  String ping(String name);

  /** Upserts a search attribute, as real jobs do. */
  final class Impl implements PingWorkflow {
    @Override
    public String ping(String name) {
      Workflow.upsertTypedSearchAttributes(
          dev.makevideo.workflows.progress.JobAttributes.STATUS.valueSet("running"));
      Workflow.sleep(Duration.ofMillis(100));
      return "pong " + name;
    }
  }
}
