package dev.makevideo.platform.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.storage.ArtifactStore.Freed;
import dev.makevideo.platform.storage.StoreFiles.Moment;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Single objects are deleted, unless they are used. */
@Timeout(120)
class ObjectFreeTest {
  private static final byte[] BYTES = "some bytes".getBytes(StandardCharsets.UTF_8);
  private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LIMIT = OLD.plus(Duration.ofDays(1));

  @TempDir Path root;

  @SuppressWarnings("NullAway.Init") // by open()
  private FileArtifactStore files;

  @SuppressWarnings("NullAway.Init") // by open()
  private ArtifactStore store;

  @BeforeEach
  void open() throws Exception {
    files = new FileArtifactStore(root, 0);
    store = new CopyingStore(files);
  }

  private ObjectRef lastUsed(Instant time) throws Exception {
    ObjectRef object = store.put(BYTES);
    Files.setLastModifiedTime(files.path(object), FileTime.from(time));
    return object;
  }

  private long filesIn(String folder) throws Exception {
    try (Stream<Path> all = Files.walk(root.resolve(folder))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void whatWasNotUsedIsGoneAndItsActionsWithIt() throws Exception {
    ActionKey action = ActionKey.of("segment", "one");
    ObjectRef object = store.publish(action, BYTES);
    lastUsed(OLD);
    assertEquals(Freed.FREED, store.free(object, LIMIT));
    assertEquals(Freed.ABSENT, store.free(object, LIMIT));
    assertFalse(store.isThere(object));
    assertEquals(Optional.empty(), store.find(action));
    assertEquals(0, filesIn("objects") + filesIn("tmp"));
    assertEquals(object, store.publish(action, BYTES));
    assertArrayEquals(BYTES, store.read(object));
  }

  @Test
  void whatWasUsedSinceStays() throws Exception {
    ObjectRef object = lastUsed(OLD);
    assertTrue(store.isThere(object));
    assertEquals(Freed.USED, store.free(object, LIMIT));
    assertEquals(Freed.USED, store.free(lastUsed(LIMIT), LIMIT));
    assertArrayEquals(BYTES, store.read(object));
  }

  @Test
  void aLookIsNoUse() throws Exception {
    ObjectRef object = lastUsed(OLD);
    assertArrayEquals(BYTES, store.peek(object).orElseThrow());
    assertEquals(Freed.FREED, store.free(object, LIMIT));
    assertTrue(store.peek(object).isEmpty());
    ObjectRef other = lastUsed(OLD);
    Path file = files.path(other);
    assertTrue(file.toFile().setWritable(true));
    Files.writeString(file, "SOME BYTES");
    assertTrue(store.peek(other).isEmpty(), "not whole");
    assertTrue(store.peek(new ObjectRef(other.sha256(), 1)).isEmpty(), "of another length");
  }

  private Freed free(ObjectRef object, StoreFiles.Between between) throws Exception {
    Path file = files.path(object);
    Files.setLastModifiedTime(file, FileTime.from(OLD));
    return StoreFiles.free(file, root.resolve("tmp"), LIMIT, between);
  }

  private static StoreFiles.Between when(Moment wanted, Use use) {
    return moment -> {
      if (moment == wanted) {
        use.make();
      }
    };
  }

  /** What somebody does in a moment. */
  private interface Use {
    void make() throws IOException;
  }

  private Path aside() throws IOException {
    try (Stream<Path> all = Files.list(root.resolve("tmp"))) {
      return all.findFirst().orElseThrow();
    }
  }

  @Test
  void oneThatIsUsedAfterItWasLookedAtGetsItsNameBack() throws Exception {
    ObjectRef object = store.put(BYTES);
    Use use = () -> assertTrue(store.isThere(object));
    assertEquals(Freed.USED, free(object, when(Moment.LOOKED_AT, use)));
    assertArrayEquals(BYTES, store.read(object));
    assertEquals(0, filesIn("tmp"));
  }

  @Test
  void oneThatIsAsideIsToldToBeGoneAndIsThat() throws Exception {
    ObjectRef object = store.put(BYTES);
    Use use =
        () -> {
          assertFalse(store.isThere(object));
          assertThrows(MissingObjectException.class, () -> store.read(object));
        };
    assertEquals(Freed.FREED, free(object, when(Moment.ASIDE, use)));
    assertEquals(0, filesIn("objects") + filesIn("tmp"));
  }

  /** Who opened the file before it lost its name notes the use after that. */
  @Test
  void oneWhoseUseIsNotedWhenItIsAsideGetsItsNameBack() throws Exception {
    ObjectRef object = store.put(BYTES);
    Use use = () -> Files.setLastModifiedTime(aside(), FileTime.from(LIMIT));
    assertEquals(Freed.USED, free(object, when(Moment.ASIDE, use)));
    assertArrayEquals(BYTES, store.read(object));
    assertEquals(0, filesIn("tmp"));
  }

  @Test
  void oneThatIsMadeAgainWhenTheOldOneIsAsideStays() throws Exception {
    ObjectRef object = store.put(BYTES);
    Use again = () -> assertEquals(object, store.put(BYTES));
    assertEquals(Freed.FREED, free(object, when(Moment.ASIDE, again)), "the old one");
    assertArrayEquals(BYTES, store.read(object));
    Use used =
        () -> {
          Files.setLastModifiedTime(aside(), FileTime.from(LIMIT));
          again.make();
        };
    assertEquals(Freed.USED, free(object, when(Moment.ASIDE, used)));
    assertArrayEquals(BYTES, store.read(object));
    assertEquals(0, filesIn("tmp"));
  }

  @Test
  void oneThatAnotherFreesInThatMomentIsAbsent() throws Exception {
    ObjectRef object = store.put(BYTES);
    Use use = () -> assertEquals(Freed.FREED, store.free(object, LIMIT));
    assertEquals(Freed.ABSENT, free(object, when(Moment.LOOKED_AT, use)));
    assertEquals(0, filesIn("objects") + filesIn("tmp"));
  }

  /** Who was told that it is there finds it there; which of the two comes first is left open. */
  @Test
  void oneThatIsUsedByAnotherThreadWhileItIsFreedStays() throws Exception {
    ExecutorService user = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < 500; round++) {
        ObjectRef object = lastUsed(OLD);
        CyclicBarrier barrier = new CyclicBarrier(2);
        boolean wholly = round % 2 == 0;
        Future<Boolean> use =
            user.submit(
                () -> {
                  barrier.await(10, TimeUnit.SECONDS);
                  if (!wholly) {
                    return store.isThere(object);
                  }
                  try {
                    store.read(object);
                    return true;
                  } catch (MissingObjectException e) {
                    return false;
                  }
                });
        barrier.await(10, TimeUnit.SECONDS);
        Freed result = store.free(object, LIMIT);
        boolean there = use.get(10, TimeUnit.SECONDS);
        assertNotEquals(Freed.ABSENT, result);
        if (result == Freed.USED) {
          assertArrayEquals(BYTES, store.read(object), "given its name back");
        } else {
          assertFalse(there && !wholly, "it was said to be there, and is gone");
          assertEquals(0, filesIn("objects"));
        }
        assertEquals(0, filesIn("tmp"));
      }
    } finally {
      user.shutdownNow();
    }
  }
}
