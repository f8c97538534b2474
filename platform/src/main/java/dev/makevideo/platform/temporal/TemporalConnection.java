package dev.makevideo.platform.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import dev.makevideo.platform.settings.InvalidSettingException;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.tracing.Tracing;
import dev.makevideo.workflows.correlation.CorrelationPropagator;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * A connection to the Temporal server that {@code temporal.toml} and the {@code TEMPORAL_}
 * variables name, with this project's converter and context propagation. Connects when first used,
 * and again after every interruption. Thread-safe.
 */
public final class TemporalConnection implements AutoCloseable {
  /** One call, not counting the SDK's retries: more than a busy dev server takes. */
  private static final Duration RPC_TIMEOUT = Duration.ofSeconds(10);

  /** Notice a dead server's connection within this time, so that polls move to the new one. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private static final Duration RECONNECT_AT_LEAST_EVERY = Duration.ofSeconds(5);

  /**
   * Lists, counts and what a diagnosis reads are asked for without the SDK's retries. A server that
   * is busy for a moment, such as one that keeps its data in a file, refuses some: gRPC asks again,
   * within the call's own deadline (<a
   * href="https://github.com/grpc/proposal/blob/master/A6-client-retries.md">gRFC A6</a>).
   */
  private static final Map<String, ?> LISTS_AGAIN =
      Map.of(
          "methodConfig",
          List.of(
              Map.of(
                  "name",
                  List.of(
                      read("ListWorkflowExecutions"),
                      read("CountWorkflowExecutions"),
                      read("GetWorkflowExecutionHistoryReverse"),
                      read("DescribeTaskQueue")),
                  "retryPolicy",
                  Map.of(
                      "maxAttempts",
                      4.0,
                      "initialBackoff",
                      "0.1s",
                      "maxBackoff",
                      "1s",
                      "backoffMultiplier",
                      2.0,
                      "retryableStatusCodes",
                      List.of("UNAVAILABLE")))));

  /** How old the SDK's counts may be at a scrape. */
  private static final com.uber.m3.util.Duration REPORT_EVERY =
      com.uber.m3.util.Duration.ofSeconds(1);

  /**
   * Who calls has ended before the connection is closed; what is left are polls that nobody waits
   * for, and the whole program must be gone five seconds after a signal.
   */
  private static final long CLOSE_SECONDS = 1;

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final Tracing tracing;
  private final String address;
  private final AutoCloseable metrics;

  private TemporalConnection(
      WorkflowServiceStubs stubs,
      WorkflowClient client,
      Tracing tracing,
      String address,
      AutoCloseable metrics) {
    this.stubs = stubs;
    this.client = client;
    this.tracing = tracing;
    this.address = address;
    this.metrics = metrics;
  }

  /**
   * Opens the connection that the environment names; default 127.0.0.1:7233, namespace {@code
   * default}.
   *
   * @param environment also says by its {@code OTEL_} variables whether what the client does is
   *     traced, see {@link Tracing}
   * @param identity who this process is, shown in histories
   * @throws InvalidSettingException if the configuration cannot be read
   */
  public static TemporalConnection open(Map<String, String> environment, String identity) {
    return open(environment, identity, options -> () -> {});
  }

  /**
   * As {@link #open(Map, String)}, and counts what the SDK does, and what becomes of jobs whose
   * workflows this process works on.
   */
  public static TemporalConnection open(
      Map<String, String> environment, String identity, Metrics metrics) {
    return open(
        environment,
        identity,
        options -> {
          Scope scope =
              new RootScopeBuilder()
                  .reporter(new MicrometerClientStatsReporter(metrics.registry()))
                  .reportEvery(REPORT_EVERY);
          options.setMetricsScope(scope);
          options.setGrpcClientInterceptors(List.of(new AcceptedTasks(metrics)));
          return scope;
        });
  }

  private static Map<String, String> read(String method) {
    return Map.of("service", WorkflowServiceGrpc.SERVICE_NAME, "method", method);
  }

  private static TemporalConnection open(
      Map<String, String> environment,
      String identity,
      Function<WorkflowServiceStubsOptions.Builder, AutoCloseable> counting) {
    ClientConfigProfile profile = profile(environment);
    Tracing tracing = Tracing.from(environment, identity);
    WorkflowServiceStubsOptions options = profile.toWorkflowServiceStubsOptions();
    WorkflowServiceStubsOptions.Builder ours =
        WorkflowServiceStubsOptions.newBuilder(options)
            .setRpcTimeout(RPC_TIMEOUT)
            .setEnableKeepAlive(true)
            .setKeepAliveTime(KEEP_ALIVE)
            .setKeepAliveTimeout(KEEP_ALIVE)
            .setKeepAlivePermitWithoutStream(true)
            .setGrpcReconnectFrequency(RECONNECT_AT_LEAST_EVERY)
            .setChannelInitializer(
                channel -> channel.enableRetry().defaultServiceConfig(LISTS_AGAIN));
    AutoCloseable metrics = counting.apply(ours);
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(ours.build());
    return new TemporalConnection(
        stubs,
        client(stubs, profile.toWorkflowClientOptions(), identity, tracing),
        tracing,
        Objects.requireNonNullElse(options.getTarget(), "127.0.0.1:7233"),
        metrics);
  }

  /** Uses stubs that are there, such as those of the in-JVM server; closing closes them. */
  public static TemporalConnection over(WorkflowServiceStubs stubs, String identity) {
    return new TemporalConnection(
        stubs,
        client(stubs, WorkflowClientOptions.getDefaultInstance(), identity, Tracing.off()),
        Tracing.off(),
        "in this JVM",
        () -> {});
  }

  private static WorkflowClient client(
      WorkflowServiceStubs stubs, WorkflowClientOptions options, String identity, Tracing tracing) {
    return WorkflowClient.newInstance(
        stubs,
        ours(WorkflowClientOptions.newBuilder(options))
            .setInterceptors(tracing.clientInterceptors())
            .setIdentity(identity)
            .build());
  }

  /** What every client of this project has: its converter and its propagator. */
  public static WorkflowClientOptions clientOptions() {
    return ours(WorkflowClientOptions.newBuilder()).build();
  }

  private static WorkflowClientOptions.Builder ours(WorkflowClientOptions.Builder options) {
    return options
        .setDataConverter(Payloads.converter())
        .setContextPropagators(List.of(new CorrelationPropagator()));
  }

  private static ClientConfigProfile profile(Map<String, String> environment) {
    try {
      return ClientConfigProfile.load(
          LoadClientConfigProfileOptions.newBuilder().setEnvOverrides(environment).build());
    } catch (IOException | RuntimeException e) {
      throw new InvalidSettingException(
          "the Temporal configuration (temporal.toml, TEMPORAL_*) cannot be read: "
              + e.getMessage());
    }
  }

  public WorkflowServiceStubs stubs() {
    return stubs;
  }

  public WorkflowClient client() {
    return client;
  }

  /** Where the server is, for messages. */
  public String address() {
    return address;
  }

  /** Closes the connection; waits up to a second for calls under way, and two for its traces. */
  @Override
  public void close() {
    tracing.close();
    stubs.shutdown();
    stubs.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    stubs.shutdownNow();
    try {
      metrics.close();
    } catch (Exception e) {
      LoggerFactory.getLogger(TemporalConnection.class)
          .atWarn()
          .setCause(e)
          .log("last metrics not reported");
    }
  }
}
