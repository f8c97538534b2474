package dev.makevideo.platform.process;

import java.io.IOException;

/** Runs no program: a test that asks for one fails. */
public final class NoPrograms implements ProcessRunner {
  @Override
  public Finished run(Command command, StopSignal stop) throws IOException {
    throw none(command);
  }

  @Override
  public Finished run(Command command, StopSignal stop, LineSink lines) throws IOException {
    throw none(command);
  }

  @Override
  public Finished run(Command command, StopSignal stop, OutputReader reader) throws IOException {
    throw none(command);
  }

  private static AssertionError none(Command command) {
    return new AssertionError("no program was expected: " + command.label());
  }
}
