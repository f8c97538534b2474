package dev.makevideo.api.http;

import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.tracing.OpenSpan;
import dev.makevideo.platform.tracing.SpanKeys;
import dev.makevideo.platform.tracing.Tracing;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Begins and ends every request: its correlation id, in the answer and in every log line; one line
 * of access log; the metrics; its span. Thread-safe.
 */
public final class RequestScope {
  private static final String HEADER = "X-Correlation-ID";
  private static final String SPAN = "make-video-span";
  private static final String NOTES = "make-video-notes";

  /** Probes and scrapes are not. */
  private static final String TRACED = "/v1/";

  private static final int FAULT = 500;
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Logger log = LoggerFactory.getLogger("dev.makevideo.api.access");
  private final Metrics metrics;
  private final Random random;
  private final Tracing tracing;

  public RequestScope(Metrics metrics, Random random, Tracing tracing) {
    this.metrics = metrics;
    this.random = random;
    this.tracing = tracing;
  }

  /** Runs before everything else. */
  public void begin(Context ctx) {
    String given = ctx.header(HEADER);
    String id = given != null && FORM.matcher(given).matches() ? given : newId();
    MDC.put(CorrelationKeys.CORRELATION_ID, id);
    ctx.attribute(CorrelationKeys.CORRELATION_ID, id);
    if (ctx.path().startsWith(TRACED)) {
      OpenSpan span = tracing.request(method(ctx), ctx::header).with(SpanKeys.CORRELATION_ID, id);
      ctx.attribute(SPAN, span);
      if (!span.traceId().isEmpty()) {
        MDC.put(CorrelationKeys.TRACE_ID, span.traceId());
      }
    }
    ctx.header(HEADER, id);
    SecurityHeaders.ALL.forEach(ctx::header);
  }

  /** The request's thread leaves it here, and it ends on another. */
  static void goesOn(Context ctx) {
    ctx.attribute(NOTES, MDC.getCopyOfContextMap());
    @Nullable OpenSpan span = ctx.attribute(SPAN);
    if (span != null) {
      ctx.attribute(SPAN, span.handedOn());
    }
    forget();
  }

  /** Runs when the answer is known, or the last of it was sent. */
  public void end(Context ctx, float millis) {
    @Nullable Map<String, String> notes = ctx.attribute(NOTES);
    if (notes != null) {
      notes.forEach(MDC::put);
    }
    String method = method(ctx);
    String route = route(ctx);
    log.atInfo()
        .addKeyValue("event", "http_request")
        .addKeyValue("method", method)
        .addKeyValue("route", route)
        .addKeyValue("status", ctx.statusCode())
        .addKeyValue("took_ms", Math.round(millis))
        .log("http request");
    metrics.httpRequest(
        method, route, ctx.statusCode(), Duration.ofNanos(Math.round(millis * 1_000_000.0)));
    endSpan(ctx, method + " " + route, route);
    forget();
  }

  private static void forget() {
    MDC.remove(CorrelationKeys.CORRELATION_ID);
    MDC.remove(CorrelationKeys.JOB_ID);
    MDC.remove(CorrelationKeys.TRACE_ID);
  }

  private static void endSpan(Context ctx, String name, String route) {
    @Nullable OpenSpan span = ctx.attribute(SPAN);
    if (span != null) {
      span.named(name).with(SpanKeys.ROUTE, route).with(SpanKeys.STATUS, ctx.statusCode());
      @Nullable String job = MDC.get(CorrelationKeys.JOB_ID);
      if (job != null) {
        span.with(SpanKeys.JOB_ID, job);
      }
      if (ctx.statusCode() >= FAULT) {
        span.failed(Integer.toString(ctx.statusCode()));
      }
      span.close();
    }
  }

  private static String method(Context ctx) {
    return METHODS.contains(ctx.req().getMethod()) ? ctx.req().getMethod() : "OTHER";
  }

  /** The request's correlation id. */
  public static String correlationId(Context ctx) {
    String id = ctx.attribute(CorrelationKeys.CORRELATION_ID);
    return id == null ? "unknown" : id;
  }

  private static String route(Context ctx) {
    @Nullable Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
    return matched == null ? "unmatched" : matched.path;
  }

  /** A correlation id for a request that brought none. */
  public String newId() {
    return String.format("%016x%016x", random.nextLong(), random.nextLong());
  }
}
