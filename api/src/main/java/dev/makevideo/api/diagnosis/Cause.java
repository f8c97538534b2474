package dev.makevideo.api.diagnosis;

import dev.makevideo.workflows.failure.FailureType;
import java.util.Locale;

/**
 * The closed list of reasons why a job is as it is, the gravest first, each with what to do. A
 * label is the heading of its section in docs/runbook.md.
 */
public enum Cause {
  /** The workflow's own code fails: it cannot go on from its history. */
  WORKFLOW_CODE_FAILS(
      "Run the version of the workers that the job was started with, or replay its history"
          + " (make-video replay) to find the event, and reset the job to before it. Nothing is"
          + " lost meanwhile."),
  PAUSED(
      "Let it go on when the reason is gone: make-video resume; an activity that was paused in"
          + " Temporal: temporal activity unpause."),
  APPROVAL("Look at what it shows, and decide: make-video approve, or the job's /approve."),
  NO_ROOM(
      "Make room on the store's disk, or give the host more memory; the work goes on by itself"
          + " within a second of that."),
  NO_WORKER("Start a worker (make-video worker); the job goes on where it is."),
  WORKER_SILENT(
      "The attempt is made again elsewhere when its heartbeat is overdue. If that does not end,"
          + " look at the worker's process and its host."),
  // Failures of attempts and of jobs, named as everywhere else.
  INVALID_REQUEST("Send the job again with the field that is named put right."),
  UNSUPPORTED_MEDIA("Convert the file to a kind that is allowed, and send the job again."),
  NOT_FOUND("What the job names is gone: upload it again, with a new job."),
  MEDIA_UNUSABLE("The file cannot be used: replace it, and send the job again."),
  TOO_LITTLE_FOOTAGE(
      "Send the job again with another phrase, more sources, own clips, or a larger max_shorts;"
          + " what was downloaded is used again."),
  CONTENT_REFUSED("The service refuses this content: use another one, or other clips."),
  THROTTLED("Nothing: it is asked again when it allows. A key of one's own often allows more."),
  CIRCUIT_OPEN(
      "See to the service: its address, its key, its log. A trial is made by itself as soon as the"
          + " breaker allows, and the jobs go on."),
  DEPENDENCY_UNAVAILABLE(
      "See to the service that is named: is it up, is its address right? Then send the job again;"
          + " finished work is used again."),
  HOST_EXHAUSTED(
      "Make room on the disk that is named, or give the host memory or time; the attempt is made"
          + " again by itself."),
  ARTIFACT_MISSING(
      "Files were taken from the store. The stages that make them run again by themselves; if it"
          + " comes back, look at the store's disk."),
  DEADLINE_EXCEEDED(
      "The job took more working time than it may: fewer shorts, a shorter narration, or more CPU."),
  TERMINATED("Somebody ended it in Temporal. Send it again; finished work is used again."),
  INTERNAL(
      "Look at the log under this correlation id, and at the cause below. If it is the same each"
          + " time, report it with both."),
  SERVICE_WAIT(
      "Nothing at once: the service is asked again at the time that is named. If that does not"
          + " help, see to the service."),
  QUEUED("Nothing: others are before it. More workers or more slots make it faster."),
  AT_WORK("Nothing."),
  CANCELLED("Nothing: it was asked to stop."),
  COMPLETED("Nothing.");

  private final String advice;

  Cause(String advice) {
    this.advice = advice;
  }

  /** The wire form, such as {@code no-worker}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What to do. */
  public String advice() {
    return advice;
  }

  /** The cause of the same name; the test of this class knows that each has one. */
  static Cause of(FailureType type) {
    return valueOf(type.name());
  }
}
