package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Talks to the REST API of a make-video service. Thread-safe. */
final class ServiceClient {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(5);
  private static final Duration FILE_LIMIT = Duration.ofMinutes(10);

  private static final int UNHEALTHY = 503;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();
  private final ObjectMapper mapper = Payloads.mapper();
  private final URI base;
  private static final int UNAUTHORIZED = 401;

  private final Optional<String> apiKey;

  /**
   * @param base such as {@code http://127.0.0.1:8004}
   * @param apiKey sent as a bearer token
   */
  ServiceClient(URI base, Optional<String> apiKey) {
    this.base = base;
    this.apiKey = apiKey;
  }

  URI base() {
    return base;
  }

  /** Whether a make-video service answers there. */
  boolean isAlive() throws InterruptedException {
    try {
      HttpResponse<String> answer =
          http.send(request("/livez").timeout(CONNECT_LIMIT).build(), BodyHandlers.ofString());
      return answer.statusCode() == 200
          && mapper.readTree(answer.body()).path("status").asText().equals("alive");
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a job; returns its first state, with its id. */
  ReportedJob create(Multipart form) throws IOException, InterruptedException {
    return ReportedJob.of(hand("/v1/videos", form));
  }

  ReportedJob get(String id) throws IOException, InterruptedException {
    return ReportedJob.of(json(request("/v1/videos/" + encode(id)).build()));
  }

  /** Why a job is as it is. */
  JsonNode diagnosis(String id) throws IOException, InterruptedException {
    return json(request("/v1/videos/" + encode(id) + "/diagnosis").build());
  }

  /** What waits and runs on each queue. */
  JsonNode queues() throws IOException, InterruptedException {
    return json(request("/v1/queues").build());
  }

  /** How the service is; also when that is not well. */
  JsonNode health() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request("/health").build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() != 200 && answer.statusCode() != UNHEALTHY) {
      throw problem(answer.statusCode(), answer.body());
    }
    return mapper.readTree(answer.body());
  }

  ReportedJob cancel(String id) throws IOException, InterruptedException {
    return steer(id, "cancel");
  }

  /**
   * Asks something of a job.
   *
   * @param what {@code cancel}, {@code pause}, {@code resume}, {@code retry}
   */
  ReportedJob steer(String id, String what) throws IOException, InterruptedException {
    return steer(id, what, HttpRequest.BodyPublishers.noBody());
  }

  /** What waits for approval. */
  JsonNode review(String id) throws IOException, InterruptedException {
    return look("/v1/videos/" + encode(id) + "/review");
  }

  /** Decides on what waits for approval. */
  ReportedJob approve(String id, JsonNode decision) throws IOException, InterruptedException {
    byte[] body = mapper.writeValueAsBytes(decision);
    return steer(id, "approve", HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private ReportedJob steer(String id, String what, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request("/v1/videos/" + encode(id) + "/" + what).POST(body);
    return ReportedJob.of(json(request.header("Content-Type", "application/json").build()));
  }

  /** The newest jobs first. */
  List<ReportedJob> list(Optional<String> status, int limit)
      throws IOException, InterruptedException {
    String query = "?limit=" + limit + status.map(s -> "&status=" + encode(s)).orElse("");
    JsonNode answer = json(request("/v1/videos" + query).build());
    List<ReportedJob> jobs = new ArrayList<>();
    answer.path("jobs").forEach(node -> jobs.add(ReportedJob.of(node)));
    return jobs;
  }

  /** What a route tells. */
  JsonNode look(String path) throws IOException, InterruptedException {
    return json(request(path).build());
  }

  /** What a route answers to a JSON body; the headers are names and values in turn. */
  JsonNode tell(String path, JsonNode body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)));
    return json((headers.length == 0 ? request : request.headers(headers)).build());
  }

  /** What a route answers to a form. */
  JsonNode hand(String path, Multipart form) throws IOException, InterruptedException {
    return json(
        request(path)
            .timeout(UPLOAD_LIMIT)
            .header("Content-Type", form.contentType())
            .POST(form.body())
            .build());
  }

  /** Writes the finished file's bytes to {@code target}, over what is there. */
  void download(String id, Path target) throws IOException, InterruptedException {
    fetch("/v1/videos/" + encode(id) + "/file", target);
  }

  /** As {@link #download}, for one of the links of a job. */
  void fetch(String link, Path target) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        http.send(request(link).timeout(FILE_LIMIT).build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw problem(answer.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      Files.copy(body, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private JsonNode json(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() / 100 != 2) {
      throw problem(answer.statusCode(), answer.body());
    }
    return mapper.readTree(answer.body());
  }

  /** From problem+json (RFC 9457), or from whatever came. */
  private ServiceException problem(int status, String body) {
    if (status == UNAUTHORIZED) {
      // What the service says is about headers.
      String how =
          apiKey.isEmpty()
              ? "wants an API key: set MAKE_VIDEO_API_KEY"
              : "does not know the API key in MAKE_VIDEO_API_KEY";
      return new ServiceException(status, "the service at " + base + " " + how, "");
    }
    try {
      JsonNode node = mapper.readTree(body);
      String title = node.path("title").asText("");
      String detail = node.path("detail").asText("");
      String sentence = detail.isEmpty() ? title : detail;
      if (!sentence.isEmpty()) {
        return new ServiceException(status, sentence, node.path("field").asText(""));
      }
    } catch (JsonProcessingException e) {
      // not JSON: the status must do
    }
    return new ServiceException(status, "the service answered with status " + status, "");
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(CALL_LIMIT);
    apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
