package dev.makevideo.standalone.embedded;

import dev.makevideo.platform.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Temporal's dev server as a child process, with its state in a file below the data folder: jobs
 * outlive this process, and go on when it is started again. One process at a time owns the file.
 */
public final class TemporalDevServer implements RunningTemporal {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int PREFERRED_PORT = 7233;
  private static final int PREFERRED_UI_PORT = 8233;
  private static final int TRIES = 3;

  private final Place place;
  private final int port;
  private final int uiPort;
  private final KeptServer server;
  private final FileLock lock;

  /**
   * Where a server's program and data are.
   *
   * @param program the {@code temporal} program
   * @param folder holds the database and its lock
   * @param log gets its output
   */
  public record Place(Path program, Path folder, Path log) {
    private Path database() {
      return folder.resolve("temporal.db");
    }
  }

  private TemporalDevServer(Place place, int port, int uiPort, KeptServer server, FileLock lock) {
    this.place = place;
    this.port = port;
    this.uiPort = uiPort;
    this.server = server;
    this.lock = lock;
  }

  /**
   * Starts the server and waits until it answers.
   *
   * @throws DataInUseException if another process owns the data
   * @throws IOException if it does not answer within 60 s; the message has the end of its log
   */
  public static TemporalDevServer start(Place place) throws IOException, InterruptedException {
    Files.createDirectories(place.folder());
    FileLock lock = lock(place.folder().resolve("lock"));
    try {
      for (int attempt = 1; ; attempt++) {
        int port = Ports.freeOr(PREFERRED_PORT);
        int uiPort = Ports.freeOr(PREFERRED_UI_PORT);
        KeptServer.Starter starter = () -> process(place, port, uiPort);
        ServerProcess process = starter.start();
        try {
          TemporalReadiness.await(process, "127.0.0.1:" + port, START_LIMIT);
          KeptServer kept = new KeptServer("temporal", starter, process);
          return new TemporalDevServer(place, port, uiPort, kept, lock);
        } catch (IOException e) {
          process.close();
          if (attempt == TRIES) {
            throw e;
          }
        }
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      lock.acquiredBy().close();
      throw e;
    }
  }

  private static ServerProcess process(Place place, int port, int uiPort) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                place.program().toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--ui-port",
                Integer.toString(uiPort),
                "--db-filename",
                place.database().toString(),
                "--sqlite-pragma",
                "journal_mode=wal",
                // FULL: a job that was accepted outlives a power cut.
                "--sqlite-pragma",
                "synchronous=2",
                "--dynamic-config-value",
                "system.enableActivityEagerExecution=true",
                // A worker with one free slot asks one partition of a queue only, and waited more
                // than a second for a task that lay in another. All are still read: what an
                // earlier server put into them is not lost.
                "--dynamic-config-value",
                "matching.numTaskqueueWritePartitions=1",
                // A job's priority counts.
                "--dynamic-config-value",
                "matching.useNewMatcher=true",
                "--log-format",
                "json",
                "--log-level",
                "warn"));
    TemporalReadiness.searchAttributes()
        .forEach(attribute -> command.addAll(List.of("--search-attribute", attribute)));
    return ServerProcess.start("temporal", command, place.folder(), place.log(), Map.of());
  }

  private static FileLock lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // held by this very process: the same answer
    }
    if (lock == null) {
      channel.close();
      throw new DataInUseException("another make-video owns " + file.getParent());
    }
    return lock;
  }

  @Override
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public Optional<URI> webUi() {
    return Optional.of(URI.create("http://127.0.0.1:" + uiPort));
  }

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public String description() {
    return "the dev server " + place.program() + ", data in " + place.folder();
  }

  @Override
  public void close() {
    server.close();
    try {
      lock.acquiredBy().close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
  }
}
