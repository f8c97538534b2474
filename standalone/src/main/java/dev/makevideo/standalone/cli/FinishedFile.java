package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fetches a finished video so that a later call goes on where this one broke off: what has arrived
 * is kept in the data folder, by service, job and version, for a week.
 */
final class FinishedFile {
  private static final Duration KEPT = Duration.ofDays(7);

  private final Path folder;
  private final Clock clock;

  /**
   * @param home make-video's data folder
   */
  FinishedFile(Path home, Clock clock) {
    this.folder = home.resolve("downloads");
    this.clock = clock;
  }

  /**
   * Fetches the video of a job.
   *
   * @return where it is
   * @throws CommandException if there is none, with what to do
   */
  Path fetch(ServiceClient client, String id, OutputFile target)
      throws CommandException, IOException, InterruptedException {
    ReportedJob job = client.get(id);
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
    Download download =
        new Download(client.calls(), "/v1/videos/" + ServiceClient.encode(id) + "/file");
    Optional<String> version = download.version();
    Files.createDirectories(folder);
    sweep();
    Path part = folder.resolve(name(client.base() + "\n" + id + "\n" + version.orElse("")));
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
      parts = files.toList();
    }
    for (Path part : parts) {
      if (Files.exists(part) && Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static String name(String what) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash) + ".part";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
