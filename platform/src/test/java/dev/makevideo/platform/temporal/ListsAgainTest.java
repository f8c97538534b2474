package dev.makevideo.platform.temporal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that refuses for a moment, as one does whose file is locked. */
class ListsAgainTest {
  private final AtomicInteger asked = new AtomicInteger();
  private volatile int refused;
  private Server server;
  private TemporalConnection connection;

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                new WorkflowServiceGrpc.WorkflowServiceImplBase() {
                  @Override
                  public void countWorkflowExecutions(
                      CountWorkflowExecutionsRequest request,
                      StreamObserver<CountWorkflowExecutionsResponse> answer) {
                    if (asked.incrementAndGet() <= refused) {
                      answer.onError(Status.UNAVAILABLE.asRuntimeException());
                      return;
                    }
                    answer.onNext(CountWorkflowExecutionsResponse.newBuilder().setCount(7).build());
                    answer.onCompleted();
                  }

                  @Override
                  public void getSystemInfo(
                      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
                    answer.onNext(GetSystemInfoResponse.getDefaultInstance());
                    answer.onCompleted();
                  }

                  @Override
                  public void describeNamespace(
                      DescribeNamespaceRequest request,
                      StreamObserver<DescribeNamespaceResponse> answer) {
                    asked.incrementAndGet();
                    answer.onError(Status.UNAVAILABLE.asRuntimeException());
                  }
                })
            .build()
            .start();
    connection =
        TemporalConnection.open(
            Map.of("TEMPORAL_ADDRESS", "127.0.0.1:" + server.getPort()), "lists-again");
  }

  @AfterEach
  void stop() {
    connection.close();
    server.shutdownNow();
  }

  private WorkflowServiceGrpc.WorkflowServiceBlockingStub stub() {
    return connection
        .client()
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  @Test
  void asksAgainWhoWasRefusedForAMoment() {
    refused = 2;
    assertEquals(
        7,
        stub()
            .countWorkflowExecutions(CountWorkflowExecutionsRequest.getDefaultInstance())
            .getCount());
    assertEquals(3, asked.get());
  }

  @Test
  void givesUpAfterFour() {
    refused = 99;
    StatusRuntimeException e =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                stub()
                    .countWorkflowExecutions(CountWorkflowExecutionsRequest.getDefaultInstance()));
    assertEquals(Status.Code.UNAVAILABLE, e.getStatus().getCode());
    assertEquals(4, asked.get());
  }

  @Test
  void leavesOtherCallsToTheSdk() {
    assertThrows(
        StatusRuntimeException.class,
        () -> stub().describeNamespace(DescribeNamespaceRequest.getDefaultInstance()));
    assertEquals(1, asked.get());
  }
}
