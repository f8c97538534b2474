package dev.makevideo.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request cannot be served; becomes an {@code application/problem+json} answer. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_VALUE = 100;

  private final ProblemType type;
  private final int status;
  private final @Nullable String field;
  private final @Nullable String value;
  private final @Nullable String limit;
  private final int retryAfterSeconds;

  private ProblemException(
      ProblemType type,
      int status,
      String detail,
      @Nullable String field,
      @Nullable String value,
      @Nullable String limit,
      int retryAfterSeconds) {
    super(whole(detail));
    this.type = type;
    this.status = status;
    this.field = field == null ? null : whole(field);
    this.value = value == null ? null : whole(shortened(value));
    this.limit = limit;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /**
   * @param detail what is wrong and what can be done
   */
  public ProblemException(ProblemType type, String detail) {
    this(type, type.status(), detail, null, null, null, 0);
  }

  /** A problem with a field of the request. */
  public ProblemException(ProblemType type, String detail, String field) {
    this(type, type.status(), detail, field, null, null, 0);
  }

  /** A field's value that is well formed and yet not allowed: 422. */
  public static ProblemException value(String field, @Nullable String value, String detail) {
    return new ProblemException(ProblemType.INVALID_REQUEST, 422, detail, field, value, null, 0);
  }

  /** Something that may succeed a little later. */
  public static ProblemException later(ProblemType type, String detail, int retryAfterSeconds) {
    return new ProblemException(type, type.status(), detail, null, null, null, retryAfterSeconds);
  }

  /** The same problem with another status. */
  public ProblemException withStatus(int other) {
    return new ProblemException(type, other, detail(), field, value, limit, retryAfterSeconds);
  }

  /** The same problem, showing the value that is refused. */
  public ProblemException withValue(String refused) {
    return new ProblemException(type, status, detail(), field, refused, limit, retryAfterSeconds);
  }

  /** The same problem, saying what is allowed: a number with its unit, a form, or the choices. */
  public ProblemException withLimit(String allowed) {
    return new ProblemException(type, status, detail(), field, value, allowed, retryAfterSeconds);
  }

  public ProblemType type() {
    return type;
  }

  public int status() {
    return status;
  }

  public String detail() {
    String message = getMessage();
    return message == null ? type.title() : message;
  }

  /** Seconds until it makes sense to try again; 0: not said. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** Whether the same request may succeed later. */
  public boolean isRetryable() {
    return type.isRetryable() || retryAfterSeconds > 0;
  }

  /** Adds what is known of the field. */
  void addTo(Map<String, Object> json) {
    if (field != null) {
      json.put("field", field);
    }
    if (value != null) {
      json.put("value", value);
    }
    if (limit != null) {
      json.put("limit", limit);
    }
  }

  /** Half of a character, as JSON can have it and a cut can leave it, could not be written. */
  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The value as it may be shown: its beginning. */
  public static String shortened(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }
}
