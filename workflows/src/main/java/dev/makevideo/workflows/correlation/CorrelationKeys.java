package dev.makevideo.workflows.correlation;

/** The closed list of MDC keys; they are the names of the fields in JSON log lines too. */
public final class CorrelationKeys {
  public static final String CORRELATION_ID = "correlation_id";
  public static final String JOB_ID = "job_id";
  public static final String STAGE = "stage";
  public static final String OPERATION = "operation";

  private CorrelationKeys() {}
}
