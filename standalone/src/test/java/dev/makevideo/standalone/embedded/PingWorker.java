package dev.makevideo.standalone.embedded;

import dev.makevideo.platform.temporal.NamespaceSetup;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.util.concurrent.TimeUnit;

/** Runs one ping through a server, with a worker of its own. */
final class PingWorker {
  private static final String QUEUE = "ping";

  private PingWorker() {}

  static String ping(String address, String name) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    WorkflowClient client = WorkflowClient.newInstance(stubs);
    new NamespaceSetup(stubs, "default").prepare();
    WorkerFactory factory = WorkerFactory.newInstance(client);
    try {
      factory.newWorker(QUEUE).registerWorkflowImplementationTypes(PingWorkflow.Impl.class);
      factory.start();
      return client
          .newWorkflowStub(
              PingWorkflow.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build())
          .ping(name);
    } finally {
      factory.shutdownNow();
      factory.awaitTermination(5, TimeUnit.SECONDS);
      stubs.shutdownNow();
    }
  }
}
