package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.probe.HostileFiles;
import dev.makevideo.platform.probe.HostileNarration;
import dev.makevideo.platform.probe.HostileNarrationKinds;
import dev.makevideo.platform.probe.PeakMemory;
import dev.makevideo.testkit.Stopwatch;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Narrations that are up to something, through the activity that analyzes them. */
@Timeout(300)
@Isolated
class HostileNarrationTest {
  /** What ffprobe may have, and more than ffmpeg needs: an index bomb takes what it gets. */
  private static final long MEGABYTES = Ffmpeg.PROBE_MEMORY >> 20;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path samples;
  private static HostileFiles hostile;
  private static HostileNarrationKinds table;
  @TempDir Path folder;

  @BeforeAll
  static void make() throws Exception {
    hostile = new HostileFiles(samples);
    table = new HostileNarrationKinds(hostile, samples);
  }

  @AfterAll
  static void close() throws IOException {
    hostile.close();
    assertTrue(PeakMemory.looks() > 10, "looks at memory: " + PeakMemory.looks());
  }

  static List<HostileNarration> lists() throws Exception {
    return table.lists();
  }

  static List<HostileNarration> bombs() throws Exception {
    return table.bombs();
  }

  static List<HostileNarration> clocks() throws Exception {
    return table.clocks();
  }

  static List<HostileNarration> cutShort() throws Exception {
    return table.cutShort();
  }

  @ParameterizedTest
  @MethodSource({"lists", "bombs", "clocks", "cutShort"})
  void isUsedOrRefusedWithinBounds(HostileNarration row) throws Exception {
    try (PeakMemory memory = new PeakMemory();
        Stopwatch watch = Stopwatch.start();
        SpeechFixture bench = new SpeechFixture(folder)) {
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
      Duration took = watch.elapsed();
      seen = row + ": " + seen + "; peak " + memory.megabytes() + " MB, " + took.toMillis() + " ms";
      assertTrue(seen.contains(row.said()), seen);
      assertTrue(memory.megabytes() <= MEGABYTES, seen);
      assertTrue(took.compareTo(LIMIT) < 0, seen);
    }
    assertFalse(hostile.isConnected(), row + " reached the socket");
    assertFalse(hostile.trap().isSprung(), row + " had the pipe opened");
  }
}
