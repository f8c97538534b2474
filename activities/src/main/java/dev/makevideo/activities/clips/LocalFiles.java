package dev.makevideo.activities.clips;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.activities.source.ClipRoots;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Opens files below the clip roots, and no others. */
final class LocalFiles {
  private static final int BUFFER = 256 * 1024;

  private final ClipRoots roots;
  private final long maxBytes;

  LocalFiles(ClipRoots roots, long maxBytes) {
    this.roots = roots;
    this.maxBytes = maxBytes;
  }

  /** A file that may be read, as it was when it was looked at. */
  record LocalFile(Path real, long bytes, long modifiedMillis) {}

  /** Finds a file, and checks where it really lies: the list of candidates may be old. */
  CallResult<LocalFile> find(String location) {
    try {
      Path real = Path.of(location).toRealPath();
      if (!roots.contains(real)) {
        return rejected(Reason.NOT_ALLOWED, "the file lies outside the folders that jobs may read");
      }
      BasicFileAttributes attributes =
          Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        return rejected(Reason.UNUSABLE, "it is not a regular file");
      }
      if (attributes.size() == 0) {
        return rejected(Reason.UNUSABLE, "the file is empty");
      }
      if (attributes.size() > maxBytes) {
        return tooLarge();
      }
      return new CallResult.Ok<>(
          new LocalFile(real, attributes.size(), attributes.lastModifiedTime().toMillis()));
    } catch (IOException | InvalidPathException e) {
      return rejected(Reason.NOT_FOUND, "the file is not there, or cannot be read");
    }
  }

  /**
   * Copies a file, so that what is stored cannot change with it.
   *
   * @throws ProcessStoppedException if the signal was set
   * @throws IOException if the copy cannot be written
   */
  CallResult<Path> copy(LocalFile file, Path target, StopSignal stop) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    try (OutputStream out = Files.newOutputStream(target);
        InputStream in = open(file)) {
      int count = read(in, buffer);
      while (count > 0) {
        if (stop.isStopped()) {
          throw new ProcessStoppedException("copy");
        }
        total += count;
        if (total > maxBytes) {
          return tooLarge();
        }
        out.write(buffer, 0, count);
        count = read(in, buffer);
      }
    } catch (UnreadableException e) {
      return rejected(Reason.UNUSABLE, "the file cannot be read");
    }
    return new CallResult.Ok<>(target);
  }

  private static InputStream open(LocalFile file) throws UnreadableException {
    try {
      return Files.newInputStream(file.real(), LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  private static int read(InputStream in, byte[] buffer) throws UnreadableException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  <T> CallResult<T> tooLarge() {
    return rejected(
        Reason.NOT_ALLOWED, "the file is larger than " + maxBytes / 1_000_000.0 + " MB");
  }

  private static <T> CallResult<T> rejected(Reason reason, String message) {
    return new CallResult.Rejected<>(Rejection.of(reason, message));
  }

  /** The user's file fails, and not our disk. */
  private static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(IOException cause) {
      super(cause);
    }
  }
}
