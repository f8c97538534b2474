package dev.makevideo.platform.storage;

import dev.makevideo.platform.storage.ArtifactStore.Collected;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One collection of a store by the time of last use. Actions go before objects; an object stays as
 * long as a remaining action names it. A race with a use costs work done again, never a wrong
 * result, because readers verify.
 */
final class GarbageCollection {
  private static final Duration GRACE = Duration.ofHours(24);

  private final Path root;
  private final Clock clock;
  private final Function<byte[], Optional<ObjectRef>> parser;
  private int files;
  private long bytes;

  GarbageCollection(Path root, Clock clock, Function<byte[], Optional<ObjectRef>> parser) {
    this.root = root;
    this.clock = clock;
    this.parser = parser;
  }

  Collected run(Duration olderThan, Set<String> keep) throws IOException {
    Instant limit = clock.instant().minus(olderThan.compareTo(GRACE) < 0 ? GRACE : olderThan);
    Set<String> named = new HashSet<>(keep);
    for (Path action : filesIn("actions")) {
      Optional<String> object = objectOf(action);
      if (object.isPresent() && (keep.contains(object.get()) || !isOlder(action, limit))) {
        named.add(object.get());
      } else {
        deleteIfOlder(action, limit);
      }
    }
    for (Path object : filesIn("objects")) {
      if (!named.contains(String.valueOf(object.getFileName()))) {
        deleteIfOlder(object, limit);
      }
    }
    for (Path left : filesIn("quarantine")) {
      deleteIfOlder(left, limit);
    }
    for (Path left : filesIn("tmp")) {
      deleteIfOlder(left, clock.instant().minus(GRACE));
    }
    return new Collected(files, bytes);
  }

  private Optional<String> objectOf(Path action) throws IOException {
    try {
      return parser.apply(Files.readAllBytes(action)).map(ObjectRef::sha256);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void deleteIfOlder(Path file, Instant limit) throws IOException {
    try {
      long size = Files.size(file);
      if (isOlder(file, limit) && Files.deleteIfExists(file)) {
        files++;
        bytes += size;
      }
    } catch (NoSuchFileException e) {
      // another collection was faster
    }
  }

  private static boolean isOlder(Path file, Instant limit) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private List<Path> filesIn(String name) throws IOException {
    Path folder = root.resolve(name);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
