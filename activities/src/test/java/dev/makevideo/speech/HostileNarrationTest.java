package dev.makevideo.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activity.AudioAnalysis;
import dev.makevideo.failure.FailureType;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.media.HostileFiles;
import dev.makevideo.media.PeakMemory;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Narrations that are up to something, through the activity that analyzes them. */
@Timeout(300)
class HostileNarrationTest {
  private static final long MEGABYTES = 300;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path samples;
  private static HostileFiles hostile;
  private static Path tone;
  @TempDir Path folder;

  @BeforeAll
  static void make() throws Exception {
    hostile = new HostileFiles(samples);
    tone = hostile.media().tone("tone.wav", "2");
  }

  @AfterAll
  static void close() throws IOException {
    hostile.close();
    assertTrue(PeakMemory.looks() > 10, "looks at memory: " + PeakMemory.looks());
  }

  /**
   * One row.
   *
   * @param seconds that are found; empty: the job fails
   * @param said a part of the failure's message, or of the first warning, or empty
   */
  private record Row(Path file, OptionalDouble seconds, String said) {
    static Row fails(Path file, String said) {
      return new Row(file, OptionalDouble.empty(), said);
    }

    static Row passes(Path file, double seconds, String said) {
      return new Row(file, OptionalDouble.of(seconds), said);
    }

    @Override
    public String toString() {
      return file.getFileName().toString();
    }
  }

  static List<Row> lists() throws IOException {
    return hostile.lists("audio.mp3", "neighbour.wav").stream()
        .map(file -> Row.fails(file, "it is "))
        .toList();
  }

  static List<Row> bombs() throws Exception {
    Path m4a = hostile.media().tone("one.m4a", "1");
    return List.of(
        Row.passes(hostile.withCover("cover.mp3", hostile.png(600)), 2, ""),
        Row.passes(hostile.withCover("cover-bomb.mp3", hostile.png(16_000)), 2, ""),
        Row.fails(hostile.streams(m4a, "thousand-streams.m4a", 1_000), "more streams than"));
  }

  static List<Row> clocks() throws Exception {
    Path tenHours =
        hostile
            .media()
            .make(
                "ten-hours.ogg",
                List.of("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:d=36000"),
                "-c:a",
                "flac",
                "-compression_level",
                "0");
    return List.of(
        Row.fails(tenHours, "longer than 600 s"),
        Row.passes(patched("said-10h.wav", 40, 36_000 * 44_100), 2, "only 2.0 s of sound"),
        Row.fails(patched("rate-0.wav", 24, 0), ""),
        Row.fails(patched("rate-max.wav", 24, Integer.MAX_VALUE), ""));
  }

  static List<Row> cutShort() throws Exception {
    return List.of(
        half(hostile.media().tone("cut.wav", "8"), 4, "only 4.0 s of sound"),
        half(hostile.media().tone("cut.mp3", "8"), 4, "of sound: it seems to be cut short"),
        half(hostile.media().tone("cut.ogg", "20", "-c:a", "libopus"), 10, "breaks off after"));
  }

  private static Row half(Path whole, double seconds, String said) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
    return Row.passes(whole, seconds, said);
  }

  private static Path patched(String name, int offset, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(tone);
    // ffmpeg writes a LIST chunk between the format and the data.
    int at = offset < 40 ? offset : new String(bytes, 0, 200, "ISO-8859-1").indexOf("data") + 4;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return Files.write(samples.resolve(name), bytes);
  }

  @ParameterizedTest
  @MethodSource({"lists", "bombs", "clocks", "cutShort"})
  void isUsedOrRefusedWithinBounds(Row row) throws Exception {
    long started = System.nanoTime();
    try (PeakMemory memory = new PeakMemory();
        Bench bench = new Bench(folder)) {
      VideoRequest request = bench.request(row.file(), Optional.empty());
      NarrationActivitiesImpl activities = bench.activities(Optional.empty());
      String seen;
      if (row.seconds().isPresent()) {
        AudioAnalysis analysis = activities.analyzeAudio(request);
        seen = analysis.duration() + " " + analysis.warnings();
        assertEquals(row.seconds().getAsDouble(), analysis.duration().toNanos() / 1e9, 1, seen);
        assertEquals(!row.said().isEmpty(), !analysis.warnings().isEmpty(), seen);
      } else {
        ApplicationFailure failure =
            assertThrows(ApplicationFailure.class, () -> activities.analyzeAudio(request));
        seen = failure.getType() + " " + failure.getOriginalMessage();
        assertEquals(FailureType.MEDIA_UNUSABLE.label(), failure.getType(), seen);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      seen = row + ": " + seen + "; peak " + memory.megabytes() + " MB, " + took.toMillis() + " ms";
      assertTrue(seen.contains(row.said()), seen);
      assertTrue(memory.megabytes() < MEGABYTES, seen);
      assertTrue(took.compareTo(LIMIT) < 0, seen);
    }
    assertFalse(hostile.isConnected(), row + " reached the socket");
  }
}
