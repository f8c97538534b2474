package dev.makevideo.platform.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileArtifactStoreTest {
  private static final byte[] BYTES = "some bytes".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "other bytes".getBytes(StandardCharsets.UTF_8);
  private static final ActionKey KEY = ActionKey.of("segment", "v1", "input");

  @TempDir Path temp;
  private Path root = Path.of("");

  @SuppressWarnings("NullAway.Init") // by open()
  private FileArtifactStore store;

  @BeforeEach
  void open() throws IOException {
    root = temp.resolve("store");
    store = new FileArtifactStore(root, 0);
  }

  @Test
  void keepsObjectsByTheirHash() throws Exception {
    ObjectRef object = store.put(BYTES);
    assertEquals(new ObjectRef(TestHash.of(BYTES), BYTES.length), object);
    assertArrayEquals(BYTES, store.read(object));
    assertArrayEquals(BYTES, Files.readAllBytes(store.path(object)));
    // Who may read it is the umask's affair; nobody may write to it.
    assertFalse(
        PosixFilePermissions.toString(Files.getPosixFilePermissions(store.path(object)))
            .contains("w"));
    assertEquals(object, store.put(BYTES));
    assertNothingInTmp();
  }

  @Test
  void aFileThatWasPutMayBeChangedAfterwards() throws Exception {
    Path file = Files.write(temp.resolve("file"), BYTES);
    ObjectRef object = store.put(file);
    Files.write(file, OTHER);
    assertArrayEquals(BYTES, store.read(object));
    Files.delete(file);
    assertArrayEquals(BYTES, Files.readAllBytes(store.path(object)));
  }

  @Test
  void adoptsAFileWhoseHashIsKnownWithoutACopy() throws Exception {
    Path file = Files.write(temp.resolve("upload"), BYTES);
    ObjectRef object = new ObjectRef(TestHash.of(BYTES), BYTES.length);
    assertEquals(object, store.adopt(file, object));
    assertTrue(Files.isSameFile(file, store.path(object)));
    assertEquals(object, store.adopt(file, object));
    Files.delete(file);
    assertArrayEquals(BYTES, store.read(object));
    assertNothingInTmp();
    Path shorter = Files.write(temp.resolve("shorter"), new byte[] {1});
    assertThrows(IOException.class, () -> store.adopt(shorter, object));
  }

  @Test
  void aScratchFileIsStoredUnderASecondName() throws Exception {
    try (Scratch.Folder folder = new FileScratch(root).open("mv-job")) {
      Path file = Files.write(folder.path().resolve("file"), BYTES);
      ObjectRef object = store.publish(KEY, file);
      assertTrue(Files.isSameFile(file, store.path(object)));
      assertEquals(object, store.publish(KEY, file));
    }
    assertArrayEquals(BYTES, store.read(store.find(KEY).orElseThrow()));
    assertNothingInTmp();
  }

  @Test
  void anEmptyFileIsAnObject() throws Exception {
    ObjectRef object = store.publish(KEY, Files.createFile(temp.resolve("empty")));
    assertEquals(0, object.bytes());
    assertEquals(Optional.of(object), store.find(KEY));
  }

  @Test
  void anActionIsUnknownUntilPublished() throws Exception {
    assertEquals(Optional.empty(), store.find(KEY));
    ObjectRef object = store.publish(KEY, BYTES);
    assertEquals(Optional.of(object), store.find(KEY));
    assertEquals(Optional.empty(), store.find(ActionKey.of("segment", "v2", "input")));
    assertEquals(Optional.empty(), store.find(ActionKey.of("clip", "v1", "input")));
  }

  @Test
  void theLoserAdoptsWhatTheWinnerPublished() throws Exception {
    ObjectRef winner = store.publish(KEY, BYTES);
    assertEquals(winner, store.publish(KEY, OTHER));
    assertEquals(Optional.of(winner), new FileArtifactStore(root, 0).find(KEY));
  }

  @Test
  void aMissingObjectIsSaidToBeMissing() {
    ObjectRef object = new ObjectRef(TestHash.of(BYTES), BYTES.length);
    assertThrows(MissingObjectException.class, () -> store.path(object));
    assertThrows(MissingObjectException.class, () -> store.read(object));
  }

  @Test
  void oneFlippedBitSetsTheObjectAsideAndItCanBePutAgain() throws Exception {
    ObjectRef object = store.publish(KEY, BYTES);
    for (int round = 0; round < 3; round++) {
      corrupt(object);
      switch (round) {
        case 0 -> assertEquals(Optional.empty(), store.find(KEY));
        case 1 -> assertThrows(MissingObjectException.class, () -> store.path(object));
        default -> assertThrows(MissingObjectException.class, () -> store.read(object));
      }
      assertThrows(MissingObjectException.class, () -> store.path(object));
      assertEquals(1, count("quarantine"));
      assertEquals(object, store.put(BYTES));
      assertEquals(Optional.of(object), store.find(KEY));
    }
  }

  @Test
  void puttingTheSameBytesReplacesACorruptObject() throws Exception {
    ObjectRef object = store.put(BYTES);
    corrupt(object);
    assertEquals(object, store.put(BYTES));
    assertArrayEquals(BYTES, store.read(object));
  }

  @Test
  void anActionWhoseObjectIsGoneIsRecordedAnew() throws Exception {
    ObjectRef first = store.publish(KEY, BYTES);
    Files.delete(store.path(first));
    ObjectRef second = store.publish(KEY, OTHER);
    assertNotEquals(first, second);
    assertEquals(Optional.of(second), store.find(KEY));
  }

  @Test
  void aBrokenRecordCountsAsAbsent() throws Exception {
    for (String junk : List.of("", "{", "null", "{\"sha256\":\"../../etc/passwd\",\"bytes\":1}")) {
      Path record = root.resolve("actions/segment").resolve(KEY.sha256());
      Files.createDirectories(record.resolveSibling("."));
      Files.writeString(record, junk);
      assertEquals(Optional.empty(), store.find(KEY), junk);
      assertEquals(Optional.of(store.publish(KEY, BYTES)), store.find(KEY), junk);
      Files.delete(record);
    }
  }

  @Test
  void theIdIsMadeOnceAndShared() throws Exception {
    assertEquals(store.id(), new FileArtifactStore(root, 0).id());
    assertNotEquals(store.id(), new FileArtifactStore(temp.resolve("another"), 0).id());
    Files.delete(root.resolve("store-id"));
    Files.writeString(root.resolve("store-id"), "junk");
    assertThrows(IOException.class, () -> new FileArtifactStore(root, 0));
  }

  @Test
  void writesNothingBelowTheReserve() throws Exception {
    FileArtifactStore full = new FileArtifactStore(root, Long.MAX_VALUE / 2);
    Path file = Files.write(temp.resolve("file"), BYTES);
    assertThrows(StoreFullException.class, () -> full.put(BYTES));
    assertThrows(StoreFullException.class, () -> full.publish(KEY, file));
    assertEquals(0, count("objects"));
    assertNothingInTmp();
    ObjectRef object = store.publish(KEY, BYTES);
    assertEquals(Optional.of(object), full.find(KEY), "a full store can still be read");
  }

  @Test
  void aFullDiskIsRecognised() {
    IOException full = new IOException("/x: No space left on device");
    assertTrue(StoreFiles.explain(full) instanceof StoreFullException);
    assertTrue(
        StoreFiles.explain(new IOException("Disk quota exceeded")) instanceof StoreFullException);
    IOException other = new IOException("Permission denied");
    assertEquals(other, StoreFiles.explain(other));
  }

  @Test
  void noNameLeavesTheStore() {
    String evil = "../../../../etc/passwd";
    assertThrows(IllegalArgumentException.class, () -> new ActionKey("segment", evil));
    assertThrows(IllegalArgumentException.class, () -> new ObjectRef(evil, 1));
    assertThrows(IllegalArgumentException.class, () -> new ActionKey("../x", TestHash.of(BYTES)));
  }

  @Test
  void collectsWhatWasNotUsedForLong() throws Exception {
    ActionKey usedKey = ActionKey.of("segment", "used");
    ObjectRef used = store.publish(usedKey, "used".getBytes(StandardCharsets.UTF_8));
    ObjectRef old = store.publish(KEY, BYTES);
    ObjectRef kept = store.put(OTHER);
    ageEverything(Duration.ofDays(10));
    store.find(usedKey);

    ArtifactStore.Collected collected = store.collect(Duration.ofDays(7), Set.of(kept.sha256()));
    assertEquals(2, collected.files());
    assertTrue(collected.bytes() > old.bytes());
    assertEquals(Optional.of(used), store.find(usedKey));
    assertArrayEquals(OTHER, store.read(kept));
    assertEquals(Optional.empty(), store.find(KEY));
    assertThrows(MissingObjectException.class, () -> store.path(old));
  }

  @Test
  void collectsNothingWithinADayWhateverIsAsked() throws Exception {
    store.publish(KEY, BYTES);
    ageEverything(Duration.ofHours(23));
    assertEquals(0, store.collect(Duration.ZERO, new HashSet<>()).files());
    assertTrue(store.find(KEY).isPresent());
  }

  @Test
  void collectsWhatCrashesLeft() throws Exception {
    Path left = Files.writeString(root.resolve("tmp/left"), "x");
    Path fresh = Files.writeString(root.resolve("tmp/fresh"), "x");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    assertEquals(1, store.collect(Duration.ofDays(7), Set.of()).files());
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(fresh));
  }

  private void ageEverything(Duration age) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
      }
    }
  }

  private void corrupt(ObjectRef object) throws IOException {
    Path file = store.path(object);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.write(file, bytes);
  }

  private void assertNothingInTmp() throws IOException {
    assertEquals(0, count("tmp"));
  }

  private long count(String folder) throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve(folder))) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
