package dev.makevideo.platform.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Spans within what is traced already: a request, or an attempt of an activity. The tracer travels
 * in the thread's context, so that whoever opens a span needs none, and pays nothing without.
 * Thread-safe.
 */
public final class Spans {
  private static final ContextKey<Tracer> TRACER = ContextKey.named("make-video-tracer");

  private Spans() {}

  /** A run of a program, until it is closed. */
  public static OpenSpan program(String label) {
    return open(label, SpanKind.INTERNAL);
  }

  /** A call of an external service, until it is closed. */
  public static OpenSpan call(String service, String endpoint) {
    return open(service + " " + endpoint, SpanKind.CLIENT)
        .with(SpanKeys.SERVICE, service)
        .with(SpanKeys.ENDPOINT, endpoint);
  }

  private static OpenSpan open(String name, SpanKind kind) {
    Tracer tracer = Context.current().get(TRACER);
    if (tracer == null) {
      return OpenSpan.NONE;
    }
    Span span = tracer.spanBuilder(name).setSpanKind(kind).startSpan();
    return OpenSpan.of(span, Context.current());
  }

  /** The W3C {@code traceparent} of the current span, to be sent on. */
  public static Optional<String> traceparent() {
    Map<String, String> carrier = new HashMap<>();
    W3CTraceContextPropagator.getInstance()
        .inject(
            Context.current(),
            carrier,
            (map, key, value) -> {
              if (map != null) {
                map.put(key, value);
              }
            });
    return Optional.ofNullable(carrier.get(TraceHeader.TRACEPARENT));
  }

  /** Puts tasks within the caller's trace, on whatever thread they run. */
  public static UnaryOperator<Runnable> carrier() {
    return Context.current()::wrap;
  }

  static Context with(Context context, Tracer tracer) {
    return context.with(TRACER, tracer);
  }
}
