package dev.makevideo.activities.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.makevideo.activities.external.GuardedPost;
import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.temporal.NamespaceSetup;
import dev.makevideo.platform.webhook.DeliveryRuns;
import dev.makevideo.platform.webhook.WebhookSecret;
import dev.makevideo.platform.webhook.WebhookSecrets;
import dev.makevideo.platform.webhook.WebhookSignature;
import dev.makevideo.workflows.contract.WatchedJob;
import dev.makevideo.workflows.contract.WebhookEvent;
import dev.makevideo.workflows.contract.WebhookEventType;
import dev.makevideo.workflows.contract.WebhookNotice;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.webhook.Delivery;
import dev.makevideo.workflows.webhook.DeliveryState;
import dev.makevideo.workflows.webhook.WebhookWorkflow;
import dev.makevideo.workflows.webhook.WebhookWorkflowImpl;
import dev.makevideo.workflows.wire.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From an event to a receiver on loopback, by Temporal's in-JVM server, whose clock skips pauses.
 */
@Timeout(60)
class WebhookActivitiesTest {
  private static final String JOB = "mv-test";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Received> received = new ArrayList<>();
  private final List<WebhookSecret> secrets =
      WebhookSecret.all("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private List<Integer> answers = List.of(200);
  private TestWorkflowEnvironment env;
  private HttpServer receiver;
  private GuardedPost post;
  private WebhookActivitiesImpl activities;
  private ObjectRef url;

  private record Received(String id, String timestamp, String signature, String body) {}

  @BeforeEach
  void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            synchronized (received) {
              received.add(
                  new Received(
                      exchange.getRequestHeaders().getFirst("webhook-id"),
                      exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                      exchange.getRequestHeaders().getFirst("webhook-signature"),
                      new String(
                          exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
              exchange.sendResponseHeaders(
                  answers.get(Math.min(received.size(), answers.size()) - 1), -1);
            }
          }
        });
    receiver.start();
    env =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    new NamespaceSetup(env.getWorkflowServiceStubs(), "default").prepare();
    FileArtifactStore store = new FileArtifactStore(folder.resolve("store"), 0);
    url =
        store.put(
            ("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?token=x")
                .getBytes(StandardCharsets.UTF_8));
    Metrics metrics = new Metrics(registry);
    post = new GuardedPost(true, metrics, Clock.systemUTC());
    activities =
        new WebhookActivitiesImpl(
            store,
            post,
            new WebhookSecrets(secrets, folder.resolve("none")),
            new DeliveryRuns(env.getWorkflowClient()),
            new JobEnds(env.getWorkflowClient()),
            metrics,
            Clock.systemUTC(),
            Duration.ofSeconds(1));
    env.newWorker(TaskQueues.LIGHT).registerWorkflowImplementationTypes(WebhookWorkflowImpl.class);
    env.newWorker(TaskQueues.WEBHOOKS).registerActivitiesImplementations(activities);
    env.start();
  }

  @AfterEach
  void stop() {
    env.close();
    post.close();
    receiver.stop(0);
  }

  private VideoRequest request() {
    return VideoRequest.builder()
        .storeId("store")
        .correlationId("corr-1")
        .query("city at night")
        .narration(url)
        .narrationDuration(Duration.ofSeconds(24))
        .build();
  }

  private void announce(int number, WebhookEventType type, JobStatus status) {
    activities.announceEvent(
        request(),
        url,
        new WebhookEvent(
            "msg_" + number,
            JOB,
            type,
            Instant.parse("2026-11-30T10:00:00Z"),
            status,
            "city at night",
            new Metadata(Map.of("campaign", "spring")),
            Optional.empty(),
            Optional.empty(),
            type == WebhookEventType.FAILED
                ? Optional.of(new WebhookEvent.Failure("host-exhausted", "no room"))
                : Optional.empty()));
  }

  private void awaitTheEnd() throws Exception {
    env.getWorkflowClient()
        .newUntypedWorkflowStub(WebhookWorkflow.id(JOB))
        .getResult(40, TimeUnit.SECONDS, Void.class);
  }

  private List<Delivery> deliveries() {
    return new DeliveryRuns(env.getWorkflowClient()).state(JOB).orElseThrow().deliveries();
  }

  @Test
  void everyEventArrivesInItsOrderWhateverTheReceiverAnswersAtFirst() throws Exception {
    answers = List.of(500, 503, 404, 302, 200, 429, 204);
    announce(1, WebhookEventType.STARTED, JobStatus.RUNNING);
    announce(2, WebhookEventType.FAILED, JobStatus.FAILED);
    awaitTheEnd();
    assertEquals(
        List.of("msg_1", "msg_1", "msg_1", "msg_1", "msg_1", "msg_2", "msg_2"),
        received.stream().map(Received::id).toList());
    assertEquals(1, received.subList(0, 5).stream().map(Received::body).distinct().count());
    assertEquals(
        List.of(DeliveryState.DELIVERED, DeliveryState.DELIVERED),
        deliveries().stream().map(Delivery::state).toList());
    assertEquals(2, counted("delivered"));
    assertEquals(5, counted("failed"));
  }

  private int counted(String result) {
    return (int)
        registry.find("webhook.deliveries").tag("result", result).counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum();
  }

  @Test
  void theBodyIsThinAndSignedAndHasTheNamesOfTheApi() throws Exception {
    announce(1, WebhookEventType.FAILED, JobStatus.FAILED);
    awaitTheEnd();
    Received one = received.get(0);
    assertEquals(
        WebhookSignature.headers(
                secrets.stream().map(secret -> secret.forTenant("default")).toList(),
                "msg_1",
                Instant.ofEpochSecond(Long.parseLong(one.timestamp())),
                one.body().getBytes(StandardCharsets.UTF_8))
            .get("webhook-signature"),
        one.signature());
    assertTrue(
        Math.abs(Long.parseLong(one.timestamp()) - Instant.now().getEpochSecond()) < 60,
        one.timestamp());
    JsonNode body = JSON.readTree(one.body());
    assertEquals(
        JSON.readTree(
            """
            {"type":"video.failed","timestamp":"2026-11-30T10:00:00Z","data":{
             "id":"mv-test","status":"failed","query":"city at night",
             "metadata":{"campaign":"spring"},"correlation_id":"corr-1",
             "failure":{"code":"host-exhausted","detail":"no room","retryable":true},
             "links":{"self":"/v1/videos/mv-test"}}}
            """),
        body);
  }

  @Test
  void theUrlIsInNoHistory() throws Exception {
    announce(1, WebhookEventType.FINISHED, JobStatus.COMPLETED);
    awaitTheEnd();
    String history = env.getWorkflowClient().fetchHistory(WebhookWorkflow.id(JOB)).toJson(false);
    assertFalse(history.contains("token"), "the URL is in no history");
  }

  @Test
  void anotherRunOfTheJobGoesOnWithTheList() throws Exception {
    announce(1, WebhookEventType.FAILED, JobStatus.FAILED);
    awaitTheEnd();
    announce(2, WebhookEventType.STARTED, JobStatus.RUNNING);
    announce(3, WebhookEventType.FINISHED, JobStatus.COMPLETED);
    awaitTheEnd();
    assertEquals(
        List.of("msg_1", "msg_2", "msg_3"),
        deliveries().stream().map(delivery -> delivery.notice().id()).toList());
    assertEquals(3, received.size());
  }

  @Test
  void aJobThatWasTerminatedIsToldToHaveFailed() {
    WorkflowStub job =
        env.getWorkflowClient()
            .newUntypedWorkflowStub(
                MakeVideoWorkflow.TYPE,
                WorkflowOptions.newBuilder().setWorkflowId(JOB).setTaskQueue("nobody").build());
    job.start(request());
    assertEquals(new WatchedJob(true, Optional.empty()), activities.watchJob(JOB));
    job.terminate("by hand");
    WebhookNotice end = activities.watchJob(JOB).end().orElseThrow();
    assertEquals(WebhookEventType.FAILED, end.type());
    assertEquals(end, activities.watchJob(JOB).end().orElseThrow());
    assertTrue(end.body().contains("\"code\":\"terminated\""), end.body());
    assertEquals(new WatchedJob(false, Optional.empty()), activities.watchJob("mv-unknown"));
  }
}
