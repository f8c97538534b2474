package dev.makevideo.standalone.embedded;

import dev.makevideo.platform.process.ProgramPath;
import dev.makevideo.platform.process.ServerProcess;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testing.internal.devserver.TemporalDevServerDownloader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Finds the {@code temporal} program, or gets one into the tools folder. */
public final class TemporalBinary {
  /** The newest version that {@code go install} can build. */
  static final String VERSION = "1.5.1";

  private static final Duration BUILD_LIMIT = Duration.ofMinutes(20);
  private static final Duration TELL_EVERY = Duration.ofSeconds(15);

  private final Map<String, String> environment;
  private final Path folder;
  private final Path log;

  private TemporalBinary(Map<String, String> environment, Path toolsFolder) {
    this.environment = Map.copyOf(environment);
    this.folder = toolsFolder.resolve("temporal-" + VERSION);
    this.log = toolsFolder.resolve("temporal-" + VERSION + ".log");
  }

  /** The one on PATH, else the one that is kept in the tools folder. */
  public static Optional<Path> find(Path toolsFolder, Map<String, String> environment) {
    return new TemporalBinary(environment, toolsFolder).find();
  }

  /**
   * The one that is there, else one that is built where Go is installed, or downloaded.
   *
   * @param toolsFolder where a program that was made is kept
   * @param tell takes progress for people
   * @throws IOException if there is none and none can be made; the message says why and what to do
   */
  public static Path locate(
      Path toolsFolder, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    TemporalBinary binary = new TemporalBinary(environment, toolsFolder);
    Optional<Path> there = binary.find();
    return there.isPresent() ? there.get() : binary.obtain(tell);
  }

  private Optional<Path> find() {
    Optional<Path> onPath = ProgramPath.find("temporal", environment);
    Path kept = folder.resolve("temporal");
    return onPath.isPresent() || !Files.isExecutable(kept) ? onPath : Optional.of(kept);
  }

  private Path obtain(Consumer<String> tell) throws IOException, InterruptedException {
    Optional<Path> go = ProgramPath.find("go", environment);
    try {
      return go.isPresent() ? build(go.get(), tell) : download(tell);
    } catch (IOException e) {
      throw new IOException(
          "there is no Temporal server: "
              + e.getMessage()
              + "\nInstall the temporal program so that it is on the PATH, or Go to build it, or set"
              + " TEMPORAL_ADDRESS to a server that runs.",
          e);
    }
  }

  private Path build(Path go, Consumer<String> tell) throws IOException, InterruptedException {
    Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
    Files.createDirectories(partial);
    tell.accept(
        "building Temporal's dev server "
            + VERSION
            + " with Go; once, about 3 minutes ("
            + log
            + ")");
    long started = System.nanoTime();
    List<String> command =
        List.of(go.toString(), "install", "github.com/temporalio/cli/cmd/temporal@v" + VERSION);
    ServerProcess process =
        ServerProcess.start(
            "go install",
            command,
            partial,
            log,
            Map.of("GOBIN", partial.toAbsolutePath().toString()));
    try {
      while (!process.ended(TELL_EVERY)) {
        Duration spent = Duration.ofNanos(System.nanoTime() - started);
        if (spent.compareTo(BUILD_LIMIT) > 0) {
          throw process.failure("took longer than " + BUILD_LIMIT.toMinutes() + " minutes");
        }
        tell.accept("still building Temporal's dev server, " + spent.toSeconds() + " s so far");
      }
    } finally {
      process.close();
    }
    Path built = partial.resolve("temporal");
    if (!Files.isExecutable(built)) {
      throw process.failure("built nothing");
    }
    Path program = keep(built);
    Files.deleteIfExists(partial);
    tell.accept(
        "built in "
            + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started)
            + " s: "
            + program);
    return program;
  }

  /** The SDK's downloader checks nothing but TLS; so this is the second choice. */
  private Path download(Consumer<String> tell) throws IOException {
    tell.accept("downloading Temporal's dev server " + VERSION + "; once");
    Path partial = folder.resolveSibling(folder.getFileName() + ".download");
    Files.createDirectories(partial);
    try {
      Path downloaded =
          TemporalDevServerDownloader.prepare(
              TemporalDevServerOptions.newBuilder()
                  .setDownloadEnabled(true)
                  .setDownloadVersion("v" + VERSION)
                  .setDownloadDestination(partial.toString())
                  .build());
      return keep(downloaded);
    } catch (RuntimeException e) {
      // The downloader reports everything as unchecked.
      throw new IOException("the download failed: " + e.getMessage(), e);
    }
  }

  private Path keep(Path made) throws IOException {
    Files.createDirectories(folder);
    return Files.move(
        made,
        folder.resolve("temporal"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
