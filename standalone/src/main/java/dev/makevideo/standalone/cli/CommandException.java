package dev.makevideo.standalone.cli;

/** Ends a command with a message for people and an exit code. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  final ExitCode exitCode;

  CommandException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }
}
