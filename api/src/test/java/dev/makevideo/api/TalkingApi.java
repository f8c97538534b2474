package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.QuotaSettings;
import dev.makevideo.workflows.conversation.ConversationWorkflowImpl;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** An API for two tenants with a worker that holds conversations, on the in-JVM Temporal. */
final class TalkingApi implements AutoCloseable {
  static final String ANN = "ann-0123456789abcdef";
  static final String BOB = "bob-0123456789abcdef";
  private static final ObjectMapper JSON = new ObjectMapper();

  final ApiFixture api = new ApiFixture();
  private final WorkerFactory workers;

  TalkingApi(QuotaSettings quotas) throws IOException {
    api.start(
        new ApiSettings("127.0.0.1", 0, List.of("ann:" + ANN, "bob:" + BOB), false, quotas),
        ApiFixture.allConfigured(),
        UploadLimits.defaults());
    workers = WorkerFactory.newInstance(api.connection.client());
    workers
        .newWorker(TaskQueues.LIGHT)
        .registerWorkflowImplementationTypes(ConversationWorkflowImpl.class, TestWorkflow.class);
    workers.start();
  }

  /** A request of Ann's. */
  HttpRequest.Builder to(String path) {
    return api.to(path).header("Authorization", "Bearer " + ANN);
  }

  /** Ann posts JSON; the headers are names and values in turn. */
  HttpResponse<byte[]> post(String path, Object body, String... headers) throws IOException {
    HttpRequest.Builder request =
        to(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  static JsonNode ok(HttpResponse<byte[]> answer, int status) throws IOException {
    assertEquals(status, answer.statusCode(), ApiFixture.text(answer));
    return ApiFixture.json(answer);
  }

  /** Begins a conversation of Ann's and returns its id. */
  String begin() throws IOException {
    return ok(post("/v1/conversations", Map.of()), 201).path("id").asText();
  }

  JsonNode say(String id, String turn, String text) throws IOException {
    return ok(
        post("/v1/conversations/" + id + "/turns", Map.of("turn_id", turn, "text", text)), 200);
  }

  /** What Ann is told there. */
  JsonNode look(String path) throws IOException {
    return ok(api.send(to(path)), 200);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    api.close();
  }
}
