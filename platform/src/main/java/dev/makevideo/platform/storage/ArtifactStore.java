package dev.makevideo.platform.storage;

import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A content-addressed store like a build cache: objects are bytes named by their SHA-256, actions
 * name the object that a piece of work produced. What is in it is verified before it is believed;
 * what is corrupt is set aside and counts as absent. Safe for use by several threads and processes
 * at once; a write is whole or not there, also after a crash.
 *
 * <p>An IOException that comes from a full disk is thrown as {@link StoreFullException}, a
 * subclass; callers turn it into {@code host-exhausted}.
 */
public interface ArtifactStore {
  /** The store's own id, made when it was first used; equal for all who share it. */
  String id();

  /** Stores a file's bytes. The file stays; it must not change meanwhile. */
  ObjectRef put(Path file) throws IOException;

  /**
   * As {@link #put(Path)}, without reading the file where that can be spared.
   *
   * @param file never written to again, and deleted by its owner
   * @param object the file's length and hash, known to the one who wrote it
   */
  ObjectRef adopt(Path file, ObjectRef object) throws IOException;

  /** Stores a small object. */
  ObjectRef put(byte[] bytes) throws IOException;

  /**
   * A file with the object's bytes, for programs that read files; their length and hash were
   * verified, now or a few seconds ago. It must not be written to. A store of files gives its own;
   * one without puts a copy into the folder.
   *
   * @param folder a scratch folder; the file can be read for as long as that is there
   * @throws MissingObjectException if it is not there or was corrupt: it must be produced again
   */
  Path file(ObjectRef object, Path folder) throws IOException;

  /**
   * Opens a large object, verified, to send parts of it on. The caller closes it.
   *
   * @throws MissingObjectException as {@link #file}
   */
  SeekableByteChannel open(ObjectRef object) throws IOException;

  /**
   * Sees that the object is there and whole, and marks it as used.
   *
   * @throws MissingObjectException as {@link #file}
   */
  void verify(ObjectRef object) throws IOException;

  /**
   * Whether the object is there, and marks it as used. A store may spare reading it: what is large
   * is verified when it is read.
   */
  default boolean isThere(ObjectRef object) throws IOException {
    try {
      verify(object);
      return true;
    } catch (MissingObjectException e) {
      return false;
    }
  }

  /**
   * The bytes of a small object, verified.
   *
   * @throws MissingObjectException as {@link #file}
   */
  byte[] read(ObjectRef object) throws IOException;

  /** What the action produced, if that is known, there and whole. Marks it as used. */
  Optional<ObjectRef> find(ActionKey action) throws IOException;

  /**
   * Records what an action produced. If another already recorded an object for it that is there and
   * whole, that one stays and is returned: the loser adopts it.
   */
  ObjectRef publish(ActionKey action, Path file) throws IOException;

  /** As {@link #publish(ActionKey, Path)}, for a small object. */
  ObjectRef publish(ActionKey action, byte[] bytes) throws IOException;

  /**
   * Deletes what was not used for a time; also what was set aside, and what crashes left.
   *
   * @param olderThan at least 24 h count, so that nothing goes that a stage has just used
   * @param keep objects that running jobs name, by SHA-256
   */
  Collected collect(Duration olderThan, Set<String> keep) throws IOException;

  /** What a collection deleted. */
  record Collected(int files, long bytes) {}

  /**
   * The bytes of a small object, verified, without marking it as used: who looks whether something
   * may go must not keep it.
   *
   * @return empty if it is not there, or not whole
   */
  Optional<byte[]> peek(ObjectRef object) throws IOException;

  /**
   * When an object was used last, without marking it as used; its bytes are not looked at.
   *
   * @return empty if it is not there
   */
  Optional<Instant> lastUse(ObjectRef object) throws IOException;

  /**
   * Deletes one object, unless it was used at that time or later; also when somebody uses it while
   * it is being deleted. What is recorded of actions counts as absent once its object is gone.
   *
   * @param notUsedSince by the store's own clock
   */
  Freed free(ObjectRef object, Instant notUsedSince) throws IOException;

  /** What became of an object that was to be deleted. */
  enum Freed {
    /** It is gone. */
    FREED,
    /** It was used meanwhile, and stays. */
    USED,
    /** It was not there. */
    ABSENT
  }
}
