package dev.makevideo.platform.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The resident memory of processes, where the system tells it: on Linux. */
public final class ResidentMemory {
  private ResidentMemory() {}

  /** Bytes; empty if the process is gone or the system does not tell. */
  public static Optional<Double> ofProcess(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
