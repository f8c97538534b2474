package dev.makevideo.activities.external;

import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.tracing.Spans;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import java.io.IOException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.MDC;

/**
 * Makes one call with its redirects. Redirects are followed here and not by the client, so that
 * each is checked like the first address; only those of a GET are, five at the most.
 */
final class HttpExchange implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  private final Clock clock;
  private final AddressGuard guard;
  private final OkHttpClient trusted;
  private final OkHttpClient guarded;
  private final AddressGuard publicGuard = AddressGuard.publicOnly();
  private final OkHttpClient publicOnly;

  HttpExchange(Clock clock, AddressGuard guard) {
    this.clock = clock;
    this.guard = guard;
    this.trusted =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            .followRedirects(false)
            .followSslRedirects(false)
            .addNetworkInterceptor(HttpExchange::once)
            .build();
    // Behind a proxy the names would be resolved where the guard cannot see it.
    this.guarded = behind(guard);
    this.publicOnly = behind(publicGuard);
  }

  private OkHttpClient behind(AddressGuard watch) {
    return trusted
        .newBuilder()
        .proxy(Proxy.NO_PROXY)
        .dns(watch)
        .addNetworkInterceptor(watch)
        .build();
  }

  /**
   * Keeps the client from calling again by itself, past limit and breaker: that is what it does for
   * a 503 with no time to wait, and for a 408. A second is the least that is waited anyway.
   */
  private static Response once(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    boolean again =
        response.code() == 408
            || (response.code() == 503 && response.header("Retry-After", "").matches("0+"));
    return again ? response.newBuilder().header("Retry-After", "1").build() : response;
  }

  <T> AnswerMeaning<T> run(ServiceCall call, HttpUrl url, StopSignal stop, AnswerReader<T> reader)
      throws IOException {
    long endsAt = System.nanoTime() + call.deadline().toNanos();
    HttpUrl at = url;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Call running = client(call, at, endsAt).newCall(request(call, at, isSame(at, url)));
      try (StopSignal.Registration registration = stop.onStop(running::cancel);
          Response response = running.execute()) {
        String location = response.header("Location");
        if (!response.isRedirect() || location == null || !isGet(call)) {
          return response.isSuccessful()
              ? reader.read(running, response).usedUpUntil(usedUp(call, response))
              : refusal(call, at, response);
        }
        HttpUrl next = at.resolve(location);
        if (next == null) {
          return AnswerMeaning.rejected(
              Reason.NOT_ALLOWED,
              at.host() + " redirects to something that is not http or https",
              StatusTable.label(response.code()));
        }
        at = next;
      }
    }
    return AnswerMeaning.rejected(
        Reason.NOT_ALLOWED,
        url.host() + " redirects more than " + MAX_REDIRECTS + " times",
        AnswerMeaning.INVALID);
  }

  /** Sources tell how many calls are left; what an operator's own service counts is not known. */
  private Optional<Instant> usedUp(ServiceCall call, Response response) {
    return call.service().isOperators() || !call.service().isConfigured()
        ? Optional.empty()
        : RateLimit.usedUp(
            response.header("X-RateLimit-Remaining"),
            response.header("X-RateLimit-Reset"),
            clock.instant());
  }

  private Optional<Instant> patience(ServiceCall call, Response response) {
    Optional<Instant> named = RetryAfter.parse(response.header("Retry-After"), clock.instant());
    return named.isPresent() || call.service().isOperators()
        ? named
        : RateLimit.resets(response.header("X-RateLimit-Reset"), clock.instant());
  }

  private <T> AnswerMeaning<T> refusal(ServiceCall call, HttpUrl at, Response response) {
    return StatusTable.verdict(
        call.service(), at.host(), response.code(), patience(call, response), clock.instant());
  }

  private OkHttpClient client(ServiceCall call, HttpUrl at, long endsAt)
      throws UnknownHostException {
    Duration left = Duration.ofNanos(Math.max(1_000_000, endsAt - System.nanoTime()));
    return reach(call, at)
        .newBuilder()
        .callTimeout(left)
        .readTimeout(call.service().silence())
        .build();
  }

  /** The client that may go to this address; checks one that is written out. */
  private OkHttpClient reach(ServiceCall call, HttpUrl at) throws UnknownHostException {
    if (call.home().isPresent() || !call.service().isOperators()) {
      boolean source = call.home().isPresent() || call.service().isConfigured();
      Optional<HttpUrl> home = call.home().map(HttpUrl::parse);
      if (home.isPresent() && isSameHost(home.get(), at)) {
        return trusted;
      }
      (source ? publicGuard : guard).check(at);
      return source ? publicOnly : guarded;
    }
    return trusted;
  }

  private static boolean isSameHost(HttpUrl a, HttpUrl b) {
    return a.host().equals(b.host()) && a.port() == b.port();
  }

  /** Whether headers that are meant for the one may be sent to the other: they may hold keys. */
  private static boolean isSame(HttpUrl a, HttpUrl b) {
    return isSameHost(a, b) && a.scheme().equals(b.scheme());
  }

  private static boolean isGet(ServiceCall call) {
    return call.json().isEmpty() && call.form().isEmpty();
  }

  private static Request request(ServiceCall call, HttpUrl url, boolean namedHost) {
    Request.Builder request = new Request.Builder().url(url).header("User-Agent", "make-video");
    if (isGet(call)) {
      // A length is only given for what is not compressed on the way.
      request.header("Accept-Encoding", "identity");
    }
    if (namedHost) {
      call.headers().forEach(request::header);
    }
    // Strangers have no use for our ids.
    if (call.service().hearsIds()) {
      Optional.ofNullable(MDC.get(CorrelationKeys.CORRELATION_ID))
          .filter(id -> id.matches("[\\x21-\\x7e]{1,128}"))
          .ifPresent(id -> request.header("X-Correlation-ID", id));
      Spans.traceparent().ifPresent(parent -> request.header("traceparent", parent));
    }
    call.json().ifPresent(json -> request.post(RequestBody.create(json, JSON)));
    if (!call.form().isEmpty()) {
      request.post(form(call));
    }
    return request.build();
  }

  private static RequestBody form(ServiceCall call) {
    MultipartBody.Builder form = new MultipartBody.Builder().setType(MultipartBody.FORM);
    for (Part part : call.form()) {
      if (part.file().isPresent()) {
        form.addFormDataPart(
            part.name(),
            part.value(),
            RequestBody.create(part.file().get().toFile(), MediaType.get(part.mediaType())));
      } else {
        form.addFormDataPart(part.name(), part.value());
      }
    }
    return form.build();
  }

  @Override
  public void close() {
    trusted.dispatcher().executorService().shutdown();
    trusted.connectionPool().evictAll();
  }
}
