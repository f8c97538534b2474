package dev.makevideo.platform.tracing;

import dev.makevideo.platform.settings.InvalidSettingException;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process's traces, exported by OTLP over HTTP. On when {@code OTEL_EXPORTER_OTLP_ENDPOINT},
 * {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} or {@code OTEL_TRACES_EXPORTER} is set, unless {@code
 * OTEL_SDK_DISABLED} is true or the exporter is {@code none}. Spans wait in a bounded queue for a
 * thread of their own: an exporter that is down costs spans, and never time. Thread-safe.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">the
 *     variables</a>
 */
public final class Tracing implements AutoCloseable {
  /** The whole program must be gone five seconds after a signal. */
  private static final long CLOSE_SECONDS = 2;

  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";

  /** What holds unless a variable says otherwise. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "make-video",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.attribute.value.length.limit", "256",
          // A process that is killed loses what waits here.
          "otel.bsp.schedule.delay", "1000");

  private final @Nullable OpenTelemetrySdk sdk;
  private final Tracer tracer;
  private final ChosenIds ids;

  private Tracing(@Nullable OpenTelemetrySdk sdk, ChosenIds ids) {
    this.sdk = sdk;
    this.ids = ids;
    this.tracer =
        (sdk == null ? TracerProvider.noop() : sdk.getTracerProvider()).get("dev.makevideo");
  }

  /** Without traces. */
  public static Tracing off() {
    return new Tracing(null, new ChosenIds());
  }

  /**
   * As the environment says.
   *
   * @param instance names this process, as {@code service.instance.id}
   * @throws InvalidSettingException if the {@code OTEL_} variables ask for what is not there
   */
  public static Tracing from(Map<String, String> environment, String instance) {
    if (!isWanted(environment)) {
      return off();
    }
    ChosenIds ids = new ChosenIds();
    Map<String, String> properties = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_")) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    // Metrics are for Prometheus, logs for the console.
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    try {
      return new Tracing(
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .addPropertiesSupplier(() -> DEFAULTS)
              .addPropertiesCustomizer(config -> properties)
              .addResourceCustomizer(
                  (resource, config) ->
                      resource.toBuilder().put("service.instance.id", instance).build())
              .addTracerProviderCustomizer((builder, config) -> builder.setIdGenerator(ids))
              .build()
              .getOpenTelemetrySdk(),
          ids);
    } catch (RuntimeException e) {
      // Its message may hold an address with a password in it.
      throw new InvalidSettingException(
          "the OTEL_ variables ask for what is not here: traces go out by OTLP over HTTP"
              + " (OTEL_TRACES_EXPORTER=otlp, OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf,"
              + " OTEL_EXPORTER_OTLP_ENDPOINT an http or https address), or not at all: "
              + e.getClass().getSimpleName());
    }
  }

  private static boolean isWanted(Map<String, String> environment) {
    if (Boolean.parseBoolean(environment.getOrDefault("OTEL_SDK_DISABLED", "").strip())
        || environment.getOrDefault(EXPORTER, "").strip().equals("none")) {
      return false;
    }
    return Stream.of(EXPORTER, "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
        .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
  }

  /** The tracing that this client was made with, or none. */
  public static Tracing of(WorkflowClient client) {
    WorkflowClientInterceptor[] all = client.getOptions().getInterceptors();
    return all == null
        ? off()
        : Stream.of(all)
            .filter(StartTracing.class::isInstance)
            .map(found -> ((StartTracing) found).tracing())
            .findFirst()
            .orElseGet(Tracing::off);
  }

  public boolean isOn() {
    return sdk != null;
  }

  /** For a client's options: traces the start of workflows. */
  public WorkflowClientInterceptor[] clientInterceptors() {
    return isOn()
        ? new WorkflowClientInterceptor[] {new StartTracing(this)}
        : new WorkflowClientInterceptor[0];
  }

  /** For a worker's options: traces workflows and activities. */
  public Optional<WorkerInterceptor> workerInterceptor() {
    return isOn() ? Optional.of(new WorkTracing(this)) : Optional.empty();
  }

  /**
   * A request that came in, until it is closed.
   *
   * @param headers gives a header's value, or null; {@code traceparent} is asked for
   */
  public OpenSpan request(String method, Function<String, @Nullable String> headers) {
    return isOn()
        ? open(method, SpanKind.SERVER, TraceHeader.of(headers)).with(SpanKeys.METHOD, method)
        : OpenSpan.NONE;
  }

  /** A span that is the parent of all that is opened on this thread until it is closed. */
  OpenSpan open(String name, SpanKind kind, Context parent) {
    return opened(span(name, kind, parent), parent);
  }

  /** As {@link #open}, with an id that was chosen. */
  OpenSpan open(String name, SpanKind kind, Context parent, String spanId) {
    return opened(ids.start(spanId, () -> span(name, kind, parent)), parent);
  }

  /** A span of a time that is over. */
  void past(String name, Context parent, String spanId, Past past) {
    Span span =
        ids.start(
            spanId,
            () ->
                tracer
                    .spanBuilder(name)
                    .setSpanKind(SpanKind.INTERNAL)
                    .setParent(parent)
                    .setStartTimestamp(past.fromMillis(), TimeUnit.MILLISECONDS)
                    .startSpan());
    span.setAllAttributes(past.attributes());
    past.error().ifPresent(OpenSpan.apart(span)::failed);
    span.end(past.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * What is over.
   *
   * @param fromMillis since the epoch, as {@code toMillis}
   * @param error what it ended with, if not well
   */
  record Past(long fromMillis, long toMillis, Attributes attributes, Optional<String> error) {}

  /** Begins to send what waits: who is killed next has told so much. Does not wait for it. */
  void flush() {
    if (sdk != null) {
      var unused = sdk.getSdkTracerProvider().forceFlush();
    }
  }

  private Span span(String name, SpanKind kind, Context parent) {
    return tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan();
  }

  private OpenSpan opened(Span span, Context parent) {
    return OpenSpan.of(span, Spans.with(parent, tracer));
  }

  /** Sends what waits, for at most two seconds. */
  @Override
  public void close() {
    if (sdk != null) {
      sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
