package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Requests to one service and what it answers. Neither how much comes nor how long it takes is left
 * to the service, and the key goes nowhere else: links are paths, and redirects are not followed.
 * Thread-safe.
 */
final class ServiceCalls {
  static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** Far more than any job or page of jobs has. */
  static final int LONGEST_ANSWER = 16 << 20;

  private static final int LONGEST_SENTENCE = 2_000;
  private static final int UNAUTHORIZED = 401;
  private static final ObjectMapper JSON = Payloads.mapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();
  private final URI base;
  private final Optional<String> apiKey;

  /** What was answered, with its status. */
  record Answer(int status, JsonNode json) {}

  /**
   * @param base such as {@code http://127.0.0.1:8004}
   * @param apiKey sent as a bearer token
   */
  ServiceCalls(URI base, Optional<String> apiKey) {
    this.base = base;
    this.apiKey = apiKey;
  }

  URI base() {
    return base;
  }

  /**
   * A request that may be added to.
   *
   * @param path from the service's root
   * @throws ServiceException if it is no path: a service that names another place is not followed
   */
  HttpRequest.Builder request(String path) throws ServiceException {
    if (!path.startsWith("/") || path.startsWith("//") || path.indexOf('\\') >= 0) {
      throw new ServiceException(200, base + " named a link that is not its own", "");
    }
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(base.resolve(path)).timeout(CALL_LIMIT);
    } catch (IllegalArgumentException e) {
      throw new ServiceException(200, base + " named a link that is none", "");
    }
    apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request;
  }

  /**
   * What comes as JSON.
   *
   * @throws ServiceException if the answer is a problem or is not JSON
   */
  Answer answer(HttpRequest request) throws IOException, InterruptedException {
    Duration limit = request.timeout().orElse(CALL_LIMIT);
    HttpResponse<BodyInput> answer = open(request, limit, limit);
    try (BodyInput body = answer.body()) {
      byte[] bytes = body.readNBytes(LONGEST_ANSWER + 1);
      if (answer.statusCode() / 100 != 2) {
        throw problem(answer, new String(bytes, StandardCharsets.UTF_8));
      }
      if (bytes.length > LONGEST_ANSWER) {
        throw stranger("answered with more than " + LONGEST_ANSWER + " bytes");
      }
      return new Answer(answer.statusCode(), JSON.readTree(bytes));
    } catch (JsonProcessingException e) {
      throw stranger("answered with what is not JSON");
    }
  }

  JsonNode json(HttpRequest request) throws IOException, InterruptedException {
    return answer(request).json();
  }

  /**
   * The answer, whatever its status, with a body that is read with these limits.
   *
   * @param idle the longest wait for the next bytes
   * @param total the longest time for all of them
   */
  HttpResponse<BodyInput> open(HttpRequest request, Duration idle, Duration total)
      throws IOException, InterruptedException {
    return http.send(request, head -> new BodyInput(idle, total));
  }

  /** A header's number; empty where there is none, whatever else the service sent. */
  static OptionalLong number(HttpResponse<?> answer, String header) {
    Optional<String> text =
        answer.headers().firstValue(header).filter(value -> value.matches("\\d{1,18}"));
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  /** What an answer that is no success says. */
  ServiceException problem(HttpResponse<BodyInput> answer) throws IOException {
    try (BodyInput body = answer.body()) {
      return problem(answer, new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8));
    }
  }

  /** From problem+json (RFC 9457), or from whatever came. */
  private ServiceException problem(HttpResponse<?> answer, String body) {
    int status = answer.statusCode();
    if (status == UNAUTHORIZED) {
      return new ServiceException(status, "the service at " + base + " " + wantsKey(), "");
    }
    if (status / 100 == 3) {
      String place = answer.headers().firstValue("Location").orElse("somewhere else");
      return new ServiceException(
          status, base + " sends on to " + shortened(place) + "; name that address instead", "");
    }
    Optional<Duration> again =
        answer
            .headers()
            .firstValue("Retry-After")
            .filter(text -> text.matches("\\d{1,6}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    try {
      JsonNode node = JSON.readTree(body);
      String title = node.path("title").asText("");
      String detail = node.path("detail").asText("");
      String sentence = detail.isEmpty() ? title : detail;
      if (!sentence.isEmpty()) {
        String field = node.path("field").asText("");
        String value = node.path("value").asText("");
        return new ServiceException(
            status, shortened(sentence), shortened(field), shortened(value), again);
      }
    } catch (JsonProcessingException e) {
      // not JSON: the status must do
    }
    return new ServiceException(
        status, "the service answered with status " + status, "", "", again);
  }

  /** What the service says is about headers. */
  private String wantsKey() {
    return apiKey.isEmpty()
        ? "wants an API key: set MAKE_VIDEO_API_KEY, or name a file with the key by --api-key-file;"
            + " who runs the service makes keys with 'make-video keys add NAME'"
        : "does not know the API key in MAKE_VIDEO_API_KEY, --api-key-file or --api-key; perhaps it"
            + " was revoked: see 'make-video keys list' where the service runs";
  }

  private ServiceException stranger(String what) {
    return new ServiceException(
        200, base + " " + what + "; is it a make-video service? Check the address", "");
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_SENTENCE ? text.substring(0, LONGEST_SENTENCE) + "…" : text;
  }
}
