package dev.makevideo.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activity.ItemOutcome;
import dev.makevideo.activity.Rejection;
import dev.makevideo.media.ClipDecoder;
import dev.makevideo.media.HostileFiles;
import dev.makevideo.media.MediaProbe;
import dev.makevideo.media.MediaUnusableException;
import dev.makevideo.media.PeakMemory;
import dev.makevideo.process.StopSignal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clips that are up to something, through the probe of the download and the validation activity,
 * each in one batch with a good clip: what becomes of it, what it costs, whom it reaches.
 */
@Timeout(300)
class HostileClipsTest {
  /** What one ffmpeg may take: 16 megapixels in a few frames. */
  private static final long MEGABYTES = 400;

  private static final Duration ITEM = Duration.ofSeconds(60);

  @TempDir static Path samples;
  private static HostileFiles hostile;
  private static Path good;
  @TempDir Path folder;

  @BeforeAll
  static void make() throws Exception {
    hostile = new HostileFiles(samples);
    good = hostile.media().clip("good.mp4", "testsrc2=s=160x120:r=30:d=2");
  }

  @AfterAll
  static void close() throws IOException {
    hostile.close();
    assertTrue(PeakMemory.looks() > 10, "looks at memory: " + PeakMemory.looks());
  }

  /**
   * One row.
   *
   * @param length what is approved; empty: it is rejected as unusable
   * @param either whether that depends on the ffmpeg that is there
   */
  private record Row(Path file, Optional<Duration> length, boolean either) {
    static Row rejected(Path file) {
      return new Row(file, Optional.empty(), false);
    }

    static Row approved(Path file, Duration length) {
      return new Row(file, Optional.of(length), false);
    }

    static Row either(Path file) {
      return new Row(file, Optional.empty(), true);
    }

    @Override
    public String toString() {
      return file.getFileName().toString();
    }
  }

  static List<Row> lists() throws IOException {
    return hostile.lists("clip.mp4", "neighbour.mp4").stream().map(Row::rejected).toList();
  }

  static List<Row> bombs() throws Exception {
    byte[] png = hostile.png(16_000);
    Path jpeg =
        hostile.media().clip("jpeg.mp4", "color=s=6000x6000", "-frames:v", "1", "-f", "mjpeg");
    Path mov =
        hostile.media().clip("png-in.mov", "color=s=6000x6000", "-frames:v", "1", "-c:v", "png");
    return List.of(
        Row.rejected(Files.write(samples.resolve("png.mp4"), png)),
        Row.rejected(jpeg),
        Row.rejected(mov),
        Row.rejected(hostile.streams(good, "thousand-streams.mp4", 1_000)));
  }

  static List<Row> clocks() throws Exception {
    Path rare = hostile.media().clip("frame-a-minute.mp4", "color=s=64x64:r=1/60:d=36000");
    Path fast = hostile.media().clip("fps-90000.mp4", "testsrc2=s=64x64:r=90000:d=0.01");
    Path said = saysTenHours();
    Path noScale = hostile.patched(good, "timescale-0.mp4", "mdhd", 12, 0);
    Path huge = hostile.patched(good, "timescale-max.mp4", "mdhd", 12, Integer.MAX_VALUE);
    return List.of(
        Row.approved(rare, ClipDecoder.LONGEST),
        Row.approved(said, Duration.ofSeconds(2)),
        Row.rejected(fast),
        Row.either(noScale),
        Row.rejected(huge));
  }

  /** The length in a Matroska's header: element 0x4489, eight bytes (RFC 9559, 5.1.2.10). */
  private static Path saysTenHours() throws Exception {
    Path mkv = hostile.media().make("good.mkv", List.of("-i", "file:" + good), "-c", "copy");
    byte[] bytes = Files.readAllBytes(mkv);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("D\u0089\u0088");
    ByteBuffer.wrap(bytes).putDouble(at + 3, 36_000_000);
    return Files.write(samples.resolve("said-10h.mkv"), bytes);
  }

  @ParameterizedTest
  @MethodSource({"lists", "bombs", "clocks"})
  void harmsNobody(Row row) throws Exception {
    long started = System.nanoTime();
    try (PeakMemory memory = new PeakMemory();
        ValidationBench bench =
            new ValidationBench(
                    folder,
                    () -> {
                      throw new AssertionError("no text is looked for");
                    })
                .withoutText()
                .within(ITEM)) {
      String probed = probed(row.file());
      List<ItemOutcome> outcomes = bench.validateAll(row.file(), good);
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      String seen =
          "%s: probe: %s; %s; peak %d MB, %d ms"
              .formatted(row, probed, outcomes.get(0), memory.megabytes(), took.toMillis());
      Optional<Duration> length = outcomes.get(0).clip().map(clip -> clip.duration());
      if (row.either()) {
        assertTrue(length.orElse(Duration.ZERO).compareTo(ClipDecoder.LONGEST) <= 0, seen);
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
      assertTrue(memory.megabytes() < MEGABYTES, seen);
      assertTrue(took.compareTo(ITEM) < 0, seen);
      assertEquals(List.of(), bench.storeFolder().scratchLeft());
    }
    assertFalse(hostile.isConnected(), row + " reached the socket");
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

  @Test
  void theBaitWouldBeTaken() throws Exception {
    List<Path> lists = new ArrayList<>(hostile.lists("bait.mp4", "neighbour.mp4"));
    assertFalse(hostile.media().look(lists.get(1), "format=duration", "-safe", "0").isEmpty());
  }
}
