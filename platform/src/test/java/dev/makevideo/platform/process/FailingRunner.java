package dev.makevideo.platform.process;

import java.io.IOException;

/** Runs everything for real, but the programs of one label end as the test wants. */
public record FailingRunner(ProcessRunner real, String label, End end) implements ProcessRunner {
  /** How they end. */
  public interface End {
    Finished get() throws IOException;
  }

  @Override
  public Finished run(Command command, StopSignal stop) throws IOException, InterruptedException {
    return command.label().equals(label) ? end.get() : real.run(command, stop);
  }

  @Override
  public Finished run(Command command, StopSignal stop, LineSink lines)
      throws IOException, InterruptedException {
    return command.label().equals(label) ? end.get() : real.run(command, stop, lines);
  }

  @Override
  public Finished run(Command command, StopSignal stop, OutputReader reader)
      throws IOException, InterruptedException {
    return command.label().equals(label) ? end.get() : real.run(command, stop, reader);
  }
}
