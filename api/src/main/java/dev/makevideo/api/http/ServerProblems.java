package dev.makevideo.api.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What the HTTP server itself refuses, before any route is looked for, in the form that all other
 * problems have. Thread-safe.
 */
public final class ServerProblems extends ErrorHandler {
  private static final String CORRELATION_ID = "X-Correlation-ID";
  private static final int METHOD_NOT_ALLOWED = 405;

  private final Json json;
  private final Supplier<String> ids;
  private final int headerBytes;
  private final AllowedMethods methods;

  /**
   * @param ids makes correlation ids
   * @param headerBytes how long a request's line and headers may be
   */
  public ServerProblems(Json json, Supplier<String> ids, int headerBytes) {
    this(json, ids, headerBytes, new AllowedMethods(List.of()));
  }

  private ServerProblems(Json json, Supplier<String> ids, int headerBytes, AllowedMethods methods) {
    this.json = json;
    this.ids = ids;
    this.headerBytes = headerBytes;
    this.methods = methods;
  }

  /** The same, which knows the methods of each path. */
  public ServerProblems allowing(AllowedMethods known) {
    return new ServerProblems(json, ids, headerBytes, known);
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getCanonicalPath();
    if (response.getStatus() == METHOD_NOT_ALLOWED && path != null) {
      methods
          .of(path)
          .ifPresent(allowed -> response.getHeaders().put(AllowedMethods.HEADER, allowed));
    }
    response.write(true, body(response.getStatus(), response.getHeaders()), callback);
    return true;
  }

  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
    return body(status, fields);
  }

  private ByteBuffer body(int status, HttpFields.Mutable fields) {
    String known = fields.get(CORRELATION_ID);
    String id = known == null ? ids.get() : known;
    SecurityHeaders.ALL.forEach(fields::put);
    fields.put(CORRELATION_ID, id);
    fields.put("Content-Type", "application/problem+json");
    return ByteBuffer.wrap(json.bytes(Problems.members(problem(status), id)));
  }

  /** The server's own reasons are not told: they repeat what was sent. */
  private ProblemException problem(int status) {
    ProblemException problem =
        switch (status) {
          case 404 ->
              new ProblemException(
                  ProblemType.NOT_FOUND, "There is no such path; /openapi.yaml describes all.");
          case 405 ->
              new ProblemException(
                  ProblemType.METHOD_NOT_ALLOWED, "This path exists, but not with this method.");
          case 408 ->
              new ProblemException(
                  ProblemType.REQUEST_TIMEOUT, "The request did not arrive in its time.");
          case 414, 431 ->
              new ProblemException(
                      ProblemType.MALFORMED,
                      "The line and the headers of a request may have "
                          + headerBytes
                          + " bytes in all.")
                  .withLimit(headerBytes + " bytes");
          case 505 ->
              new ProblemException(ProblemType.MALFORMED, "Speak HTTP/1.1.").withLimit("HTTP/1.1");
          default ->
              status < 500
                  ? new ProblemException(
                      ProblemType.MALFORMED,
                      "The request's line or headers are not as HTTP/1.1 wants them.")
                  : new ProblemException(
                      ProblemType.INTERNAL, "The log has the reason, under this correlation id.");
        };
    return problem.withStatus(status);
  }
}
