package dev.makevideo.activities.external;

import dev.makevideo.coordination.breaker.Admission;
import dev.makevideo.coordination.breaker.Denial;
import dev.makevideo.coordination.breaker.Permit;
import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.throttle.Throttle;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.tracing.OpenSpan;
import dev.makevideo.platform.tracing.SpanKeys;
import dev.makevideo.platform.tracing.Spans;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.contract.ServiceWait;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one guarded way out: every call of an external service goes through here, in this order.
 *
 * <ol>
 *   <li>limit: a service that asked for patience is not called before its time, and then as often
 *       as it bears;
 *   <li>breaker: nor is one that is down;
 *   <li>call: with bounds on time, redirects and bytes; users' URLs reach public addresses only;
 *   <li>record: the breaker, the metrics and the log hear the outcome;
 *   <li>translate: what the caller gets is a {@link CallResult}, not an exception.
 * </ol>
 *
 * Thread-safe; each call blocks its thread until its deadline at the latest.
 */
public final class GuardedClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GuardedClient.class);

  private final BreakerSource breakers;
  private final Metrics metrics;
  private final Clock clock;
  private final Throttle throttle;
  private final Pace pace;
  private final HttpExchange exchange;

  /**
   * @param throttle who asked for patience; like the breakers, best shared by all workers
   * @param paces how often who asked for patience may be called; as the throttle
   * @param privateUrls whether users' URLs may lead to loopback and private addresses
   */
  public GuardedClient(
      BreakerSource breakers,
      Throttle throttle,
      AdaptiveLimits paces,
      Metrics metrics,
      Clock clock,
      boolean privateUrls) {
    this(
        breakers,
        throttle,
        paces,
        metrics,
        clock,
        privateUrls ? AddressGuard.open() : AddressGuard.publicOnly());
  }

  GuardedClient(
      BreakerSource breakers,
      Throttle throttle,
      AdaptiveLimits paces,
      Metrics metrics,
      Clock clock,
      AddressGuard guard) {
    this.breakers = breakers;
    this.throttle = throttle;
    this.pace = new Pace(paces, clock);
    this.metrics = metrics;
    this.clock = clock;
    this.exchange = new HttpExchange(clock, guard);
  }

  /**
   * Makes a call whose answer is a small document.
   *
   * @param maxBytes the longest body that is read; a longer one is a failure of the service
   * @param parser must not block
   * @throws CallStoppedException if {@code stop} was set or the thread interrupted
   */
  public <T> CallResult<T> fetch(
      ServiceCall call, int maxBytes, BodyParser<T> parser, StopSignal stop)
      throws CallStoppedException {
    try {
      return guarded(call, new ParsedAnswer<>(call.service(), clock, maxBytes, parser), stop);
    } catch (LocalWriteException e) {
      throw new IllegalStateException("nothing is written here", e);
    }
  }

  /**
   * Makes a call whose answer is a file.
   *
   * @param target is written to; what is in it counts only when the result is ok
   * @throws CallStoppedException if {@code stop} was set or the thread interrupted
   * @throws IOException if {@code target} cannot be written, as the file system gave it
   */
  public CallResult<Downloaded> download(
      ServiceCall call, Path target, DownloadBounds bounds, StopSignal stop) throws IOException {
    try {
      return guarded(call, new FileBodyReader(call, target, bounds), stop);
    } catch (LocalWriteException e) {
      throw e.error();
    }
  }

  private <T> CallResult<T> guarded(ServiceCall call, AnswerReader<T> reader, StopSignal stop)
      throws CallStoppedException, LocalWriteException {
    if (isStopped(stop)) {
      throw new CallStoppedException(call);
    }
    HttpUrl url = HttpUrl.parse(call.url());
    if (url == null) {
      return new CallResult.Rejected<>(
          Rejection.of(Reason.NOT_ALLOWED, "not an http or https URL"));
    }
    Throttle.Subject subject = call.service().throttled(url.host());
    Throttle.Pass pass = throttle.enter(subject);
    if (!pass.isGranted()) {
      return later(call, pass.left(), pass.reason());
    }
    AdaptiveLimits.Turn turn = pace.await(subject, call.deadline(), stop);
    if (!turn.isGranted()) {
      if (isStopped(stop)) {
        throw new CallStoppedException(call);
      }
      return pace.later(call, turn);
    }
    Admission admission = breakers.breaker(call.service(), url.host()).acquire(call.deadline());
    if (admission instanceof Permit permit) {
      try (permit) {
        AnswerMeaning<T> verdict = admitted(call, url, reader, stop, permit);
        pace.answered(subject, turn, verdict);
        verdict
            .serviceWait()
            .ifPresentOrElse(
                wait ->
                    throttle.close(
                        subject, Duration.between(clock.instant(), wait.retryAt()), wait.reason()),
                () -> throttle.answered(subject, pass));
        verdict
            .usedUpUntil()
            .ifPresent(
                until ->
                    throttle.close(
                        subject, Duration.between(clock.instant(), until), "no calls are left"));
        return verdict.result();
      }
    }
    Denial denial = (Denial) admission;
    return later(call, denial.retryIn(), denial.reason());
  }

  private <T> CallResult<T> later(ServiceCall call, Duration left, String reason) {
    return new CallResult.Wait<>(
        new ServiceWait(call.service().label(), clock.instant().plus(left), reason));
  }

  private <T> AnswerMeaning<T> admitted(
      ServiceCall call, HttpUrl url, AnswerReader<T> reader, StopSignal stop, Permit permit)
      throws CallStoppedException, LocalWriteException {
    if (call.retry()) {
      metrics.externalRetry(call.service().label(), call.endpoint());
    }
    long started = System.nanoTime();
    String status = AnswerMeaning.STOPPED;
    try {
      AnswerMeaning<T> verdict = traced(call, url, reader, stop);
      status = verdict.status();
      verdict.tell(permit);
      return verdict;
    } finally {
      count(call, status, Duration.ofNanos(System.nanoTime() - started));
    }
  }

  private void count(ServiceCall call, String status, Duration took) {
    metrics.externalCall(call.service().label(), call.endpoint(), status, took);
    log.atDebug()
        .addKeyValue("dependency", call.service().label())
        .addKeyValue("endpoint", call.endpoint())
        .addKeyValue("status", status)
        .addKeyValue("took_ms", took.toMillis())
        .log("external call");
  }

  private <T> AnswerMeaning<T> traced(
      ServiceCall call, HttpUrl url, AnswerReader<T> reader, StopSignal stop)
      throws CallStoppedException, LocalWriteException {
    try (OpenSpan span = Spans.call(call.service().label(), call.endpoint())) {
      try {
        AnswerMeaning<T> verdict = exchange(call, url, reader, stop);
        span.with(SpanKeys.OUTCOME, verdict.status());
        return verdict;
      } catch (CallStoppedException | LocalWriteException | RuntimeException e) {
        span.failed(e.getClass().getSimpleName());
        throw e;
      }
    }
  }

  private <T> AnswerMeaning<T> exchange(
      ServiceCall call, HttpUrl url, AnswerReader<T> reader, StopSignal stop)
      throws CallStoppedException, LocalWriteException {
    try {
      return exchange.run(call, url, stop, reader);
    } catch (LocalWriteException e) {
      throw e;
    } catch (IOException e) {
      if (isStopped(stop)) {
        throw new CallStoppedException(call);
      }
      return broken(call, url.host(), e);
    }
  }

  /** What a call means that brought no whole answer. */
  private static <T> AnswerMeaning<T> broken(ServiceCall call, String host, IOException e) {
    if (e instanceof RefusedAddressException refused) {
      return AnswerMeaning.rejected(
          Reason.NOT_ALLOWED, String.valueOf(refused.getMessage()), AnswerMeaning.REFUSED);
    }
    if (e instanceof InterruptedIOException) {
      return AnswerMeaning.failed(
          host + " did not answer in time (at most " + call.deadline().toSeconds() + " s)",
          AnswerMeaning.TIMEOUT);
    }
    if (e instanceof UnknownHostException) {
      return AnswerMeaning.failed(
          host + " is not known to the name service", AnswerMeaning.REFUSED);
    }
    if (e instanceof ConnectException) {
      return AnswerMeaning.failed(host + " cannot be reached", AnswerMeaning.REFUSED);
    }
    return AnswerMeaning.failed(
        host + " broke the connection: " + e.getClass().getSimpleName(), AnswerMeaning.RESET);
  }

  private static boolean isStopped(StopSignal stop) {
    return stop.isStopped() || Thread.currentThread().isInterrupted();
  }

  /** Closes idle connections; calls in flight go on. */
  @Override
  public void close() {
    exchange.close();
  }
}
