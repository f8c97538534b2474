package dev.makevideo.platform.process;

import java.io.IOException;
import java.io.InputStream;

/**
 * The one place that starts external programs. Each runs in its own process group, at low priority
 * unless it is urgent, with both pipes drained and bounded, and is killed with its children at its
 * deadline, when it stalls, when its signal is set, and when this JVM dies in whatever way.
 * Thread-safe.
 */
public interface ProcessRunner {
  /**
   * Runs a command to its end and collects its output.
   *
   * @return its output; {@link Finished#exitCode()} may be any
   * @throws ProcessStoppedException if the signal was set: the caller cleans up its own scratch and
   *     lets the exception go on
   * @throws ProcessTimeoutException if the deadline passed or it stalled
   * @throws IOException if the program cannot be started, or its output is larger than allowed
   * @throws InterruptedException if the thread is interrupted; the program is killed first
   */
  Finished run(Command command, StopSignal stop) throws IOException, InterruptedException;

  /**
   * As {@link #run(Command, StopSignal)}, but each line of standard output goes to {@code lines} as
   * it comes; {@link Finished#output()} is empty.
   */
  Finished run(Command command, StopSignal stop, LineSink lines)
      throws IOException, InterruptedException;

  /**
   * As {@link #run(Command, StopSignal)}, but standard output goes to {@code reader} as raw bytes,
   * on the caller's thread; what the reader leaves unread is discarded. The reader's exception ends
   * the program and is thrown on. Every byte counts as progress.
   */
  Finished run(Command command, StopSignal stop, OutputReader reader)
      throws IOException, InterruptedException;

  /** Takes lines of output. */
  interface LineSink {
    /** Returns whether the line shows progress, which feeds the watchdog. Must not block. */
    boolean accept(String line);
  }

  /** Reads raw output. */
  interface OutputReader {
    void read(InputStream output) throws IOException;
  }

  /**
   * How a program ended.
   *
   * @param exitCode as the program gave it
   * @param output standard output as UTF-8, where it was collected
   * @param errorTail the last 8 KiB of standard error
   */
  record Finished(int exitCode, String output, String errorTail) {}
}
