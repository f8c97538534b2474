package dev.makevideo.standalone.embedded;

import com.google.protobuf.util.Durations;
import dev.makevideo.platform.process.ServerProcess;
import dev.makevideo.platform.temporal.NamespaceSetup;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.workflows.progress.JobAttributes;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Waits for Temporal servers, and asks them for what reports need. */
public final class TemporalReadiness {
  /** What a server of our own keeps closed jobs for. */
  public static final Duration RETENTION = Duration.ofDays(30);

  private static final String NAMESPACE = "default";
  private static final long PROBE_EVERY_MILLIS = 50;
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

  private TemporalReadiness() {}

  /** The search attributes as the dev server's command line wants them: {@code Name=Type}. */
  static List<String> searchAttributes() {
    return JobAttributes.ALL.stream()
        .map(key -> key.getName() + "=" + commandLineName(key.getValueType()))
        .toList();
  }

  /** Such as {@code KeywordList}, of INDEXED_VALUE_TYPE_KEYWORD_LIST. */
  private static String commandLineName(IndexedValueType type) {
    String words = type.name().substring("INDEXED_VALUE_TYPE_".length());
    return Arrays.stream(words.split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  /** Waits until the child's namespace is there, then sets its retention. */
  static void await(ServerProcess process, String address, Duration limit)
      throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + limit.toNanos();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .validateAndBuildWithDefaults());
    try {
      while (!answers(stubs)) {
        if (!process.isAlive()) {
          throw process.failure("ended while starting");
        }
        if (System.nanoTime() > giveUp) {
          throw process.failure("did not answer within " + limit.toSeconds() + " s");
        }
        TimeUnit.MILLISECONDS.sleep(PROBE_EVERY_MILLIS);
      }
      keepClosedWorkflows(stubs);
    } finally {
      stubs.shutdownNow();
    }
  }

  /**
   * How long the server that the environment names keeps closed workflows; for reports.
   *
   * @throws IOException if it does not answer
   */
  public static Duration retention(Map<String, String> environment) throws IOException {
    try (TemporalConnection connection = TemporalConnection.open(environment, "make-video")) {
      try {
        String namespace = connection.client().getOptions().getNamespace();
        return new NamespaceSetup(connection.stubs(), namespace).retention();
      } catch (StatusRuntimeException e) {
        throw new IOException(
            "Temporal at " + connection.address() + " does not answer: " + e.getStatus().getCode(),
            e);
      }
    }
  }

  private static boolean answers(WorkflowServiceStubs stubs) {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS)
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(NAMESPACE).build());
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  private static void keepClosedWorkflows(WorkflowServiceStubs stubs) throws IOException {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS)
          .updateNamespace(
              UpdateNamespaceRequest.newBuilder()
                  .setNamespace(NAMESPACE)
                  .setConfig(
                      NamespaceConfig.newBuilder()
                          .setWorkflowExecutionRetentionTtl(
                              Durations.fromSeconds(RETENTION.toSeconds())))
                  .build());
    } catch (StatusRuntimeException e) {
      throw new IOException("cannot set the namespace's retention", e);
    }
  }
}
