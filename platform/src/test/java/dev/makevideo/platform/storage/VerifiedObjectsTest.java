package dev.makevideo.platform.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedObjectsTest {
  private static final byte[] BYTES = "some bytes".getBytes(StandardCharsets.UTF_8);
  private static final ActionKey KEY = ActionKey.of("segment", "v1", "input");
  private static final long BELIEVED = VerifiedObjects.BELIEVED.toNanos();

  @TempDir Path temp;
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 3); // it may pass the largest

  @SuppressWarnings("NullAway.Init") // by open()
  private FileArtifactStore store;

  @SuppressWarnings("NullAway.Init") // by open()
  private ObjectRef object;

  @BeforeEach
  void open() throws IOException {
    store = new FileArtifactStore(temp.resolve("store"), 0, nanos::get);
    object = store.publish(KEY, BYTES);
  }

  @Test
  void isNotHashedAgainWithinAMomentAndThenIs() throws Exception {
    flipUnseen(store.path(object));
    nanos.addAndGet(BELIEVED - 1);
    Path believed = store.path(object); // an unseen change is the one proof that it was not hashed
    assertTrue(Files.exists(believed));
    nanos.addAndGet(1);
    assertThrows(MissingObjectException.class, () -> store.path(object));
    assertFalse(Files.exists(believed), "it was set aside");
  }

  @Test
  void beingBelievedDoesNotProlongIt() throws Exception {
    flipUnseen(store.path(object));
    for (int i = 0; i < 4; i++) {
      store.path(object);
      nanos.addAndGet(BELIEVED / 4);
    }
    assertThrows(MissingObjectException.class, () -> store.path(object));
  }

  @Test
  void aChangeThatShowsIsFoundAtOnce() throws Exception {
    Path file = store.path(object);
    flip(file);
    assertThrows(MissingObjectException.class, () -> store.path(object));

    store.put(BYTES);
    file = store.path(object);
    FileTime modified = Files.getLastModifiedTime(file);
    byte[] longer = "some bytes!".getBytes(StandardCharsets.UTF_8);
    makeWritable(file);
    Files.write(file, longer);
    Files.setLastModifiedTime(file, modified);
    assertThrows(MissingObjectException.class, () -> store.path(object));
  }

  @Test
  void anotherFileInItsPlaceIsFoundAtOnce() throws Exception {
    Path file = store.path(object);
    Path other = temp.resolve("other"); // both exist at once, so they are not the same inode
    Files.write(other, BYTES);
    flip(other);
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThrows(MissingObjectException.class, () -> store.path(object));
  }

  @Test
  void oneThatIsGoneIsMissedAtOnce() throws Exception {
    Files.delete(store.path(object));
    assertThrows(MissingObjectException.class, () -> store.path(object));
  }

  @Test
  void anotherLengthIsNotBelieved() throws Exception {
    store.path(object);
    ObjectRef wrong = new ObjectRef(object.sha256(), BYTES.length + 1);
    assertThrows(MissingObjectException.class, () -> store.path(wrong));
  }

  @Test
  void whatIsReadOrFoundIsAlwaysHashed() throws Exception {
    flipUnseen(store.path(object));
    assertThrows(MissingObjectException.class, () -> store.read(object));
    store.put(BYTES);
    flipUnseen(store.path(object));
    assertEquals(Optional.empty(), store.find(KEY));
    store.put(BYTES);
    flipUnseen(store.path(object));
    store.put(BYTES);
    assertArrayEquals(BYTES, Files.readAllBytes(store.path(object)));
  }

  @Test
  void forgetsTheOldestWhenThereAreMany() throws Exception {
    VerifiedObjects memory = new VerifiedObjects(nanos::get);
    Path file = store.path(object);
    VerifiedObjects.Look look = VerifiedObjects.Look.at(file);
    memory.add(object, look);
    for (int i = 0; i < 999; i++) {
      memory.add(numbered(i), look);
    }
    assertTrue(memory.contains(object, file));
    memory.add(object, look);
    memory.add(numbered(999), look);
    assertEquals(1_000, memory.size());
    assertTrue(memory.contains(object, file), "it was seen again");
    assertFalse(memory.contains(numbered(0), file));
  }

  private static ObjectRef numbered(int i) {
    return new ObjectRef(TestHash.of(new byte[] {(byte) i, (byte) (i >> 8)}), BYTES.length);
  }

  private static void flipUnseen(Path file) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    flip(file);
    Files.setLastModifiedTime(file, modified);
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    makeWritable(file);
    Files.write(file, bytes);
  }

  private static void makeWritable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
