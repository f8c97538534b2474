package dev.makevideo.workflows.correlation;

import java.util.List;

/** The closed list of MDC keys; they are the names of the fields in JSON log lines too. */
public final class CorrelationKeys {
  public static final String CORRELATION_ID = "correlation_id";
  public static final String JOB_ID = "job_id";
  public static final String STAGE = "stage";
  public static final String OPERATION = "operation";

  /** Where traces are on. */
  public static final String TRACE_ID = "trace_id";

  /** All of them. */
  public static final List<String> ALL =
      List.of(CORRELATION_ID, JOB_ID, STAGE, OPERATION, TRACE_ID);

  private CorrelationKeys() {}
}
