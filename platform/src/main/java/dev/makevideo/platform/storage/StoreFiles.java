package dev.makevideo.platform.storage;

import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** The file operations of a store: each is whole or not there, also after a crash. Stateless. */
final class StoreFiles {
  private static final int BUFFER = 1 << 16;

  private StoreFiles() {}

  /** A name in {@code folder} that no one else uses. */
  static Path unused(Path folder) {
    return folder.resolve(UUID.randomUUID().toString());
  }

  /** Lower-case hexadecimal SHA-256 of a file. */
  static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Copies and hashes the bytes that were copied. */
  static String copy(InputStream in, Path target) throws IOException {
    MessageDigest digest = sha256();
    try (OutputStream out =
        new DigestOutputStream(
            Files.newOutputStream(target, StandardOpenOption.CREATE_NEW), digest)) {
      in.transferTo(out);
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw explain(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Gives {@code made} its final name if no one has taken it, and removes the temporary one. Both
   * the bytes and the name are on disk when this returns.
   *
   * @return whether the name was free
   */
  static boolean publish(Path made, Path target) throws IOException {
    try {
      sync(made, StandardOpenOption.WRITE);
      made.toFile().setReadOnly();
      Files.createDirectories(parent(target));
      Files.createLink(target, made);
      sync(parent(target), StandardOpenOption.READ);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw explain(e);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  /** Notes that a file was used now; whether it is still there: it may have been freed. */
  static boolean touch(Path file) throws IOException {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      // The time may have been set on a file that lost its name after it was opened for that.
      return Files.exists(file);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " has no folder");
    }
    return parent;
  }

  /** A full disk gets its own type. */
  static IOException explain(IOException error) {
    return DiskFull.isMeantBy(error)
        ? new StoreFullException("the store's disk is full: " + error.getMessage(), error)
        : error;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** When a file was used last; empty if it is not there. */
  static Optional<Instant> lastUse(Path file) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Marks a file as used if it is there and has that length; whether it is so. */
  static boolean touch(Path file, long bytes) throws IOException {
    try {
      if (Files.size(file) != bytes) {
        return false;
      }
      return touch(file);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The store's id, made where there is none yet. */
  static String readOrMakeId(Path file, Path temporary) throws IOException {
    if (!Files.exists(file)) {
      Path fresh = unused(temporary);
      Files.writeString(fresh, UUID.randomUUID().toString());
      publish(fresh, file);
    }
    String made = Files.readString(file).strip();
    if (!made.matches("[0-9a-f-]{36}")) {
      throw new IOException(file + " holds no store id: " + made);
    }
    return made;
  }

  /** A file's bytes if they are the object's; no use is noted. */
  static Optional<byte[]> peek(Path file, ObjectRef object) throws IOException {
    try {
      if (Files.size(file) != object.bytes()) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      return HexFormat.of().formatHex(sha256().digest(bytes)).equals(object.sha256())
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Deletes a file that was not used since a time. Between the look at it and its end somebody may
   * use it: so it is moved aside first, where no one finds it, looked at again, and given its name
   * back if it was used. Who looks for it in that moment finds it missing, and makes it again. A
   * crash in that moment leaves it in the folder, for the collection.
   *
   * @param temporary a folder on the same disk
   */
  static ArtifactStore.Freed free(Path file, Path temporary, Instant notUsedSince)
      throws IOException {
    return free(file, temporary, notUsedSince, moment -> {});
  }

  /** What others may come between. */
  enum Moment {
    /** It was found to be unused, and has its name. */
    LOOKED_AT,
    /** It has lost its name, and was not looked at again. */
    ASIDE
  }

  /** Is told of each moment, for tests that come in between. */
  interface Between {
    void at(Moment moment) throws IOException;
  }

  static ArtifactStore.Freed free(Path file, Path temporary, Instant notUsedSince, Between between)
      throws IOException {
    Path aside = unused(temporary);
    try {
      if (!isUnused(file, notUsedSince)) {
        return ArtifactStore.Freed.USED;
      }
      between.at(Moment.LOOKED_AT);
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return ArtifactStore.Freed.ABSENT;
    }
    between.at(Moment.ASIDE);
    boolean unused = isUnused(aside, notUsedSince);
    if (!unused) {
      try {
        Files.createLink(file, aside);
      } catch (FileAlreadyExistsException e) {
        // whoever missed it has made it again
      }
    }
    Files.delete(aside);
    return unused ? ArtifactStore.Freed.FREED : ArtifactStore.Freed.USED;
  }

  /** Where an object lies, verified. */
  interface Whereabouts {
    Path of(ObjectRef object) throws IOException;
  }

  /** What is done with a file by its name. */
  interface Opening<T> {
    T of(Path file) throws IOException;
  }

  /**
   * Opens an object's file. One that is being freed has no name for an instant, and gets it back if
   * it was used: so one that is not found is looked for once more.
   *
   * @throws MissingObjectException if it is gone
   */
  static <T> T opened(ObjectRef object, Path file, Whereabouts again, Opening<T> opening)
      throws IOException {
    try {
      return opening.of(file);
    } catch (NoSuchFileException first) {
      try {
        return opening.of(again.of(object));
      } catch (NoSuchFileException gone) {
        throw new MissingObjectException(object);
      }
    }
  }

  private static boolean isUnused(Path file, Instant since) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(since);
  }
}
