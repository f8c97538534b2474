package dev.makevideo.checks.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/** Prints figures, each as a line {@code name value}. */
final class Figures {
  private final PrintStream out;

  Figures(PrintStream out) {
    this.out = out;
  }

  void print(String name, double value) {
    out.printf(Locale.ROOT, value >= 1000 ? "%s %.0f%n" : "%s %.4f%n", name, value);
    out.flush();
  }

  /** What is not a figure, but needed to understand one. */
  void note(String text) {
    out.println("# " + text);
    out.flush();
  }

  /** The value that the given share of the values does not exceed (nearest rank). */
  static double percentile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  static double median(double[] values) {
    return percentile(values, 0.5);
  }
}
