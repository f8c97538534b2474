package dev.makevideo.checks.rig;

import com.sun.net.httpserver.HttpServer;
import dev.makevideo.platform.telemetry.ProcessMetrics;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.workflows.contract.Review;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.ReviewDecision;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A worker whose workflow does something else first, as one of another version might. */
public final class OtherVersionWorker {
  private OtherVersionWorker() {}

  /** Polls until it is killed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (ProcessMetrics metrics = new ProcessMetrics();
        TemporalConnection temporal =
            TemporalConnection.open(System.getenv(), "other-version", metrics.metrics())) {
      tell(metrics);
      WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
      factory.newWorker(TaskQueues.LIGHT).registerWorkflowImplementationTypes(Other.class);
      factory.start();
      new CountDownLatch(1).await();
    }
  }

  /** As other workers do, at the port of MAKE_VIDEO_WORKER_PORT. */
  private static void tell(ProcessMetrics metrics) throws IOException {
    int port = Integer.parseInt(System.getenv().getOrDefault("MAKE_VIDEO_WORKER_PORT", "0"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          try (exchange) {
            byte[] text = metrics.registry().scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
          }
        });
    server.start();
  }

  /** Gives a job's workflow something to do: a signal that it does not know, and leaves be. */
  public static void wake(String address, String job) throws IOException {
    try (TemporalConnection temporal =
        TemporalConnection.open(Map.of("TEMPORAL_ADDRESS", address), "other-version")) {
      temporal.client().newUntypedWorkflowStub(job).signal("wake");
    }
  }

  /** The other version. */
  public static final class Other implements MakeVideoWorkflow {
    /** Made by Temporal. */
    public Other() {}

    @Override
    public VideoResult makeVideo(VideoRequest request) {
      Workflow.sleep(Duration.ofDays(1));
      throw new IllegalStateException("nobody waits for it");
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void approve(ReviewDecision decision) {}

    @Override
    public void checkApproval(ReviewDecision decision) {}

    @Override
    public @Nullable Review review() {
      return null;
    }

    @Override
    public JobView status() {
      throw new IllegalStateException("another version knows no status");
    }

    @Override
    public List<JobEvent> events(long after) {
      return List.of();
    }
  }
}
