package dev.makevideo.platform.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Random ids of spans, except where one is chosen: what several processes must agree on without
 * speaking to each other has an id that each of them can work out. Thread-safe.
 */
final class ChosenIds implements IdGenerator {
  private static final int SPAN_BYTES = 8;

  private final ThreadLocal<String> next = new ThreadLocal<>();

  @Override
  public String generateSpanId() {
    String chosen = next.get();
    return chosen == null ? IdGenerator.random().generateSpanId() : chosen;
  }

  @Override
  public String generateTraceId() {
    return IdGenerator.random().generateTraceId();
  }

  /** Starts a span with this id. */
  Span start(String spanId, Supplier<Span> starting) {
    next.set(spanId);
    try {
      return starting.get();
    } finally {
      next.remove();
    }
  }

  /** The id of a workflow's run. */
  static String ofRun(String runId) {
    return hashed("run\n" + runId);
  }

  /** The id of one attempt of an activity. */
  static String ofAttempt(String runId, String activityId, int attempt) {
    return hashed("attempt\n" + runId + "\n" + activityId + "\n" + attempt);
  }

  private static String hashed(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, SPAN_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
