package dev.makevideo.platform.temporal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Duration;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that starts while the server is not there, or has too much to do. */
@Timeout(60)
class NamespacePatienceTest {
  private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(30);

  private final AtomicInteger asked = new AtomicInteger();
  private volatile int refused;
  private volatile Status refusal = Status.UNAVAILABLE;
  private Server server;
  private WorkflowServiceStubs stubs;

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                new WorkflowServiceGrpc.WorkflowServiceImplBase() {
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
                    if (asked.getAndIncrement() < refused) {
                      answer.onError(refusal.asRuntimeException());
                      return;
                    }
                    Duration kept = Duration.newBuilder().setSeconds(30 * 86_400L).build();
                    answer.onNext(
                        DescribeNamespaceResponse.newBuilder()
                            .setConfig(
                                NamespaceConfig.newBuilder().setWorkflowExecutionRetentionTtl(kept))
                            .build());
                    answer.onCompleted();
                  }
                })
            .build()
            .start();
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + server.getPort())
                .build());
  }

  @AfterEach
  void stop() {
    stubs.shutdownNow();
    server.shutdownNow();
  }

  private NamespaceSetup setup() {
    return new NamespaceSetup(stubs, "default");
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED"})
  void waitsForAServerThatIsAwayForAMoment(Status.Code code) throws Exception {
    refused = 2;
    refusal = code.toStatus();
    setup().prepareWithin(PATIENCE);
    assertEquals(3, asked.get());
  }

  @Test
  void doesNotWaitForWhatNoWaitMends() {
    refused = 2;
    refusal = Status.NOT_FOUND;
    assertThrows(StatusRuntimeException.class, () -> setup().prepareWithin(PATIENCE));
    assertEquals(1, asked.get());
  }

  @Test
  void itsPatienceEnds() {
    refused = 1_000;
    assertThrows(
        StatusRuntimeException.class,
        () -> setup().prepareWithin(java.time.Duration.ofMillis(500)));
    assertEquals(2, asked.get());
  }
}
