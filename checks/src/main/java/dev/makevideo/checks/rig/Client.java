package dev.makevideo.checks.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A client of the REST API, as its users would write one. Thread-safe. */
public final class Client {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration GONE = Duration.ofMinutes(3);
  private static final String BOUNDARY = "make-video-checks-boundary";

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ObjectMapper json = new ObjectMapper();
  private final String base;
  private final int port;

  public Client(int port) {
    this.port = port;
    base = "http://127.0.0.1:" + port;
  }

  /** The address of the API, without a slash at its end. */
  public String base() {
    return base;
  }

  /** The port of the API. */
  public int port() {
    return port;
  }

  /** Starts a job and returns its id. */
  public String create(Path audio, Map<String, String> fields, String correlationId)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        postAudio("/v1/videos", audio, fields, "X-Correlation-ID", correlationId);
    if (response.statusCode() != 202) {
      throw new IOException("HTTP " + response.statusCode() + ": " + response.body());
    }
    return json.readTree(response.body()).get("id").asText();
  }

  /** Posts a form with a narration. */
  public HttpResponse<String> postAudio(
      String path, Path audio, Map<String, String> fields, String... headers)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      part(
          body,
          "name=\"" + field.getKey() + "\"",
          field.getValue().getBytes(StandardCharsets.UTF_8));
    }
    part(
        body,
        "name=\"audio\"; filename=\"narration\"\r\nContent-Type: application/octet-stream",
        Files.readAllBytes(audio));
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return post(path, "multipart/form-data; boundary=" + BOUNDARY, body.toByteArray(), headers);
  }

  /** Posts JSON. */
  public HttpResponse<String> postJson(String path, Object value, String... headers)
      throws IOException, InterruptedException {
    return post(path, "application/json", json.writeValueAsBytes(value), headers);
  }

  private HttpResponse<String> post(String path, String type, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(LIMIT)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return http.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void part(ByteArrayOutputStream body, String disposition, byte[] value) {
    body.writeBytes(
        ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(value);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  /** The job as the API shows it. */
  public JsonNode job(String id) throws IOException, InterruptedException {
    return json.readTree(get("/v1/videos/" + id).body());
  }

  public String status(String id) throws IOException, InterruptedException {
    return job(id).path("status").asText();
  }

  /** One stage of the job. */
  public JsonNode stage(String id, String stage) throws IOException, InterruptedException {
    for (JsonNode candidate : job(id).path("stages")) {
      if (candidate.path("stage").asText().equals(stage)) {
        return candidate;
      }
    }
    return json.createObjectNode();
  }

  public void cancel(String id) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/v1/videos/" + id + "/cancel"))
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException("HTTP " + response.statusCode() + ": " + response.body());
    }
  }

  /** Deletes a job, or stops one that runs; gives the status of the answer. */
  public int delete(String id) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(base + "/v1/videos/" + id))
                .timeout(LIMIT)
                .DELETE()
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Deletes a job that has ended, and waits until it is not found; the server takes its time. */
  public void forget(String id) throws IOException, InterruptedException {
    int status = delete(id);
    if (status != 202 && status != 204) {
      throw new IllegalStateException(id + " is not deleted: " + status);
    }
    if (status == 204 && get("/v1/videos/" + id).statusCode() != 404) {
      throw new IllegalStateException(id + " is told to be gone, and found");
    }
    Await.until(id + " is gone", GONE, () -> get("/v1/videos/" + id).statusCode() == 404);
  }

  /** Fetches the finished video. */
  public void download(String id, Path target) throws IOException, InterruptedException {
    HttpResponse<Path> response =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/v1/videos/" + id + "/file"))
                .timeout(LIMIT)
                .build(),
            HttpResponse.BodyHandlers.ofFile(target));
    if (response.statusCode() != 200) {
      throw new IOException("HTTP " + response.statusCode());
    }
  }

  /** Any GET. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Waits until the job has the status; fails at once if it ends otherwise. */
  public Duration awaitStatus(String id, String wanted, Duration limit) {
    return awaitStatus(id, wanted, limit, Duration.ofMillis(50));
  }

  /** As {@link #awaitStatus(String, String, Duration)}, looking every {@code step}. */
  public Duration awaitStatus(String id, String wanted, Duration limit, Duration step) {
    return Await.until(
        "job " + id + " is " + wanted,
        limit,
        step,
        () -> {
          JsonNode job = job(id);
          String status = job.path("status").asText();
          if (!status.equals(wanted)
              && (status.equals("failed")
                  || status.equals("cancelled")
                  || status.equals("completed"))) {
            throw new JobEndedException("job is " + status + ": " + job);
          }
          return status.equals(wanted);
        });
  }

  /** A job ended in another way than was waited for. */
  public static final class JobEndedException extends Error {
    private static final long serialVersionUID = 1L;

    JobEndedException(String message) {
      super(message);
    }
  }
}
