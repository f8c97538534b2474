package dev.makevideo.platform.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What is done with a program's standard output. */
final class Outputs {
  private static final int BUFFER = 16 << 10;
  private static final int LONGEST_LINE = 64 << 10;

  private Outputs() {}

  /** Reads to the end, at most {@code limit} bytes; runs {@code tooMuch} and stops at more. */
  static String collect(InputStream output, int limit, Runnable tooMuch) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
      if (kept.size() + n > limit) {
        tooMuch.run();
        break;
      }
      kept.write(buffer, 0, n);
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** Reads lines to the end; a line longer than 64 KiB is cut there. */
  static void lines(InputStream output, ProcessRunner.LineSink sink, Runnable progressed)
      throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          give(line, sink, progressed);
        } else if (line.size() < LONGEST_LINE) {
          line.write(buffer[i]);
        }
      }
    }
    if (line.size() > 0) {
      give(line, sink, progressed);
    }
  }

  /** Reads and forgets. */
  static void discard(InputStream output) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (output.read(buffer) >= 0) {
      // bounded by the program's deadline
    }
  }

  private static void give(
      ByteArrayOutputStream line, ProcessRunner.LineSink sink, Runnable progressed) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (sink.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text)) {
      progressed.run();
    }
  }
}
