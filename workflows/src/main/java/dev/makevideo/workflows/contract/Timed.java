package dev.makevideo.workflows.contract;

/** A result that says how long its activity worked: what the job's own clock counts. */
public interface Timed {
  /** From the attempt's start to its end on the worker's clock, in milliseconds. */
  long ranMillis();
}
