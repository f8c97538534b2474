package dev.makevideo.api.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.coordination.cache.LocalCache;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.workflows.job.ObjectRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownNarrationsTest {
  private static final ObjectRef ONE = new ObjectRef("a".repeat(64), 10);
  private static final ObjectRef OTHER = new ObjectRef("b".repeat(64), 10);
  private static final Path FILE = Path.of("a.mp3");

  private final SharedCache cache = new LocalCache(System::nanoTime);
  private final Probe probe = new Probe();

  /** Notes what it is asked for. */
  private static final class Probe implements NarrationProbe {
    private final List<String> asked = new ArrayList<>();
    private Duration length = Duration.ofMillis(24_125);
    private Optional<String> warning = Optional.empty();
    private boolean unusable;

    @Override
    public Kind kind(Path file) {
      return new Kind(true, "MP3 audio");
    }

    @Override
    public Length length(Path file, ObjectRef content) throws UnusableNarrationException {
      asked.add(content.sha256().substring(0, 1));
      if (unusable) {
        throw new UnusableNarrationException("it has no sound");
      }
      return new Length(length, warning);
    }
  }

  private NarrationProbe known(String version) {
    return new KnownNarrations(probe, cache, version);
  }

  @Test
  void aNarrationIsExaminedOnceForAllByItsContent() throws Exception {
    probe.warning = Optional.of("it seems to be cut short");
    NarrationProbe.Length first = known("7.1").length(FILE, ONE);
    assertEquals(first, known("7.1").length(Path.of("b.mp3"), ONE));
    assertEquals(new NarrationProbe.Length(Duration.ofMillis(24_125), probe.warning), first);
    known("7.1").length(FILE, OTHER);
    known("7.2").length(FILE, ONE);
    assertEquals(List.of("a", "b", "a"), probe.asked);
    assertEquals(new NarrationProbe.Kind(true, "MP3 audio"), known("7.1").kind(FILE));
  }

  @Test
  void isKnownToThisProcessWhileTheSharedCacheIsAway() throws Exception {
    NarrationProbe alone = KnownNarrations.remembering(probe, SharedCache.none(), "7.1");
    for (int i = 0; i < 3; i++) {
      assertEquals(probe.length, alone.length(FILE, ONE).duration());
    }
    assertEquals(List.of("a"), probe.asked);
    // What another process saw is known here, too.
    known("7.1").length(FILE, OTHER);
    KnownNarrations.remembering(probe, cache, "7.1").length(FILE, OTHER);
    assertEquals(List.of("a", "b"), probe.asked);
  }

  @Test
  void whatCannotBeUsedIsLookedAtEachTime() throws Exception {
    probe.unusable = true;
    for (int i = 0; i < 2; i++) {
      assertThrows(UnusableNarrationException.class, () -> known("7.1").length(FILE, ONE));
    }
    probe.unusable = false;
    known("7.1").length(FILE, ONE);
    assertEquals(3, probe.asked.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"nanos\":-1}",
        "{\"nanos\":0}",
        "{\"nanos\":9e18}",
        "{\"nanos\":9999999999999999999}",
        "{\"nanos\":\"x\"}",
        "\u0000",
        "{\"nanos\":1"
      })
  void whatSomebodyElseWroteThereIsNotBelieved(String json) throws Exception {
    cache.put(SharedCache.Name.UPLOADS, "7.1 " + ONE.sha256(), json);
    assertEquals(probe.length, known("7.1").length(FILE, ONE).duration());
    assertEquals(1, probe.asked.size());
  }
}
