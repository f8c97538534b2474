package dev.makevideo.api.health;

import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.TimeUnit;

/** Temporal by a call to the namespace. Vital: without it no job can be taken or shown. */
public final class TemporalCheck implements HealthCheck {
  private static final long MILLIS = 750;
  private final WorkflowClient client;

  public TemporalCheck(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public String name() {
    return "temporal";
  }

  @Override
  public boolean isVital() {
    return true;
  }

  @Override
  public Finding look() {
    String namespace = client.getOptions().getNamespace();
    client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(MILLIS, TimeUnit.MILLISECONDS)
        .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
    return HealthCheck.well("namespace " + namespace + " answers");
  }
}
