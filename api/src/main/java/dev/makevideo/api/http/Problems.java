package dev.makevideo.api.http;

import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.storage.StoreFullException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a request ends with into one form of answer (RFC 9457). Thread-safe. */
public final class Problems {
  private static final Set<Status.Code> AWAY =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.CANCELLED);
  private static final int TEMPORAL_RETRY_SECONDS = 5;
  private static final int BUSY_RETRY_SECONDS = 30;
  private static final int DEEPEST_CAUSE = 10;

  private final Logger log = LoggerFactory.getLogger(Problems.class);
  private final Json json;

  public Problems(Json json) {
    this.json = json;
  }

  /** Takes charge of all that goes wrong. */
  public void install(RoutesConfig routes) {
    routes.exception(ProblemException.class, (e, ctx) -> answer(ctx, e));
    routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, ofStatus(e)));
    routes.exception(Exception.class, (e, ctx) -> answer(ctx, unexpected(e)));
  }

  private void answer(Context ctx, ProblemException problem) {
    if (problem.retryAfterSeconds() > 0) {
      ctx.header("Retry-After", Integer.toString(problem.retryAfterSeconds()));
    }
    if (problem.type() == ProblemType.UNAUTHORIZED) {
      ctx.header("WWW-Authenticate", "Bearer");
    }
    json.send(
        ctx,
        problem.status(),
        "application/problem+json",
        members(problem, RequestScope.correlationId(ctx)));
  }

  /**
   * The problem that an exception means; what nobody expected is logged.
   *
   * @param e whatever a request ended with
   */
  public ProblemException of(Exception e) {
    return e instanceof ProblemException problem ? problem : unexpected(e);
  }

  /**
   * Answers now, where no exception handler would: a request to become something else than HTTP.
   *
   * @throws IOException if the client went away
   */
  public void answerNow(Context ctx, ProblemException problem) throws IOException {
    answer(ctx, problem);
    try (InputStream body = ctx.resultInputStream()) {
      if (body != null) {
        body.transferTo(ctx.res().getOutputStream());
      }
    }
  }

  /** The members of problem+json (RFC 9457), in their order. */
  public static Map<String, Object> members(ProblemException problem, String correlationId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", problem.type().uri());
    body.put("title", problem.type().title());
    body.put("status", problem.status());
    body.put("detail", problem.detail());
    body.put("code", problem.type().code());
    body.put("retryable", problem.isRetryable());
    problem.addTo(body);
    body.put("correlation_id", correlationId);
    return body;
  }

  private static ProblemException ofStatus(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 404 ->
          new ProblemException(
              ProblemType.NOT_FOUND, "There is no such path; /openapi.yaml describes all.");
      case 405 ->
          new ProblemException(
              ProblemType.METHOD_NOT_ALLOWED, "This path exists, but not with this method.");
      default ->
          new ProblemException(ProblemType.INVALID_REQUEST, "The request cannot be understood.")
              .withStatus(e.getStatus());
    };
  }

  private ProblemException unexpected(Exception e) {
    if (e instanceof StoreFullException) {
      log.atError().setCause(e).log("store is full");
      return new ProblemException(
          ProblemType.HOST_EXHAUSTED, "The disk of the artifact store is full: make room there.");
    }
    if (e instanceof ProcessTimeoutException || e instanceof HostExhaustedException) {
      log.atWarn().setCause(e).log("host is busy");
      return ProblemException.later(
          ProblemType.OVERLOADED,
          "This host is too busy to examine the file now; try again.",
          BUSY_RETRY_SECONDS);
    }
    if (e instanceof EofException) {
      log.atInfo().log("client went away");
      return new ProblemException(ProblemType.INVALID_REQUEST, "The connection was closed.");
    }
    Status.@Nullable Code code = grpcCode(e);
    if (code == Status.Code.UNIMPLEMENTED) {
      return new ProblemException(
          ProblemType.NOT_IMPLEMENTED,
          "The Temporal server in use keeps everything in memory and has no such call;"
              + " connect to a durable one (temporal server start-dev --db-filename FILE).");
    }
    if (code != null && AWAY.contains(code)) {
      log.atWarn().addKeyValue("cause", code).log("temporal does not answer");
      return ProblemException.later(
          ProblemType.DEPENDENCY_UNAVAILABLE,
          "Temporal does not answer (" + code + "). Nothing was lost; try again.",
          TEMPORAL_RETRY_SECONDS);
    }
    log.atError().setCause(e).log("request failed");
    return new ProblemException(
        ProblemType.INTERNAL,
        e instanceof IOException
            ? "The store cannot be read or written; the log has the reason."
            : "The log has the reason, under this correlation id.");
  }

  /** The status of the gRPC call that failed, however deep it is wrapped. */
  public static Status.@Nullable Code grpcCode(Throwable failure) {
    @Nullable Throwable at = failure;
    for (int depth = 0; at != null && depth < DEEPEST_CAUSE; depth++) {
      if (at instanceof StatusRuntimeException grpc) {
        return grpc.getStatus().getCode();
      }
      at = at.getCause();
    }
    return null;
  }
}
