package dev.makevideo.standalone.cli;

import dev.makevideo.platform.tools.FolderLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Fetches a finished video so that a later call goes on where this one broke off: what has arrived
 * is kept in the data folder, by service, job and version, for a week. One at a time fetches a
 * job's video, in all processes that have the data folder. Thread-safe.
 */
final class FinishedFile {
  private static final Duration KEPT = Duration.ofDays(7);

  /** Far longer than a video of ten minutes takes. */
  private static final Duration OTHER_FETCHES_LIMIT = Duration.ofMinutes(30);

  /**
   * Hexadecimal digits of a lock's name. A lock file that is removed excludes nobody, so they stay,
   * and there are no more than these; two jobs that share one only wait for each other.
   */
  private static final int LOCK_DIGITS = 3;

  private static final String PART = ".part";

  private final Path folder;
  private final Clock clock;
  private final Duration limit;
  private final Consumer<String> tell;

  /**
   * Before the lock files: with POSIX a thread that gives up and closes one would free it for other
   * processes, though another thread of this one holds it.
   */
  private final Map<Path, ReentrantLock> threads = new ConcurrentHashMap<>();

  /** Whether the finished file is in its place. */
  interface There {
    boolean now() throws IOException;
  }

  /**
   * @param home make-video's data folder
   * @param tell is told when another process, or the service, is waited for
   */
  FinishedFile(Path home, Clock clock, Consumer<String> tell) {
    this(home, clock, tell, OTHER_FETCHES_LIMIT);
  }

  FinishedFile(Path home, Clock clock, Consumer<String> tell, Duration limit) {
    this.folder = home.resolve("downloads");
    this.clock = clock;
    this.tell = tell;
    this.limit = limit;
  }

  /**
   * Fetches the video of a job.
   *
   * @param there is asked once nobody else fetches it
   * @return where it is; empty if it was there
   * @throws CommandException if there is none, or if another fetches it for too long, with what to
   *     do
   */
  Optional<Path> fetchUnless(There there, ServiceClient client, String id, OutputFile target)
      throws CommandException, IOException, InterruptedException {
    requireVideo(client.get(id));
    Files.createDirectories(folder);
    sweep();
    Path file = folder.resolve("lock-" + name(client.base() + "\n" + id).substring(0, LOCK_DIGITS));
    ReentrantLock thread = threads.computeIfAbsent(file, absent -> new ReentrantLock());
    if (!thread.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      throw busy(id, "for longer than " + Spans.of(limit));
    }
    try (FolderLock ignored = lock(file, id)) {
      return there.now() ? Optional.empty() : Optional.of(fetched(client, id, target));
    } finally {
      thread.unlock();
    }
  }

  private FolderLock lock(Path file, String id)
      throws CommandException, IOException, InterruptedException {
    try {
      return FolderLock.take(file, limit, tell);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw busy(id, String.valueOf(e.getMessage()));
    }
  }

  private static CommandException busy(String id, String why) {
    return new CommandException(
        ExitCode.USAGE,
        "the video of job "
            + id
            + " is being fetched by another make-video, too ("
            + why
            + "); wait for that one or end it, and ask again");
  }

  private static void requireVideo(ReportedJob job) throws CommandException {
    String id = job.id();
    if (!job.status().equals("completed")) {
      throw new CommandException(
          job.isFinal() ? ExitCode.ofStatus(job.status()) : ExitCode.USAGE,
          "job "
              + id
              + " is "
              + job.held().orElse(job.status())
              + " and has no video; "
              + (job.isFinal()
                  ? "see './make-video why " + id + "'"
                  : "wait for it with './make-video watch " + id + "'"));
    }
  }

  private Path fetched(ServiceClient client, String id, OutputFile target)
      throws IOException, InterruptedException {
    Download download =
        new Download(client.calls(), "/v1/videos/" + ServiceClient.encode(id) + "/file", tell);
    Optional<String> version = download.version();
    Path part = folder.resolve(name(client.base() + "\n" + id + "\n" + version.orElse("")) + PART);
    if (version.isEmpty()) {
      Files.deleteIfExists(part);
    }
    download.rest(part);
    return target.write(
        id, partial -> Files.move(part, partial, StandardCopyOption.REPLACE_EXISTING));
  }

  private void sweep() throws IOException {
    Instant before = clock.instant().minus(KEPT);
    List<Path> parts;
    try (Stream<Path> files = Files.list(folder)) {
      parts = files.filter(file -> String.valueOf(file.getFileName()).endsWith(PART)).toList();
    }
    for (Path part : parts) {
      try {
        if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
          Files.deleteIfExists(part);
        }
      } catch (NoSuchFileException e) {
        // finished meanwhile by another
      }
    }
  }

  private static String name(String what) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
