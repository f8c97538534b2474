package dev.makevideo.checks.chaos.front;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an installation has on its disk of what is sent to it. */
final class Temporary {
  /** Each server has one, as long as it lives. */
  private static final String IN_USE = "in-use";

  /** A tenant's uploads of the tus protocol; beside those folders there is a lock. */
  private static final Pattern PIECES = Pattern.compile("/home/store/uploads/[^/]+/");

  private Temporary() {}

  /** Narrations on their way in, and all of uploads that are sent piece by piece. */
  static List<String> files(Path installation) throws IOException {
    try (Stream<Path> files = Files.walk(installation)) {
      return files
          .filter(Files::isRegularFile)
          .map(Path::toString)
          .filter(file -> isSent(file) && !file.endsWith("/" + IN_USE))
          .toList();
    } catch (UncheckedIOException e) {
      return retried(installation, e);
    }
  }

  private static boolean isSent(String file) {
    return file.contains("/upload-") || PIECES.matcher(file).find();
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
