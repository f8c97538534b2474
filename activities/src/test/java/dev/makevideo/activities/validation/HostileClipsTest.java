package dev.makevideo.activities.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.probe.HostileClip;
import dev.makevideo.platform.probe.HostileClipKinds;
import dev.makevideo.platform.probe.HostileFiles;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.probe.PeakMemory;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.testkit.Stopwatch;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clips that are up to something, through the probe of the download and the validation activity,
 * each in one batch with a good clip: what becomes of it, what it costs, whom it reaches.
 */
@Timeout(300)
@Isolated
class HostileClipsTest {
  /** What one ffmpeg may take: 16 megapixels in a few frames. */
  private static final long MEGABYTES = 400;

  private static final Duration ITEM = Duration.ofSeconds(60);

  @TempDir static Path samples;
  private static HostileFiles hostile;
  private static HostileClipKinds table;
  @TempDir Path folder;

  @BeforeAll
  static void make() throws Exception {
    hostile = new HostileFiles(samples);
    table = new HostileClipKinds(hostile, samples);
  }

  @AfterAll
  static void close() throws IOException {
    hostile.close();
    assertTrue(PeakMemory.looks() > 10, "looks at memory: " + PeakMemory.looks());
  }

  static List<HostileClip> lists() throws Exception {
    return table.lists();
  }

  static List<HostileClip> references() throws Exception {
    return table.references();
  }

  static List<HostileClip> bombs() throws Exception {
    return table.bombs();
  }

  static List<HostileClip> clocks() throws Exception {
    return table.clocks();
  }

  @ParameterizedTest
  @MethodSource({"lists", "references", "bombs", "clocks"})
  void harmsNobody(HostileClip row) throws Exception {
    try (PeakMemory memory = new PeakMemory();
        Stopwatch watch = Stopwatch.start();
        ValidationBench bench =
            new ValidationBench(
                    folder,
                    () -> {
                      throw new AssertionError("no text is looked for");
                    })
                .withoutText()
                .within(ITEM)) {
      String probed = probed(row.file());
      List<ItemOutcome> outcomes = bench.validateAll(row.file(), table.good());
      Duration took = watch.elapsed();
      String seen =
          "%s: probe: %s; %s; peak %d MB, %d ms"
              .formatted(row, probed, outcomes.get(0), memory.megabytes(), took.toMillis());
      Optional<Duration> length = outcomes.get(0).clip().map(clip -> clip.duration());
      if (row.either()) {
        assertTrue(length.orElse(Duration.ZERO).compareTo(Duration.ofSeconds(600)) <= 0, seen);
      } else {
        assertEquals(row.length(), length, seen);
      }
      if (length.isEmpty()) {
        assertEquals(
            Optional.of(Rejection.Reason.UNUSABLE),
            outcomes.get(0).rejection().map(Rejection::reason),
            seen);
      }
      assertEquals(
          Optional.of(Duration.ofSeconds(2)),
          outcomes.get(1).clip().map(clip -> clip.duration()),
          "the good clip beside it");
      assertTrue(memory.megabytes() <= most(row), seen);
      assertTrue(took.compareTo(ITEM) < 0, seen);
      assertEquals(List.of(), bench.storeFolder().scratchLeft());
    }
    assertFalse(hostile.isConnected(), row + " reached the socket");
    assertFalse(hostile.trap().isSprung(), row + " had the pipe opened");
  }

  /** An index bomb takes what there is to be had: only the process's own bound stops it. */
  private static long most(HostileClip row) {
    return row.name().startsWith("index-bomb")
        ? (Ffmpeg.MEMORY >> 20) + PeakMemory.OF_FILES
        : MEGABYTES;
  }

  /** As the download does. */
  private static String probed(Path file) throws IOException, InterruptedException {
    MediaProbe probe = new MediaProbe(hostile.media().ffmpeg(), hostile.media().processes());
    try {
      return probe.clip(file, new StopSignal()).toString();
    } catch (MediaUnusableException e) {
      return e.reason();
    }
  }

  /** Without the guard each kind of bait is taken, so that the rows above show something. */
  @Test
  void theBaitWouldBeTaken() throws Exception {
    Path list = hostile.lists("bait.mp4", "neighbour.mp4").get(1);
    assertFalse(hostile.media().look(list, "format=duration", "-safe", "0").isEmpty());
    Path neighbours = table.references().get(0).file();
    String size = "stream=width,nb_read_packets";
    String[] open = {"-enable_drefs", "1", "-use_absolute_path", "1", "-count_packets"};
    assertEquals(
        List.of("stream|width=160|nb_read_packets=75"),
        hostile.media().look(neighbours, size, open));
    assertEquals(
        List.of("stream|width=160|nb_read_packets=N/A"),
        hostile.media().look(neighbours, size, "-count_packets"));
    Path other = Files.createDirectory(folder.resolve("other"));
    try (HostileFiles sprung = new HostileFiles(other)) {
      Path trap = new HostileClipKinds(sprung, other).references().get(1).file();
      sprung.media().look(trap, size, open);
      assertTrue(sprung.trap().isSprung());
    }
  }
}
