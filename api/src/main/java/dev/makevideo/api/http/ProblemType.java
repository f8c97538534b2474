package dev.makevideo.api.http;

import java.util.Locale;

/**
 * The closed list of problems that a request can end with. The labels that are also a {@code
 * FailureType}'s mean the same; the others concern HTTP only.
 */
public enum ProblemType {
  INVALID_REQUEST(400, "The request is not valid"),
  UNAUTHORIZED(401, "An API key is needed"),
  FORBIDDEN(403, "The request is not allowed from there"),
  NOT_FOUND(404, "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "The method does not exist here"),
  REQUEST_TIMEOUT(408, "The request took too long to arrive"),
  CONFLICT(409, "The request does not fit the state of things"),
  GONE(410, "It is there no longer"),
  VERSION_NOT_SUPPORTED(412, "The protocol's version is not spoken here"),
  PRECONDITION_FAILED(412, "The file is another one by now"),
  /** Only the HTTP server itself refuses so, before a route is looked for. */
  MALFORMED(400, "The request is not HTTP as it should be"),
  PAYLOAD_TOO_LARGE(413, "The request is too large"),
  UNSUPPORTED_MEDIA(415, "The file is of a kind that is not supported"),
  RANGE_NOT_SATISFIABLE(416, "The range lies outside the file"),
  /** As the IETF draft "The Idempotency-Key HTTP Header Field" has it, section 2.7. */
  IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key came with another request before"),
  MEDIA_UNUSABLE(422, "The file cannot be used"),
  LOCKED(423, "Somebody else is using it"),
  TOO_MANY_REQUESTS(429, "The share is used up"),
  /** The status is the tus protocol's. */
  CHECKSUM_MISMATCH(460, "The bytes are not those that were sent"),
  INTERNAL(500, "Something went wrong inside"),
  NOT_IMPLEMENTED(501, "This Temporal server cannot do that"),
  DEPENDENCY_UNAVAILABLE(503, "A service that is needed does not answer"),
  OVERLOADED(503, "Too much at once"),
  HOST_EXHAUSTED(507, "The disk is full");

  private static final String URI = "urn:make-video:problem:";

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status that goes with it unless the route says otherwise. */
  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** Its name for programs, which stays the same; the last part of its URI. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the same request may succeed later. */
  public boolean isRetryable() {
    return switch (this) {
      case REQUEST_TIMEOUT,
          LOCKED,
          TOO_MANY_REQUESTS,
          CHECKSUM_MISMATCH,
          DEPENDENCY_UNAVAILABLE,
          OVERLOADED,
          HOST_EXHAUSTED ->
          true;
      case INVALID_REQUEST,
          UNAUTHORIZED,
          FORBIDDEN,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          CONFLICT,
          GONE,
          VERSION_NOT_SUPPORTED,
          PRECONDITION_FAILED,
          MALFORMED,
          PAYLOAD_TOO_LARGE,
          UNSUPPORTED_MEDIA,
          RANGE_NOT_SATISFIABLE,
          IDEMPOTENCY_KEY_REUSED,
          MEDIA_UNUSABLE,
          INTERNAL,
          NOT_IMPLEMENTED ->
          false;
    };
  }

  /** The problem's URI. */
  public String uri() {
    return uri(code());
  }

  /** The URI of a label, such as a {@code FailureType}'s. */
  public static String uri(String label) {
    return URI + label;
  }
}
