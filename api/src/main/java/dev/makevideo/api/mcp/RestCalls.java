package dev.makevideo.api.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Calls the routes of a make-video service for one client, with what proves who that is: a tool can
 * do what its client may do by itself, and nothing else. Thread-safe.
 */
public final class RestCalls {
  /** A text that an assistant is given; a larger one it gets as a link. */
  static final int LONGEST_TEXT = 1 << 20;

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final Duration UPLOAD = Duration.ofMinutes(5);

  /** Nobody waits for what is gone. */
  private static final Duration DELETION = Duration.ofSeconds(5);

  private static final ObjectMapper JSON = Payloads.mapper();

  private final HttpClient http;
  private final URI base;
  private final URI shown;
  private final Map<String, String> headers;

  /**
   * @param http see {@link #client()}
   * @param base where the service is, such as {@code http://127.0.0.1:8004}
   * @param shown where people find it, for links
   * @param headers that go with every call
   */
  public RestCalls(HttpClient http, URI base, URI shown, Map<String, String> headers) {
    this.http = http;
    this.base = base;
    this.shown = shown;
    this.headers = Map.copyOf(headers);
  }

  /** A client that many may share. */
  public static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .build();
  }

  /** A link as people can open it. */
  String link(String path) {
    return path.startsWith("/") ? shown.resolve(path).toString() : path;
  }

  /** A text as a part of a path or a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What GET answers; the headers are for this call. */
  JsonNode get(String path, Map<String, String> more) throws IOException, RefusedCallException {
    HttpRequest.Builder request = request(path);
    more.forEach(request::header);
    return json(request.GET());
  }

  /** What POST answers. */
  JsonNode post(String path, Optional<JsonNode> body, Map<String, String> more)
      throws IOException, RefusedCallException {
    HttpRequest.Builder request = request(path);
    more.forEach(request::header);
    if (body.isPresent()) {
      request.header("Content-Type", "application/json");
    }
    return json(
        request.POST(
            body.isPresent()
                ? BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body.get()))
                : BodyPublishers.noBody()));
  }

  /**
   * A text.
   *
   * @throws ProblemException with 413 if it is longer than {@link #LONGEST_TEXT}
   */
  String text(String path) throws IOException, RefusedCallException {
    HttpResponse<InputStream> answer = send(request(path).GET(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(LONGEST_TEXT + 1);
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (answer.statusCode() != 200) {
        throw refused(answer, text);
      }
      if (bytes.length > LONGEST_TEXT) {
        throw new ProblemException(
            ProblemType.PAYLOAD_TOO_LARGE,
            "It is longer than " + LONGEST_TEXT + " bytes: open " + link(path) + ".");
      }
      return text;
    }
  }

  /**
   * Uploads a file, with one request.
   *
   * @return the upload's id
   */
  String upload(String purpose, Path file) throws IOException, RefusedCallException {
    String name = Optional.ofNullable(file.getFileName()).map(Path::toString).orElse(purpose);
    return upload(purpose, name, Files.size(file), BodyPublishers.ofFile(file));
  }

  /** As {@link #upload(String, Path)}, for bytes. */
  String upload(String purpose, byte[] bytes) throws IOException, RefusedCallException {
    return upload(purpose, purpose, bytes.length, BodyPublishers.ofByteArray(bytes));
  }

  private String upload(String purpose, String name, long length, BodyPublisher bytes)
      throws IOException, RefusedCallException {
    JsonNode upload =
        json(
            request("/v1/uploads")
                .timeout(UPLOAD)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Long.toString(length))
                .header(
                    "Upload-Metadata", "purpose " + base64(purpose) + ",filename " + base64(name))
                .header("Content-Type", "application/offset+octet-stream")
                .POST(bytes));
    return upload.path("id").asText();
  }

  /**
   * Deletes an upload. A refusal is none of the caller's business: what is not deleted expires.
   *
   * @throws IOException if the service does not answer
   */
  void delete(String path) throws IOException {
    send(
        request(path).timeout(DELETION).header("Tus-Resumable", "1.0.0").DELETE(),
        BodyHandlers.discarding());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode json(HttpRequest.Builder request) throws IOException, RefusedCallException {
    HttpResponse<String> answer = send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() / 100 != 2) {
      throw refused(answer, answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return http.send(request.build(), handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** From problem+json, or from whatever came; when to try again stands beside it. */
  private static RefusedCallException refused(HttpResponse<?> answer, String body) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("status", answer.statusCode());
    members.put("detail", "The service answered with status " + answer.statusCode() + ".");
    ObjectNode problem = JSON.valueToTree(members);
    try {
      if (JSON.readTree(body) instanceof ObjectNode told) {
        problem = told;
      }
    } catch (JsonProcessingException e) {
      // not JSON: the status must do
    }
    Optional<String> again = answer.headers().firstValue("Retry-After");
    if (again.isPresent()) {
      problem.put("retry_after_seconds", again.get());
    }
    return new RefusedCallException(problem);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(CALL);
    headers.forEach(request::header);
    return request;
  }
}
