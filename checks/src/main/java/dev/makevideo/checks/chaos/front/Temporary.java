package dev.makevideo.checks.chaos.front;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What an installation has on its disk of what is sent to it. */
final class Temporary {
  /** Each server has one, as long as it lives. */
  private static final String IN_USE = "in-use";

  private Temporary() {}

  /** Narrations on their way in. */
  static List<String> files(Path installation) throws IOException {
    try (Stream<Path> files = Files.walk(installation)) {
      return files
          .filter(Files::isRegularFile)
          .map(Path::toString)
          .filter(file -> file.contains("/upload-") && !file.endsWith("/" + IN_USE))
          .toList();
    } catch (UncheckedIOException e) {
      return retried(installation, e);
    }
  }

  /** A file was deleted while it was looked at. */
  private static List<String> retried(Path installation, UncheckedIOException e)
      throws IOException {
    if (e.getCause() instanceof NoSuchFileException) {
      return files(installation);
    }
    throw e.getCause();
  }

  /** The bytes of all files. */
  static long bytes(Path installation) throws IOException {
    try (Stream<Path> files = Files.walk(installation)) {
      return files.mapToLong(Temporary::size).sum();
    } catch (UncheckedIOException e) {
      return 0; // a folder went while it was looked at: the next look counts
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
