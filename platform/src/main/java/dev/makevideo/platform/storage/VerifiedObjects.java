package dev.makevideo.platform.storage;

import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a moment which objects were hashed: a player that asks for a large video in many
 * small ranges must not have the whole of it read for each. Thread-safe, bounded.
 */
final class VerifiedObjects {
  /** How long a change that left no trace in the file's attributes may go unseen. */
  static final Duration BELIEVED = Duration.ofSeconds(5);

  private static final int MOST = 1_000;

  private final LongSupplier nanos;
  private final Map<String, Seen> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > MOST;
        }
      };

  /** What betrays that a file was changed or replaced. */
  record Look(long size, FileTime modified, @Nullable Object key) {
    static Look at(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Look(now.size(), now.lastModifiedTime(), now.fileKey());
    }
  }

  private record Seen(Look look, long atNanos) {}

  /**
   * @param nanos only runs forward
   */
  VerifiedObjects(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Notes that the file, which looks so, was found whole now. */
  void add(ObjectRef object, Look look) {
    synchronized (seen) {
      seen.remove(object.sha256()); // or it would keep its old place in the row
      seen.put(object.sha256(), new Seen(look, nanos.getAsLong()));
    }
  }

  /** Whether the file was found whole a moment ago and looks as it did then. */
  boolean contains(ObjectRef object, Path file) throws IOException {
    Seen last;
    synchronized (seen) {
      last = seen.get(object.sha256());
    }
    if (last == null
        || last.look().size() != object.bytes()
        || nanos.getAsLong() - last.atNanos() >= BELIEVED.toNanos()) {
      return false;
    }
    try {
      return Objects.equals(last.look(), Look.at(file));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  int size() {
    synchronized (seen) {
      return seen.size();
    }
  }
}
