package dev.makevideo.activities.external;

import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.tracing.OpenSpan;
import dev.makevideo.platform.tracing.SpanKeys;
import dev.makevideo.platform.tracing.Spans;
import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookAnswer.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Sends a document to a URL that a user gave: the same guard on addresses as {@link GuardedClient},
 * and neither its breaker nor its limits, for one path of a host says nothing of another's; who
 * sends keeps to a schedule of days. Redirects are not followed, no body of an answer is read, and
 * nothing is sent twice. Thread-safe; each call blocks its thread until its deadline at the latest.
 */
public final class GuardedPost implements AutoCloseable {
  private static final String SERVICE = "webhook";
  private static final String ENDPOINT = "deliver";
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final MediaType JSON = MediaType.get("application/json");

  private final AddressGuard guard;
  private final Metrics metrics;
  private final Clock clock;
  private final OkHttpClient client;

  /**
   * @param privateUrls whether URLs may lead to loopback and private addresses
   */
  public GuardedPost(boolean privateUrls, Metrics metrics, Clock clock) {
    this(privateUrls ? AddressGuard.open() : AddressGuard.publicOnly(), metrics, clock);
  }

  GuardedPost(AddressGuard guard, Metrics metrics, Clock clock) {
    this.guard = guard;
    this.metrics = metrics;
    this.clock = clock;
    // A connection is for one call: one that was kept may be closed at the other end, and a call
    // that breaks on it is not made again by the client. Behind a proxy the names would be resolved
    // where the guard cannot see it.
    this.client =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .proxy(Proxy.NO_PROXY)
            .dns(guard)
            .addNetworkInterceptor(guard)
            .addNetworkInterceptor(chain -> withoutAnotherTry(chain.proceed(chain.request())))
            .build();
  }

  /** The client itself would call again after a 408, and after a 503 with no time to wait. */
  private static Response withoutAnotherTry(Response response) {
    boolean again =
        response.code() == 408
            || (response.code() == 503 && response.header("Retry-After", "").matches("0+"));
    return again ? response.newBuilder().header("Retry-After", "1").build() : response;
  }

  /**
   * Sends it once.
   *
   * @param address the URL as it was given
   * @param deadline for all of it, from the name service to the answer's head
   */
  public WebhookAnswer send(
      String address, Map<String, String> headers, byte[] json, Duration deadline) {
    HttpUrl url = HttpUrl.parse(address);
    if (url == null) {
      return WebhookAnswer.refused("not an http or https URL");
    }
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("User-Agent", "make-video")
            .post(RequestBody.create(json, JSON));
    headers.forEach(request::header);
    long started = System.nanoTime();
    String label = AnswerMeaning.RESET;
    try (OpenSpan span = Spans.call(SERVICE, ENDPOINT)) {
      guard.check(url);
      WebhookAnswer answer = sent(url, request.build(), deadline);
      label = StatusTable.label(answer.status().orElse(0));
      span.with(SpanKeys.OUTCOME, label);
      return answer;
    } catch (RefusedAddressException e) {
      label = AnswerMeaning.REFUSED;
      return WebhookAnswer.refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      label = e instanceof InterruptedIOException ? AnswerMeaning.TIMEOUT : AnswerMeaning.RESET;
      return WebhookAnswer.failed(broken(url.host(), deadline, e));
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      metrics.externalCall(SERVICE, ENDPOINT, label, took);
    }
  }

  private WebhookAnswer sent(HttpUrl url, Request request, Duration deadline) throws IOException {
    Call call =
        client
            .newBuilder()
            .callTimeout(deadline)
            .readTimeout(deadline)
            .writeTimeout(deadline)
            .build()
            .newCall(request);
    try (Response response = call.execute()) {
      call.cancel(); // else closing would read some of an endless body to keep the connection
      int status = response.code();
      Outcome outcome =
          response.isSuccessful()
              ? Outcome.DELIVERED
              : status == 410 ? Outcome.GONE : Outcome.FAILED;
      Optional<Instant> notBefore =
          status == 429 || status == 503
              ? RetryAfter.parse(response.header("Retry-After"), clock.instant())
              : Optional.empty();
      String detail = outcome == Outcome.DELIVERED ? "" : url.host() + " answered HTTP " + status;
      return new WebhookAnswer(outcome, Optional.of(status), detail, notBefore);
    }
  }

  private static String broken(String host, Duration deadline, IOException e) {
    if (e instanceof InterruptedIOException) {
      return host + " did not answer in time (at most " + deadline.toSeconds() + " s)";
    }
    if (e instanceof UnknownHostException) {
      return host + " is not known to the name service";
    }
    return e instanceof ConnectException
        ? host + " cannot be reached"
        : host + " broke the connection: " + e.getClass().getSimpleName();
  }

  /** Closes idle connections; calls in flight go on. */
  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
