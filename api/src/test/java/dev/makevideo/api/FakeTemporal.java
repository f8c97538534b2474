package dev.makevideo.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueueStats;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The calls that Temporal's in-JVM server does not have: lists and pollers, over gRPC. */
public final class FakeTemporal extends WorkflowServiceGrpc.WorkflowServiceImplBase
    implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Pattern BOUND = Pattern.compile("StartTime (>=|<=|<) '([^']+)'");

  /** In the order in which the server lists them. */
  public final List<WorkflowExecutionInfo> executions = new ArrayList<>();

  /** The queries that were asked. */
  public final List<String> queries = new ArrayList<>();

  /** How many workflows are counted by a query that has this in it. */
  public final Map<String, Long> counts = new HashMap<>();

  /** Ids of workflows that were to be deleted, and those of them that cannot be. */
  public final List<String> deleted = new ArrayList<>();

  public final Map<String, Status> undeletable = new HashMap<>();

  /** The runs that were meant. */
  public final List<String> deletedRuns = new ArrayList<>();

  /** What can be described, by workflow; and so often still after it was deleted. */
  public final Map<String, WorkflowExecutionInfo> known = new HashMap<>();

  public int stillFound;

  /** How often a workflow was described. */
  public int described;

  /** The runs whose histories were read, which are empty. */
  public final List<String> histories = new ArrayList<>();

  /** How many workflows were listed. */
  public int listed;

  /** The name of who polled. */
  public static final String WORKER = "worker-1@host";

  /** The last poll by task queue. */
  public final Map<String, Instant> polls = new HashMap<>();

  /** What waits, by task queue; without an entry the server does not say. */
  public final Map<String, TaskQueueStats> backlogs = new HashMap<>();

  /** How long closed workflows are kept. */
  public volatile long retentionSeconds;

  private final Server server;
  private final ManagedChannel channel;
  private final WorkflowServiceStubs stubs;

  /** Started. */
  public FakeTemporal() throws IOException {
    String name = "fake-temporal-" + NUMBER.incrementAndGet();
    server = InProcessServerBuilder.forName(name).addService(this).build().start();
    channel = InProcessChannelBuilder.forName(name).build();
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build());
  }

  public WorkflowServiceStubs stubs() {
    return stubs;
  }

  @Override
  public void getSystemInfo(
      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
    answer.onNext(GetSystemInfoResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void describeNamespace(
      DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> answer) {
    answer.onNext(
        DescribeNamespaceResponse.newBuilder()
            .setConfig(
                NamespaceConfig.newBuilder()
                    .setWorkflowExecutionRetentionTtl(
                        com.google.protobuf.Duration.newBuilder().setSeconds(retentionSeconds)))
            .build());
    answer.onCompleted();
  }

  @Override
  public void updateNamespace(
      UpdateNamespaceRequest request, StreamObserver<UpdateNamespaceResponse> answer) {
    retentionSeconds = request.getConfig().getWorkflowExecutionRetentionTtl().getSeconds();
    answer.onNext(UpdateNamespaceResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void listWorkflowExecutions(
      ListWorkflowExecutionsRequest request,
      StreamObserver<ListWorkflowExecutionsResponse> answer) {
    queries.add(request.getQuery());
    int from =
        request.getNextPageToken().isEmpty()
            ? 0
            : Integer.parseInt(request.getNextPageToken().toStringUtf8());
    List<WorkflowExecutionInfo> matching = within(request.getQuery());
    int to = Math.min(matching.size(), from + request.getPageSize());
    listed += to - from;
    ListWorkflowExecutionsResponse.Builder page =
        ListWorkflowExecutionsResponse.newBuilder().addAllExecutions(matching.subList(from, to));
    if (to < matching.size()) {
      page.setNextPageToken(ByteString.copyFromUtf8(Integer.toString(to)));
    }
    answer.onNext(page.build());
    answer.onCompleted();
  }

  @Override
  public void countWorkflowExecutions(
      CountWorkflowExecutionsRequest request,
      StreamObserver<CountWorkflowExecutionsResponse> answer) {
    queries.add(request.getQuery());
    long count =
        counts.entrySet().stream()
            .filter(entry -> request.getQuery().contains(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    answer.onNext(CountWorkflowExecutionsResponse.newBuilder().setCount(count).build());
    answer.onCompleted();
  }

  /** Of the conditions, those on the time of start. */
  private List<WorkflowExecutionInfo> within(String query) {
    List<WorkflowExecutionInfo> matching = new ArrayList<>(executions);
    Matcher bound = BOUND.matcher(query);
    while (bound.find()) {
      boolean least = bound.group(1).equals(">=");
      boolean before = bound.group(1).equals("<");
      Instant time = Instant.parse(bound.group(2));
      matching.removeIf(
          info -> {
            int order = start(info).compareTo(time);
            return least ? order < 0 : order > 0 || (before && order == 0);
          });
    }
    return matching;
  }

  private static Instant start(WorkflowExecutionInfo info) {
    return Instant.ofEpochSecond(info.getStartTime().getSeconds(), info.getStartTime().getNanos());
  }

  @Override
  public void describeTaskQueue(
      DescribeTaskQueueRequest request, StreamObserver<DescribeTaskQueueResponse> answer) {
    DescribeTaskQueueResponse.Builder pollers = DescribeTaskQueueResponse.newBuilder();
    Instant last = polls.get(request.getTaskQueue().getName());
    if (last != null) {
      pollers.addPollers(
          PollerInfo.newBuilder()
              .setIdentity(WORKER)
              .setLastAccessTime(Timestamp.newBuilder().setSeconds(last.getEpochSecond())));
    }
    if (request.getReportStats() && backlogs.containsKey(request.getTaskQueue().getName())) {
      pollers.setStats(backlogs.get(request.getTaskQueue().getName()));
    }
    answer.onNext(pollers.build());
    answer.onCompleted();
  }

  @Override
  public void deleteWorkflowExecution(
      DeleteWorkflowExecutionRequest request,
      StreamObserver<DeleteWorkflowExecutionResponse> answer) {
    String id = request.getWorkflowExecution().getWorkflowId();
    deleted.add(id);
    deletedRuns.add(request.getWorkflowExecution().getRunId());
    if (undeletable.containsKey(id)) {
      answer.onError(undeletable.get(id).asRuntimeException());
    } else {
      answer.onNext(DeleteWorkflowExecutionResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  @Override
  public void describeWorkflowExecution(
      DescribeWorkflowExecutionRequest request,
      StreamObserver<DescribeWorkflowExecutionResponse> answer) {
    String id = request.getExecution().getWorkflowId();
    described++;
    boolean found = known.containsKey(id) && (!deleted.contains(id) || stillFound-- > 0);
    if (!found) {
      answer.onError(Status.NOT_FOUND.asRuntimeException());
      return;
    }
    answer.onNext(
        DescribeWorkflowExecutionResponse.newBuilder()
            .setWorkflowExecutionInfo(known.get(id))
            .build());
    answer.onCompleted();
  }

  @Override
  public void getWorkflowExecutionHistory(
      GetWorkflowExecutionHistoryRequest request,
      StreamObserver<GetWorkflowExecutionHistoryResponse> answer) {
    histories.add(request.getExecution().getRunId());
    answer.onNext(GetWorkflowExecutionHistoryResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    channel.shutdownNow();
    server.shutdownNow();
  }
}
