package dev.makevideo.platform.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * A span under way, current on the thread that opened it and closed there. Without tracing, or
 * outside of a traced request, it does nothing. For one thread.
 */
public final class OpenSpan implements AutoCloseable {
  static final OpenSpan NONE = new OpenSpan(Span.getInvalid(), Scope.noop());

  private final Span span;
  private final Scope scope;

  private OpenSpan(Span span, Scope scope) {
    this.span = span;
    this.scope = scope;
  }

  /** Around a span that is current nowhere. */
  static OpenSpan apart(Span span) {
    return new OpenSpan(span, Scope.noop());
  }

  /** Makes the context with the span current on this thread. */
  @SuppressWarnings("MustBeClosedChecker") // closed with the span
  static OpenSpan of(Span span, Context context) {
    return new OpenSpan(span, context.with(span).makeCurrent());
  }

  /** The same span, no longer current on this thread, for another thread to end. */
  public OpenSpan handedOn() {
    scope.close();
    return apart(span);
  }

  /** With an attribute; {@code key} is one of {@link SpanKeys}. */
  public OpenSpan with(String key, String value) {
    span.setAttribute(key, value);
    return this;
  }

  /** With an attribute; {@code key} is one of {@link SpanKeys}. */
  public OpenSpan with(String key, long value) {
    span.setAttribute(key, value);
    return this;
  }

  /** Under another name, known only now. */
  public OpenSpan named(String name) {
    span.updateName(name);
    return this;
  }

  /**
   * It did not end well.
   *
   * @param type a short constant such as an exception's simple class name; never a message
   */
  public OpenSpan failed(String type) {
    span.setAttribute(SpanKeys.ERROR, type);
    span.setStatus(StatusCode.ERROR);
    return this;
  }

  /** The id of its trace, or the empty text without one. */
  public String traceId() {
    return span.getSpanContext().isValid() ? span.getSpanContext().getTraceId() : "";
  }

  @Override
  public void close() {
    scope.close();
    span.end();
  }
}
