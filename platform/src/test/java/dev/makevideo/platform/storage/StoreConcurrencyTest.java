package dev.makevideo.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.process.ChildJvm;
import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreConcurrencyTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path root;

  @Test
  void manyThreadsThatPublishOneActionAgree() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 20; round++) {
        ActionKey key = ActionKey.of("race", "" + round);
        CyclicBarrier barrier = new CyclicBarrier(threads);
        List<Callable<ObjectRef>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          FileArtifactStore store = new FileArtifactStore(root, 0);
          byte[] bytes = {(byte) round, (byte) (i / 2)};
          all.add(
              () -> {
                barrier.await(10, TimeUnit.SECONDS);
                return store.publish(key, bytes);
              });
        }
        Set<ObjectRef> results = new HashSet<>();
        for (Future<ObjectRef> result : pool.invokeAll(all)) {
          results.add(result.get());
        }
        assertEquals(1, results.size(), "" + results);
        assertEquals(
            Optional.of(results.iterator().next()), new FileArtifactStore(root, 0).find(key));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void twoProcessesThatPublishTheSameActionsLeaveAWholeStore() throws Exception {
    int actions = 100;
    Process one = ChildJvm.start(PublishMain.class, root.toString(), "1", "" + actions);
    Process other = ChildJvm.start(PublishMain.class, root.toString(), "2", "" + actions);
    try {
      assertTrue(one.waitFor(60, TimeUnit.SECONDS) && other.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, one.exitValue());
      assertEquals(0, other.exitValue());
    } finally {
      one.destroyForcibly();
      other.destroyForcibly();
    }
    FileArtifactStore store = new FileArtifactStore(root, 0);
    for (int i = 0; i < actions; i++) {
      assertTrue(store.find(PublishMain.key(i)).isPresent(), "action " + i);
    }
    assertEquals(0, count("tmp"));
    assertEquals(0, count("quarantine"));
  }

  @RepeatedTest(3)
  void aCrashLeavesWholeObjectsOnly() throws Exception {
    long seed = System.nanoTime();
    int wanted = 1 + new Random(seed).nextInt(150);
    System.err.println("seed " + seed + ", killed after about " + wanted);
    Process writer = ChildJvm.start(PublishMain.class, root.toString(), "" + seed, "1000000");
    try {
      Await.until("actions published", LIMIT, () -> count("actions") >= wanted);
    } finally {
      writer.destroyForcibly();
      assertTrue(writer.waitFor(10, TimeUnit.SECONDS));
    }
    FileArtifactStore store = new FileArtifactStore(root, 0);
    Random random = new Random(seed);
    long published = count("actions");
    assertTrue(published >= wanted);
    for (int i = 0; i < published; i++) {
      byte[] expected = PublishMain.content(random);
      ObjectRef found = store.find(PublishMain.key(i)).orElseThrow();
      assertEquals(new ObjectRef(TestHash.of(expected), expected.length), found);
    }
    assertEquals(0, count("quarantine"));
    assertTrue(count("tmp") <= 1, "only what was in flight is left in tmp");
  }

  private long count(String folder) throws IOException {
    Path where = root.resolve(folder);
    if (!Files.isDirectory(where)) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(where)) {
      return all.filter(Files::isRegularFile).count();
    } catch (UncheckedIOException e) {
      return 0; // a temporary file went while it was counted
    }
  }
}
