package dev.makevideo.platform.temporal;

import com.google.protobuf.Duration;
import dev.makevideo.workflows.progress.JobAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a namespace for jobs: registers the search attributes that are missing and raises the
 * retention of closed workflows to what the recognition of repeated requests needs. Does nothing
 * where all is there, so that every process calls it at its start, several at once too. For one
 * thread.
 */
public final class NamespaceSetup {
  /** A request that is sent again is recognised for as long as its workflow is kept. */
  public static final java.time.Duration LEAST_RETENTION = java.time.Duration.ofDays(7);

  /** For a server that starts beside us, starts again, or has too much to do at the moment. */
  public static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(60);

  private static final Set<Status.Code> FOR_A_MOMENT =
      Set.of(
          Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

  private static final long TRY_AGAIN_MILLIS = 1_000;
  private static final java.time.Duration VISIBLE_WITHIN = java.time.Duration.ofSeconds(10);
  private static final long LOOK_AGAIN_MILLIS = 100;

  /** What a server answers that has no such call, or does not let this client make it. */
  private static final Set<Status.Code> NOT_OURS_TO_SET =
      Set.of(Status.Code.UNIMPLEMENTED, Status.Code.PERMISSION_DENIED);

  private final Logger log = LoggerFactory.getLogger(NamespaceSetup.class);
  private final WorkflowServiceStubs service;
  private final String namespace;
  private boolean canList = true;

  public NamespaceSetup(WorkflowServiceStubs service, String namespace) {
    this.service = service;
    this.namespace = namespace;
  }

  /**
   * Registers what is missing and sets the retention, where the server lets this client do so;
   * where not, that is logged and left to the namespace's owner.
   *
   * @throws StatusRuntimeException if the server cannot be reached or there is no such namespace
   */
  public void prepare() {
    registerAttributes();
    raiseRetention();
  }

  /**
   * As {@link #prepare()}, but a server that does not answer is asked again each second.
   *
   * @param patience after which the last failure is thrown; a call under way may take ten seconds
   *     more
   * @throws StatusRuntimeException as {@link #prepare()}
   */
  public void prepareWithin(java.time.Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        prepare();
        return;
      } catch (StatusRuntimeException e) {
        if (!FOR_A_MOMENT.contains(e.getStatus().getCode()) || System.nanoTime() - end > 0) {
          throw e;
        }
        log.atWarn()
            .addKeyValue("address", service.getOptions().getTarget())
            .addKeyValue("cause", e.getStatus().getCode())
            .log("waiting for temporal");
        Thread.sleep(TRY_AGAIN_MILLIS);
      }
    }
  }

  /** How long the server keeps closed workflows; zero if it does not say. */
  public java.time.Duration retention() {
    Duration kept = config().getWorkflowExecutionRetentionTtl();
    return java.time.Duration.ofSeconds(kept.getSeconds());
  }

  private void registerAttributes() {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(service.getRawChannel())
                .validateAndBuildWithDefaults());
    try {
      Map<String, IndexedValueType> missing = missing(operator);
      if (missing.isEmpty()) {
        return;
      }
      // One by one: the in-JVM server takes only one of a request.
      missing.forEach((name, type) -> register(operator, name, type));
      awaitVisible(operator);
      log.atInfo().addKeyValue("names", missing.keySet()).log("search attributes registered");
    } catch (StatusRuntimeException e) {
      leaveToOwner(e, "search attributes");
    }
  }

  private void register(OperatorServiceStubs operator, String name, IndexedValueType type) {
    try {
      operator
          .blockingStub()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putSearchAttributes(name, type)
                  .build());
    } catch (StatusRuntimeException e) {
      // Another process that starts now may have been quicker.
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private Map<String, IndexedValueType> missing(OperatorServiceStubs operator) {
    Map<String, IndexedValueType> missing = new HashMap<>();
    JobAttributes.ALL.forEach(key -> missing.put(key.getName(), key.getValueType()));
    try {
      operator
          .blockingStub()
          .listSearchAttributes(
              ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
          .getCustomAttributesMap()
          .keySet()
          .forEach(missing::remove);
    } catch (StatusRuntimeException e) {
      // The in-JVM server takes them and cannot list them.
      if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
        throw e;
      }
      canList = false;
    }
    return missing;
  }

  private void awaitVisible(OperatorServiceStubs operator) {
    long end = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (canList && !missing(operator).isEmpty() && System.nanoTime() - end < 0) {
      try {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void raiseRetention() {
    try {
      NamespaceConfig config = config();
      if (config.getWorkflowExecutionRetentionTtl().getSeconds() >= LEAST_RETENTION.toSeconds()) {
        return;
      }
      service
          .blockingStub()
          .updateNamespace(
              UpdateNamespaceRequest.newBuilder()
                  .setNamespace(namespace)
                  .setConfig(
                      NamespaceConfig.newBuilder()
                          .setWorkflowExecutionRetentionTtl(
                              Duration.newBuilder().setSeconds(LEAST_RETENTION.toSeconds())))
                  .build());
      log.atInfo().addKeyValue("days", LEAST_RETENTION.toDays()).log("retention raised");
    } catch (StatusRuntimeException e) {
      leaveToOwner(e, "retention");
    }
  }

  private NamespaceConfig config() {
    return service
        .blockingStub()
        .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build())
        .getConfig();
  }

  private void leaveToOwner(StatusRuntimeException e, String what) {
    if (!NOT_OURS_TO_SET.contains(e.getStatus().getCode())) {
      throw e;
    }
    log.atWarn()
        .addKeyValue("namespace", namespace)
        .addKeyValue("detail", what)
        .addKeyValue("cause", e.getStatus().getCode())
        .log("namespace left to its owner");
  }
}
