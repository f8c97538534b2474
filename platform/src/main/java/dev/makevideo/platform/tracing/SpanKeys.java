package dev.makevideo.platform.tracing;

import java.util.List;

/**
 * The closed list of spans' attributes. None holds a payload, a URL, a path, a message or anything
 * that a user wrote; ids and constants only.
 */
public final class SpanKeys {
  public static final String METHOD = "http.request.method";
  public static final String ROUTE = "http.route";
  public static final String STATUS = "http.response.status_code";
  public static final String ERROR = "error.type";
  public static final String JOB_ID = "job_id";
  public static final String CORRELATION_ID = "correlation_id";
  public static final String STAGE = "stage";
  public static final String ATTEMPT = "attempt";
  public static final String QUEUE = "queue";
  public static final String QUEUED_MS = "queued_ms";
  public static final String EXIT_CODE = "exit_code";
  public static final String SERVICE = "service";
  public static final String ENDPOINT = "endpoint";
  public static final String OUTCOME = "outcome";

  /** All of them. */
  public static final List<String> ALL =
      List.of(
          METHOD,
          ROUTE,
          STATUS,
          ERROR,
          JOB_ID,
          CORRELATION_ID,
          STAGE,
          ATTEMPT,
          QUEUE,
          QUEUED_MS,
          EXIT_CODE,
          SERVICE,
          ENDPOINT,
          OUTCOME);

  private SpanKeys() {}
}
