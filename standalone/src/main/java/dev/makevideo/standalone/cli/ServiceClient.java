package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Talks to the REST API of a make-video service. Thread-safe. */
final class ServiceClient {
  private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(5);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int UNHEALTHY = 503;
  private static final int LONGEST_HEALTH = 1 << 20;

  private final ObjectMapper mapper = Payloads.mapper();
  private final ServiceCalls calls;

  /**
   * @param base such as {@code http://127.0.0.1:8004}
   * @param apiKey sent as a bearer token
   */
  ServiceClient(URI base, Optional<String> apiKey) {
    this.calls = new ServiceCalls(base, apiKey);
  }

  URI base() {
    return calls.base();
  }

  /** The requests themselves. */
  ServiceCalls calls() {
    return calls;
  }

  /** Whether a make-video service answers there. */
  boolean isAlive() throws InterruptedException {
    return ServiceProbe.trouble(calls).isEmpty();
  }

  /** Sends a job; returns its first state, with its id. */
  ReportedJob create(Multipart form) throws IOException, InterruptedException {
    return job(hand("/v1/videos", form));
  }

  ReportedJob get(String id) throws IOException, InterruptedException {
    return job(look("/v1/videos/" + encode(id)));
  }

  /** Why a job is as it is. */
  JsonNode diagnosis(String id) throws IOException, InterruptedException {
    return look("/v1/videos/" + encode(id) + "/diagnosis");
  }

  /** What waits and runs on each queue. */
  JsonNode queues() throws IOException, InterruptedException {
    return look("/v1/queues");
  }

  /** How the service is; also when that is not well. */
  JsonNode health() throws IOException, InterruptedException {
    Duration limit = ServiceCalls.CALL_LIMIT;
    HttpResponse<BodyInput> answer = calls.open(calls.request("/health").build(), limit, limit);
    if (answer.statusCode() != 200 && answer.statusCode() != UNHEALTHY) {
      throw calls.problem(answer);
    }
    try (BodyInput body = answer.body()) {
      return mapper.readTree(body.readNBytes(LONGEST_HEALTH));
    }
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
    HttpRequest.Builder request = calls.request("/v1/videos/" + encode(id) + "/" + what).POST(body);
    return job(calls.json(request.header("Content-Type", "application/json").build()));
  }

  /**
   * As it is when it is closed, or after so long.
   *
   * @param seconds at most 20
   */
  ReportedJob await(String id, int seconds) throws IOException, InterruptedException {
    return job(
        calls.json(
            calls.request("/v1/videos/" + encode(id)).header("Prefer", "wait=" + seconds).build()));
  }

  /** The newest jobs first. */
  List<ReportedJob> list(Optional<String> status, int limit)
      throws IOException, InterruptedException {
    String query = "?limit=" + limit + status.map(s -> "&status=" + encode(s)).orElse("");
    return jobs(look("/v1/videos" + query));
  }

  /** The jobs of a page. */
  static List<ReportedJob> jobs(JsonNode page) {
    List<ReportedJob> jobs = new ArrayList<>();
    page.path("jobs").forEach(node -> jobs.add(ReportedJob.of(node)));
    return jobs;
  }

  /** What a route tells. */
  JsonNode look(String path) throws IOException, InterruptedException {
    return calls.json(calls.request(path).build());
  }

  /** What a route answers to a JSON body; the headers are names and values in turn. */
  JsonNode tell(String path, JsonNode body, String... headers)
      throws IOException, InterruptedException {
    return order(path, body, headers).json();
  }

  /** What a route answers to a form. */
  JsonNode hand(String path, Multipart form) throws IOException, InterruptedException {
    return calls.json(formRequest(path, form));
  }

  /**
   * Sends a job as a form.
   *
   * @param headers names and values in turn
   */
  ServiceCalls.Answer order(String path, Multipart form, String... headers)
      throws IOException, InterruptedException {
    return calls.answer(formRequest(path, form, headers));
  }

  /** Sends a job as JSON; the headers are names and values in turn. */
  ServiceCalls.Answer order(String path, JsonNode body, String... headers)
      throws IOException, InterruptedException {
    return calls.answer(
        withHeaders(calls.request(path), headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)))
            .build());
  }

  private HttpRequest formRequest(String path, Multipart form, String... headers)
      throws ServiceException {
    return withHeaders(calls.request(path), headers)
        .timeout(UPLOAD_LIMIT)
        .header("Content-Type", form.contentType())
        .POST(form.body())
        .build();
  }

  private static HttpRequest.Builder withHeaders(HttpRequest.Builder request, String... headers) {
    return headers.length == 0 ? request : request.headers(headers);
  }

  /**
   * Writes the finished file's bytes to {@code target}, over what is there.
   *
   * @param tell is told of waits
   */
  void download(String id, Path target, Consumer<String> tell)
      throws IOException, InterruptedException {
    fetch("/v1/videos/" + encode(id) + "/file", target, tell);
  }

  /** As {@link #download}, for one of the links of a job. */
  void fetch(String link, Path target, Consumer<String> tell)
      throws IOException, InterruptedException {
    new Download(calls, link, tell).anew(target);
  }

  /** What is no job is not taken for one: its id becomes a part of files' names. */
  ReportedJob job(JsonNode json) throws ServiceException {
    ReportedJob job = ReportedJob.of(json);
    if (!ID.matcher(job.id()).matches() || job.status().isEmpty()) {
      throw stranger("job");
    }
    return job;
  }

  /**
   * An id that the service tells; as with {@link #job}, nothing else is taken for one.
   *
   * @param what it is the id of
   */
  String id(JsonNode told, String what) throws ServiceException {
    if (!told.isTextual() || !ID.matcher(told.asText()).matches()) {
      throw stranger(what);
    }
    return told.asText();
  }

  private ServiceException stranger(String what) {
    return new ServiceException(
        200, base() + " answered with what is no " + what + "; is it a make-video service?", "");
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
