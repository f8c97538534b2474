package dev.makevideo.standalone.cli;

/** How a command ends, for scripts. */
enum ExitCode {
  OK(0),
  /** The job failed; or doctor found something missing. */
  FAILED(1),
  /** Wrong usage, or the service refused the request. */
  USAGE(2),
  /** The service cannot be reached, or could not be started. */
  UNREACHABLE(3),
  CANCELLED(4),
  /** There is no such job. */
  NOT_FOUND(5);

  final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** How a job's final status ends a command. */
  static ExitCode ofStatus(String status) {
    return switch (status) {
      case "failed" -> FAILED;
      case "cancelled" -> CANCELLED;
      default -> OK;
    };
  }
}
