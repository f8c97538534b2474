package dev.makevideo.standalone.embedded;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedResponse;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporal's test server inside this JVM, on real time and on loopback only. Good for a first video
 * on a machine without Temporal; it forgets everything when the process ends, and cannot list
 * workflows, delete or reset them, nor run schedules.
 */
public final class InMemoryTemporal implements RunningTemporal {
  private static final Logger LOG = LoggerFactory.getLogger(InMemoryTemporal.class);
  private static final long SHUTDOWN_SECONDS = 2;

  private final TestServicesStarter services;
  private final Server server;

  private InMemoryTemporal(TestServicesStarter services, Server server) {
    this.services = services;
    this.server = server;
  }

  /**
   * @throws IOException if it cannot listen
   */
  public static InMemoryTemporal start() throws IOException {
    // Locked: time is not skipped. 0: it starts at the real time.
    TestServicesStarter services = new TestServicesStarter(true, 0);
    try {
      // The server's own factory would listen on every address.
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
      builder.intercept(
          new StaleCancels(System::currentTimeMillis, token -> failTask(services, token)));
      return new InMemoryTemporal(services, builder.build().start());
    } catch (IOException e) {
      services.close();
      throw e;
    }
  }

  private static void failTask(TestServicesStarter services, ByteString token) {
    services
        .getWorkflowService()
        .respondWorkflowTaskFailed(
            RespondWorkflowTaskFailedRequest.newBuilder()
                .setTaskToken(token)
                .setCause(WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND)
                .setFailure(Failure.newBuilder().setMessage("an event came while the task was out"))
                .build(),
            new StreamObserver<>() {
              @Override
              public void onNext(RespondWorkflowTaskFailedResponse answer) {}

              @Override
              public void onError(Throwable error) {
                // The task is not there any more: its time was over, and another comes by itself.
                LOG.atDebug().setCause(error).log("a workflow task could not be failed");
              }

              @Override
              public void onCompleted() {}
            });
  }

  @Override
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public Optional<URI> webUi() {
    return Optional.empty();
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public String description() {
    return "in this process, in memory only";
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    services.close();
  }
}
