package dev.makevideo.activities.external;

import dev.makevideo.coordination.breaker.Permit;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ServiceWait;
import java.time.Instant;
import java.util.Optional;

/**
 * What an answer, or the lack of one, means.
 *
 * @param result for the caller
 * @param report for the breaker
 * @param status for metrics: the HTTP status or one of the words of {@code Metrics.externalCall}
 * @param usedUpUntil until when the service must be left alone after an answer that was good
 */
record AnswerMeaning<T>(
    CallResult<T> result, Report report, String status, Optional<Instant> usedUpUntil) {
  AnswerMeaning(CallResult<T> result, Report report, String status) {
    this(result, report, status, Optional.empty());
  }

  AnswerMeaning<T> usedUpUntil(Optional<Instant> time) {
    return new AnswerMeaning<>(result, report, status, time);
  }

  static final String TIMEOUT = "timeout";
  static final String RESET = "reset";
  static final String INVALID = "invalid";
  static final String REFUSED = "refused";

  /** By us, in the middle: the job was cancelled, or the worker stops. */
  static final String STOPPED = "stopped";

  /** What the breaker is told. */
  enum Report {
    OK,
    FAIL,
    IGNORE
  }

  static <T> AnswerMeaning<T> ok(T value, int status) {
    return new AnswerMeaning<>(new CallResult.Ok<>(value), Report.OK, Integer.toString(status));
  }

  /** May pass, and is the service's failure. */
  static <T> AnswerMeaning<T> failed(String detail, String status) {
    return new AnswerMeaning<>(new CallResult.Failed<>(detail), Report.FAIL, status);
  }

  /** Will not pass; says nothing about the service's health. */
  static <T> AnswerMeaning<T> rejected(Rejection.Reason reason, String detail, String status) {
    return new AnswerMeaning<>(
        new CallResult.Rejected<>(Rejection.of(reason, detail)), Report.IGNORE, status);
  }

  static <T> AnswerMeaning<T> waitFor(ServiceWait wait, String status) {
    return new AnswerMeaning<>(new CallResult.Wait<>(wait), Report.IGNORE, status);
  }

  void tell(Permit permit) {
    switch (report) {
      case OK -> permit.ok();
      case FAIL -> permit.fail(failure());
      case IGNORE -> permit.ignore();
    }
  }

  Optional<ServiceWait> serviceWait() {
    return result.fold(
        ok -> Optional.empty(), f -> Optional.empty(), r -> Optional.empty(), Optional::of);
  }

  private String failure() {
    return result.fold(ok -> "", detail -> detail, Rejection::message, ServiceWait::reason);
  }
}
