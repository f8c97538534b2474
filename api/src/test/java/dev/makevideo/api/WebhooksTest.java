package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.settings.WebhookSettings;
import dev.makevideo.platform.webhook.DeliveryRuns;
import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.contract.WatchedJob;
import dev.makevideo.workflows.contract.WebhookActivities;
import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookEvent;
import dev.makevideo.workflows.contract.WebhookEventType;
import dev.makevideo.workflows.contract.WebhookNotice;
import dev.makevideo.workflows.contract.WebhookPost;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.webhook.WebhookState;
import dev.makevideo.workflows.webhook.WebhookWorkflowImpl;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a job's events go, and what became of them, over HTTP. */
class WebhooksTest {
  private static final String URL = "https://example.org/hooks/secret-path?token=s3cret";

  private ApiFixture api;

  @BeforeEach
  void start() throws IOException {
    api = new ApiFixture();
    api.start(
        ApiFixture.loopback(),
        api.nothingConfigured()
            .with(
                new WebhookSettings(
                    Map.of("", "https://usual.example/"), List.of(), Optional.empty())),
        UploadLimits.defaults());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  /** The URL to which a job tells its events. */
  private String told(String job) throws IOException {
    ObjectRef url =
        api.connection
            .client()
            .newUntypedWorkflowStub(job)
            .describe()
            .getMemo(JobAttributes.MEMO_WEBHOOK, ObjectRef.class, ObjectRef.class);
    return new String(api.store.read(Objects.requireNonNull(url)), StandardCharsets.UTF_8);
  }

  private JsonNode deliveries(String job) throws IOException {
    HttpResponse<byte[]> answer = api.get("/v1/videos/" + job + "/webhooks");
    assertEquals(200, answer.statusCode(), ApiFixture.text(answer));
    JsonNode listed = ApiFixture.json(answer);
    OpenApiTest.valid("Deliveries", listed);
    return listed.path("deliveries");
  }

  private HttpResponse<byte[]> redeliver(String job, String delivery) {
    return api.send(
        api.to("/v1/videos/" + job + "/webhooks/" + delivery + "/redeliver")
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void aJobNamesItsUrlOrHasTheUsualOne() throws IOException {
    String job = api.submit(Form.valid("wait").field("webhook_url", " " + URL + " "));
    assertEquals(URL, told(job));
    assertEquals("https://usual.example/", told(api.submit(Form.valid("wait"))));
    assertEquals(0, deliveries(job).size());
    assertFalse(ApiFixture.text(api.get("/v1/videos/" + job)).contains("secret"));
    String history = api.connection.client().fetchHistory(job).toJson(false);
    assertFalse(history.contains("s3cret"), "the URL is in no history");
  }

  @Test
  void itIsPartOfTheRequestForItsKeyAndTheUsualOneIsNot() throws IOException {
    Form form = Form.valid("wait").field("webhook_url", URL);
    String job = api.submit(form, "Idempotency-Key", "k");
    HttpResponse<byte[]> same = api.post("/v1/videos", form, "Idempotency-Key", "k");
    assertEquals(200, same.statusCode(), ApiFixture.text(same));
    SubmitTest.problem(api.post("/v1/videos", Form.valid("wait"), "Idempotency-Key", "k"), 422);

    String other = api.submit(Form.valid("wait"), "Idempotency-Key", "j");
    api.start();
    HttpResponse<byte[]> again = api.post("/v1/videos", Form.valid("wait"), "Idempotency-Key", "j");
    assertEquals(200, again.statusCode(), ApiFixture.text(again));
    assertEquals(other, ApiFixture.json(again).path("id").asText());
    assertFalse(job.equals(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.org/",
        "example.org",
        "http://user:pw@example.org/",
        "http://example.org/#a",
        "http://localhost:1/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest"
      })
  void whatIsNoUrlOfAReceiverIsRefusedByName(String url) throws IOException {
    JsonNode problem =
        SubmitTest.problem(
            api.post("/v1/videos", Form.valid("wait").field("webhook_url", url)), 422);
    assertEquals("webhook_url", problem.path("field").asText(), problem.toString());
    JsonNode planned =
        SubmitTest.problem(
            api.post("/v1/videos?dryRun=true", Form.valid("wait").field("webhook_url", url)), 422);
    assertEquals("webhook_url", planned.path("field").asText(), planned.toString());
  }

  private void announce(String job, int number, WebhookEventType type) throws IOException {
    new DeliveryRuns(api.connection.client())
        .notice(
            new WebhookState(
                job,
                "default",
                "corr",
                api.store.put(URL.getBytes(StandardCharsets.UTF_8)),
                false,
                List.of()),
            new WebhookNotice("msg_a_" + number, type, Instant.now(), "{}"));
  }

  /** A worker whose receivers answer so. */
  private List<String> worker(List<WebhookAnswer> answers) {
    List<String> sent = new CopyOnWriteArrayList<>();
    WorkerFactory factory = WorkerFactory.newInstance(api.connection.client());
    factory
        .newWorker(TaskQueues.LIGHT)
        .registerWorkflowImplementationTypes(TestWorkflow.class, WebhookWorkflowImpl.class);
    factory
        .newWorker(TaskQueues.WEBHOOKS)
        .registerActivitiesImplementations(
            new WebhookActivities() {
              @Override
              public void announceEvent(VideoRequest request, ObjectRef url, WebhookEvent event) {}

              @Override
              public WebhookAnswer deliverEvent(WebhookPost post) {
                sent.add(post.notice().id());
                return answers.get(Math.min(sent.size(), answers.size()) - 1);
              }

              @Override
              public WatchedJob watchJob(String jobId) {
                return new WatchedJob(true, Optional.empty());
              }
            });
    factory.start();
    api.keep(factory);
    return sent;
  }

  private static WebhookAnswer answered(WebhookAnswer.Outcome outcome, int status) {
    return new WebhookAnswer(
        outcome, Optional.of(status), status < 300 ? "" : "HTTP " + status, Optional.empty());
  }

  @Test
  void deliveriesAreListedAndSentAgain() throws IOException {
    String job = api.submit(Form.valid("wait").field("webhook_url", URL));
    List<String> sent =
        worker(
            List.of(
                answered(WebhookAnswer.Outcome.DELIVERED, 204),
                answered(WebhookAnswer.Outcome.GONE, 410),
                answered(WebhookAnswer.Outcome.DELIVERED, 200)));
    announce(job, 1, WebhookEventType.STARTED);
    announce(job, 2, WebhookEventType.CANCELLED);
    Await.until(
        "both are over",
        Duration.ofSeconds(10),
        () -> deliveries(job).size() == 2 && deliveries(job).get(1).has("last_status"));
    JsonNode first = deliveries(job).get(0);
    assertEquals("delivered", first.path("state").asText());
    assertEquals("video.started", first.path("type").asText());
    assertEquals(204, first.path("last_status").asInt());
    assertTrue(first.has("delivered_at") && !first.has("next_attempt_at"), first.toString());
    JsonNode second = deliveries(job).get(1);
    assertEquals("stopped", second.path("state").asText());
    assertEquals("HTTP 410", second.path("last_error").asText());

    HttpResponse<byte[]> answer = redeliver(job, "msg_a_2");
    assertEquals(202, answer.statusCode(), ApiFixture.text(answer));
    OpenApiTest.valid("Delivery", ApiFixture.json(answer));
    Await.until(
        "it is sent again",
        Duration.ofSeconds(10),
        () -> deliveries(job).get(1).path("state").asText().equals("delivered"));
    assertEquals(2, deliveries(job).get(1).path("attempts").asInt());
    assertEquals(List.of("msg_a_1", "msg_a_2", "msg_a_2"), sent);
    SubmitTest.problem(redeliver(job, "msg_a_3"), 404);
    SubmitTest.problem(redeliver("mv-none", "msg_a_1"), 404);
  }

  @Test
  void withoutAWorkerAnEventWaits() throws IOException {
    String job = api.submit(Form.valid("wait").field("webhook_url", URL));
    announce(job, 1, WebhookEventType.STARTED);
    announce(job, 2, WebhookEventType.FINISHED);
    assertEquals(0, deliveries(job).size());
    List<String> sent = worker(List.of(answered(WebhookAnswer.Outcome.DELIVERED, 200)));
    Await.until("both are sent", Duration.ofSeconds(10), () -> sent.size() == 2);
    assertEquals(List.of("msg_a_1", "msg_a_2"), sent);
  }
}
