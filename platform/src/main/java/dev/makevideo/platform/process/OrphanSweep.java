package dev.makevideo.platform.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second layer against programs that outlive the process that ran them: kills what the records
 * of dead JVMs name, and deletes the records. A process id alone is never believed: on Linux the
 * program must carry the record's name in its environment, elsewhere it must be as old as the
 * record.
 */
public final class OrphanSweep {
  private static final Logger log = LoggerFactory.getLogger(OrphanSweep.class);
  private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

  private final Path records;

  /**
   * @param records the folder given to {@link SupervisedProcesses}
   */
  public OrphanSweep(Path records) {
    this.records = records;
  }

  /** Runs once, at start; returns how many programs were killed. */
  public int run() throws IOException, InterruptedException {
    if (!Files.isDirectory(records)) {
      return 0;
    }
    int killed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(records)) {
      for (Path file : files) {
        Optional<ProcessIdentity> owner = ownerOf(file);
        if (owner.isPresent() && owner.get().isOnThisHost() && !owner.get().isAlive()) {
          killed += killNamedBy(file);
          Files.deleteIfExists(file);
        }
      }
    }
    return killed;
  }

  private static Optional<ProcessIdentity> ownerOf(Path record) {
    String name = ProcessRecords.markOf(record);
    int end = name.indexOf(ProcessRecords.SEPARATOR);
    return end < 0 ? Optional.empty() : ProcessIdentity.parse(name.substring(0, end));
  }

  private static int killNamedBy(Path record) throws IOException, InterruptedException {
    List<String> lines;
    try {
      lines = Files.readAllLines(record);
    } catch (NoSuchFileException e) {
      return 0; // another process that starts now sweeps too
    }
    if (lines.size() < 2 || !lines.get(1).matches("\\d{1,10}")) {
      return 0;
    }
    long pid = Long.parseLong(lines.get(1));
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(found -> isIt(found, record));
    if (process.isEmpty()) {
      return 0;
    }
    List<ProcessHandle> tree = process.get().descendants().toList();
    killGroup(pid);
    tree.forEach(ProcessHandle::destroyForcibly);
    process.get().destroyForcibly();
    log.atWarn()
        .addKeyValue("program", lines.get(0))
        .addKeyValue("pid", pid)
        .log("orphaned program killed");
    return 1;
  }

  private static boolean isIt(ProcessHandle process, Path record) {
    try {
      Path environment = Path.of("/proc/" + process.pid() + "/environ");
      if (Files.exists(environment)) {
        String mark = ProcessRecords.MARK + "=" + ProcessRecords.markOf(record);
        String all = Files.readString(environment, StandardCharsets.ISO_8859_1);
        return List.of(all.split("\0")).contains(mark);
      }
      Instant written = Files.getLastModifiedTime(record).toInstant();
      return process
          .info()
          .startInstant()
          .filter(start -> start.isBefore(written.plus(CLOCK_GRAIN)))
          .isPresent();
    } catch (IOException e) {
      return false; // it has ended, or is another user's
    }
  }

  /** Java cannot signal a group; the program leads one, by the tether. */
  private static void killGroup(long pid) throws IOException, InterruptedException {
    Command kill =
        Command.of(
            "kill-orphans",
            List.of("/bin/sh", "-c", "kill -s KILL -- \"-$1\"", "sh", Long.toString(pid)),
            Path.of("/"),
            KILL_LIMIT);
    try (SupervisedProcesses processes = new SupervisedProcesses(Map.of())) {
      processes.run(kill, new StopSignal());
    }
  }
}
