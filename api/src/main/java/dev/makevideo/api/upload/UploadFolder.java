package dev.makevideo.api.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where narrations lie while they are examined. Its own folder, named by nobody else, so that what
 * a killed server left there can be swept at the next start. Thread-safe.
 */
public final class UploadFolder {
  private static final String PREFIX = "upload-";

  /** More than any upload may take: what is older belongs to no server that lives. */
  private static final Duration ABANDONED = Duration.ofMinutes(30);

  private final Path folder;

  /** Makes the folder, or sweeps it if it is there; other servers may be using it. */
  public UploadFolder(Path folder, Clock clock) throws IOException {
    this.folder = Files.createDirectories(folder);
    List<Path> left;
    try (Stream<Path> files = Files.list(folder)) {
      left = files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
    }
    Instant oldest = clock.instant().minus(ABANDONED);
    for (Path file : left) {
      if (isOlder(file, oldest)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isOlder(Path file, Instant oldest) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(oldest);
    } catch (NoSuchFileException e) {
      return false; // its own server was quicker
    }
  }

  Path newFile() throws IOException {
    return Files.createTempFile(folder, PREFIX, ".tmp");
  }
}
