package dev.makevideo.coordination.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every shared cache promises. */
abstract class SharedCacheContract {
  static final SharedCache.Name NAME = SharedCache.Name.SEARCH_RESULTS;
  static final Duration HOUR = Duration.ofHours(1);

  abstract SharedCache cache();

  @Test
  void findsWhatWasPutUnderTheSameNameOnly() {
    assertTrue(cache().put(NAME, "cats é", "[1, \"é\"]"));
    assertEquals(Optional.of("[1, \"é\"]"), cache().get(NAME, "cats é"));
    assertEquals(Optional.empty(), cache().get(SharedCache.Name.OCR_VERDICTS, "cats é"));
    assertEquals(Optional.empty(), cache().get(NAME, "dogs"));
  }

  @Test
  void theLastOneThatWasPutIsFound() {
    for (int round = 0; round < 20; round++) {
      cache().put(NAME, "k", "v" + round);
      assertEquals(Optional.of("v" + round), cache().get(NAME, "k"));
    }
  }

  @Test
  void keepsAMebibyteAndNothingLarger() {
    String largest = "x".repeat(1 << 20);
    assertTrue(cache().put(NAME, "largest", largest));
    assertFalse(cache().put(NAME, "larger", largest + "x"));
    assertFalse(cache().put(NAME, "wide", "é".repeat((1 << 19) + 1)));
    assertEquals(Optional.of(largest), cache().get(NAME, "largest"));
    assertEquals(Optional.empty(), cache().get(NAME, "larger"));
    assertEquals(Optional.empty(), cache().get(NAME, "wide"));
  }

  @Test
  void anEntryEndsWithItsTime() {
    cache().put(NAME, "k", CacheEntry.of("v", Duration.ofMillis(60)));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (cache().get(NAME, "k").isPresent()) {
      assertTrue(System.nanoTime() < end, "still there");
      Thread.onSpinWait();
    }
  }

  @Test
  void isNeverKeptLongerThanItsName() {
    CacheEntry entry = CacheEntry.of("v", NAME.timeToLive().plusMillis(1));
    assertThrows(IllegalArgumentException.class, () -> cache().put(NAME, "k", entry));
  }

  @Test
  void computesWhatIsNotThereOnceAndKeepsIt() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    for (int round = 0; round < 5; round++) {
      assertEquals(
          Optional.of("made 1"),
          cache().load(NAME, "k", () -> CacheEntry.of("made " + loads.incrementAndGet(), HOUR)));
    }
    assertEquals(Optional.of("made 1"), cache().get(NAME, "k"));
  }

  @Test
  void remembersThatThereIsNone() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    for (int round = 0; round < 5; round++) {
      Optional<String> found =
          cache()
              .load(
                  NAME,
                  "k",
                  () -> {
                    loads.incrementAndGet();
                    return CacheEntry.none(HOUR);
                  });
      assertEquals(Optional.empty(), found);
    }
    assertEquals(1, loads.get());
    assertEquals(Optional.empty(), cache().get(NAME, "k"));
    assertTrue(cache().put(NAME, "k", "now there is"));
    assertEquals(Optional.of("now there is"), cache().get(NAME, "k"));
  }

  @Test
  void whatMustNotBeKeptIsGivenAndForgotten() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    for (int round = 1; round <= 3; round++) {
      assertEquals(
          Optional.of("try " + round),
          cache()
              .load(
                  NAME,
                  "k",
                  () -> CacheEntry.notKept(Optional.of("try " + loads.incrementAndGet()))));
    }
  }

  @Test
  void aLoaderThatFailsIsAskedAgain() throws Exception {
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                cache()
                    .load(
                        NAME,
                        "k",
                        () -> {
                          throw new IOException("no luck");
                        }));
    assertEquals("no luck", thrown.getMessage());
    assertEquals(Optional.of("v"), cache().load(NAME, "k", () -> CacheEntry.of("v", HOUR)));
  }

  @Test
  void manyThatMissTogetherComputeOnce() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(1);
    for (Optional<String> one :
        together(
            200,
            () ->
                cache()
                    .load(
                        NAME,
                        "k",
                        () -> {
                          all.await(300, TimeUnit.MILLISECONDS);
                          return CacheEntry.of("made " + loads.incrementAndGet(), HOUR);
                        }))) {
      assertEquals(Optional.of("made 1"), one);
    }
  }

  @Test
  void whoWaitedForALoaderThatFailedHearsWhy() {
    AtomicInteger loads = new AtomicInteger();
    ExecutionException failed =
        assertThrows(
            ExecutionException.class,
            () ->
                together(
                    10,
                    () ->
                        cache()
                            .load(
                                NAME,
                                "k",
                                () -> {
                                  loads.incrementAndGet();
                                  new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
                                  throw new IOException("no luck");
                                })));
    assertInstanceOf(IOException.class, failed.getCause());
    assertTrue(failed.toString().contains("no luck"), failed.toString());
  }

  private static List<Optional<String>> together(
      int threads, java.util.concurrent.Callable<Optional<String>> call) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Optional<String>>> futures = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        futures.add(pool.submit(call));
      }
      List<Optional<String>> results = new ArrayList<>();
      for (Future<Optional<String>> future : futures) {
        results.add(future.get(1, TimeUnit.MINUTES));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void anEntryThatWasEndedIsGone() {
    cache().put(NAME, "k", "v");
    cache().put(NAME, "l", "v");
    assertTrue(cache().invalidate(NAME, "k"));
    assertEquals(Optional.empty(), cache().get(NAME, "k"));
    assertEquals(Optional.of("v"), cache().get(NAME, "l"));
  }

  @Test
  void aTagEndsAllThatHaveIt() {
    cache().put(NAME, "a", CacheEntry.of("v", HOUR).tagged("pexels", "cats"));
    cache().put(NAME, "b", CacheEntry.of("v", HOUR).tagged("pexels"));
    cache().put(NAME, "c", CacheEntry.of("v", HOUR).tagged("cats"));
    cache().put(NAME, "d", "v");
    assertTrue(cache().invalidateTag(NAME, "pexels"));
    assertEquals(Optional.empty(), cache().get(NAME, "a"));
    assertEquals(Optional.empty(), cache().get(NAME, "b"));
    assertEquals(Optional.of("v"), cache().get(NAME, "c"));
    assertEquals(Optional.of("v"), cache().get(NAME, "d"));
    cache().put(NAME, "a", CacheEntry.of("new", HOUR).tagged("pexels"));
    assertEquals(Optional.of("new"), cache().get(NAME, "a"));
  }

  @Test
  void aTagIsAWord() {
    assertThrows(IllegalArgumentException.class, () -> CacheEntry.of("v", HOUR).tagged("a b"));
    assertThrows(IllegalArgumentException.class, () -> cache().invalidateTag(NAME, "*"));
  }

  @Test
  void endsAllWhoseKeysMatch() {
    for (String key : List.of("cats:1", "cats:2", "cats", "dogs:1", "[c]ats:1")) {
      cache().put(NAME, key, "v");
    }
    assertEquals(2, cache().invalidateMatching(NAME, "cats:?"));
    assertEquals(Optional.empty(), cache().get(NAME, "cats:2"));
    assertEquals(Optional.of("v"), cache().get(NAME, "cats"));
    assertEquals(Optional.of("v"), cache().get(NAME, "[c]ats:1"));
    assertEquals(1, cache().invalidateMatching(NAME, "[c]*"));
    assertEquals(2, cache().invalidateMatching(NAME, "**"));
  }

  @Test
  void isWarmedWithWhatCanBeComputed() throws Exception {
    cache().put(NAME, "a", "known");
    int known =
        cache()
            .warm(
                NAME,
                List.of("a", "b", "bad"),
                key -> {
                  if (key.equals("bad")) {
                    throw new IOException("no luck");
                  }
                  return CacheEntry.of("made " + key, HOUR);
                });
    assertEquals(2, known);
    assertEquals(Optional.of("known"), cache().get(NAME, "a"));
    assertEquals(Optional.of("made b"), cache().get(NAME, "b"));
  }
}
