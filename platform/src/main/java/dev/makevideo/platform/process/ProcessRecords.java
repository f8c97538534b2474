package dev.makevideo.platform.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A file for each running program: its name tells the JVM that owns it, its lines the label and,
 * added by the tether, the program's process id.
 */
final class ProcessRecords {
  /** Environment variable by which a program and its children are known again on Linux. */
  static final String MARK = "MAKE_VIDEO_PROCESS";

  static final String SEPARATOR = "~";

  private final Path folder;
  private final ProcessIdentity owner = ProcessIdentity.current();

  ProcessRecords(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder).toAbsolutePath();
  }

  Path open(String label) throws IOException {
    Path file = folder.resolve(owner + SEPARATOR + UUID.randomUUID());
    return Files.write(file, List.of(label));
  }

  static String markOf(Path record) {
    return String.valueOf(record.getFileName());
  }
}
