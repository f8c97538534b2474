package dev.makevideo.platform.tracing;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.GlobalDataConverter;
import io.temporal.common.interceptors.Header;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whose child a span is, as the W3C {@code traceparent}: in headers of Temporal and of HTTP.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
final class TraceHeader {
  static final String TRACEPARENT = "traceparent";

  private static final TextMapGetter<Function<String, @Nullable String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Function<String, @Nullable String> carrier) {
          return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(
            @Nullable Function<String, @Nullable String> carrier, String key) {
          return carrier == null ? null : carrier.apply(key);
        }
      };

  private TraceHeader() {}

  /** The header with the context's span; as it is if there is none. */
  static Header with(Header header, Context context) {
    Map<String, Payload> values = new HashMap<>(header.getValues());
    W3CTraceContextPropagator.getInstance()
        .inject(
            context,
            values,
            (carrier, key, value) -> {
              if (carrier != null) {
                GlobalDataConverter.get()
                    .toPayload(value)
                    .ifPresent(payload -> carrier.put(key, payload));
              }
            });
    return new Header(values);
  }

  /** The context that a header names, or the root. */
  static Context of(Header header) {
    return of(
        key -> {
          Payload payload = header.getValues().get(key);
          return payload == null
              ? null
              : GlobalDataConverter.get().fromPayload(payload, String.class, String.class);
        });
  }

  /** The context that these headers name, or the root; what is malformed names none. */
  static Context of(Function<String, @Nullable String> headers) {
    return W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, GETTER);
  }
}
