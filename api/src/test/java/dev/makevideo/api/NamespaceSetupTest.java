package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.platform.temporal.NamespaceSetup;
import dev.makevideo.workflows.progress.JobAttributes;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceSetupTest {
  @Test
  void registersWhatIsMissingAndLeavesTheRestToTheServer() {
    try (TestWorkflowEnvironment temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build())) {
      NamespaceSetup setup = new NamespaceSetup(temporal.getWorkflowServiceStubs(), "default");
      setup.prepare();
      setup.prepare();
      // Only attributes that are registered may be set.
      WorkflowStub job =
          temporal
              .getWorkflowClient()
              .newUntypedWorkflowStub(
                  "any",
                  WorkflowOptions.newBuilder()
                      .setTaskQueue("any")
                      .setTypedSearchAttributes(
                          SearchAttributes.newBuilder()
                              .set(JobAttributes.STATUS, "queued")
                              .set(JobAttributes.TENANT, "anna")
                              .set(JobAttributes.CORRELATION_ID, "c")
                              .set(JobAttributes.STAGES, List.of("finalizing"))
                              .build())
                      .build());
      job.start();
      assertEquals("anna", job.describe().getTypedSearchAttributes().get(JobAttributes.TENANT));
    }
  }

  @Test
  void raisesTheRetentionToSevenDaysAndNeverLowersIt() throws Exception {
    try (FakeTemporal temporal = new FakeTemporal()) {
      NamespaceSetup setup = new NamespaceSetup(temporal.stubs(), "default");
      temporal.retentionSeconds = 86_400;
      setup.prepare();
      assertEquals(7, setup.retention().toDays());
      temporal.retentionSeconds = 30 * 86_400;
      setup.prepare();
      assertEquals(30, setup.retention().toDays());
    }
  }

  @Test
  void aServerThatIsAwayIsNotIgnored() throws Exception {
    FakeTemporal temporal = new FakeTemporal();
    var stubs = temporal.stubs();
    temporal.close();
    assertThrows(
        StatusRuntimeException.class, () -> new NamespaceSetup(stubs, "default").prepare());
  }
}
