package dev.makevideo.activities.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.render.OddClip.Rejected;
import dev.makevideo.activities.render.OddClip.Used;
import dev.makevideo.activities.render.OddPicture.Colour;
import dev.makevideo.activities.timeline.Segment;
import dev.makevideo.workflows.contract.FrameGrid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every clip that ffmpeg decodes whole is shown upright, in its colours and at its speed; every
 * other one is a rejected clip with its reason. All clips go through one job; what may be rejected
 * stands in docs/clips.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Isolated
class OddClipsTest {
  private static final List<OddClip> TABLE =
      Stream.of(
              OddShapes.rates(),
              OddShapes.orientations(),
              OddShapes.shapes(),
              OddShapes.fields(),
              OddColours.codecs(),
              OddColours.matrices(),
              OddColours.highDynamicRange(),
              OddColours.transparent(),
              OddFiles.streams(),
              OddFiles.times(),
              OddFiles.damage(),
              OddFiles.names())
          .flatMap(List::stream)
          .toList();

  /** The bar's place is known to a part of a pixel of the strip. */
  private static final double PLACE = 1.0 / 108;

  /** A segment's frame may show the source as it is one frame earlier or later. */
  private static final double GRID = 1.0 / FrameGrid.FPS;

  /** The most that one child may ever have had in memory, in kilobytes: 400 MB. */
  private static final long MOST_MEMORY = 400_000;

  @TempDir static Path folder;
  private OddRun run;
  private FrameStrip strip;
  private ResidentPeaks peaks;
  private final Map<String, String> seen = new HashMap<>();

  @BeforeAll
  void runAll() throws Exception {
    peaks = new ResidentPeaks();
    run = new OddRun(folder);
    run.run(TABLE);
    strip = new FrameStrip(run.bench.media, run.video());
  }

  @AfterAll
  void close() throws Exception {
    List<String> lines = new ArrayList<>();
    for (OddClip clip : TABLE) {
      lines.add(clip + " | " + run.rejection(clip).orElse("used") + " | " + seen.get(clip.name()));
    }
    Files.write(Path.of("target", "odd-clips.txt"), lines);
    strip.close();
    run.close();
    peaks.close();
  }

  static List<OddClip> usable() {
    return TABLE.stream().filter(clip -> clip.outcome() instanceof Used).toList();
  }

  static List<OddClip> unusable() {
    return TABLE.stream().filter(clip -> clip.outcome() instanceof Rejected).toList();
  }

  @ParameterizedTest
  @MethodSource("usable")
  void isShownUprightInItsColoursAndAtItsSpeed(OddClip clip) throws Exception {
    Used expected = (Used) clip.outcome();
    assertEquals("used", run.rejection(clip).orElse("used"));
    List<Segment> segments = run.segments(clip);
    assertFalse(segments.isEmpty(), "no segment");
    int worst = 0;
    double latest = 0;
    for (Segment segment : segments) {
      worst = Math.max(worst, colourError(expected, segment));
      latest = Math.max(latest, expected.bar() ? timeError(clip, expected, segment) : 0);
    }
    double comb = expected.comb() ? combing(segments.get(0)) : 0;
    seen.put(
        clip.name(),
        String.format(
            Locale.ROOT,
            "colour %d, time %.3f s, comb %.1f px; colours %s",
            worst,
            latest,
            comb,
            colours(segments.get(0).startFrame())));
    assertTrue(worst <= expected.tolerance(), "colours differ by " + worst);
    assertTrue(latest <= PLACE * clip.recipe().picture().period() + 0.005, "time: " + latest);
    assertTrue(comb < 1, "lines of two times: " + comb);
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void isRejectedAndSaysWhy(OddClip clip) {
    List<String> reasons = ((Rejected) clip.outcome()).reasons();
    String found = run.rejection(clip).orElse("used");
    assertTrue(reasons.stream().anyMatch(found::contains), found);
    assertEquals(List.of(), run.segments(clip));
  }

  @Test
  void thereAreAtLeastForty() {
    assertTrue(TABLE.size() >= 40, "only " + TABLE.size());
    assertEquals(TABLE.size(), TABLE.stream().map(OddClip::name).distinct().count());
  }

  /** Joined by stream copy: so all parameter sets are the same, and every frame is on the grid. */
  @Test
  void theyAllMakeOneVideo() throws Exception {
    new VideoLook(run.bench.media).assertVideo(run.video(), 540, 960, run.frames());
    assertEquals(run.frames(), strip.count());
  }

  @Test
  void memoryIsBounded() {
    long largest = peaks.of("/objects/");
    seen.put("4k.mp4", seen.get("4k.mp4") + ", largest child " + largest / 1000 + " MB");
    assertTrue(largest > 10_000, "nothing was measured: " + largest + " kB");
    assertTrue(largest < MOST_MEMORY, largest + " kB");
  }

  private List<Colour> colours(int frame) throws Exception {
    List<Colour> colours = new ArrayList<>();
    for (double[] place : OddPicture.PATCHES) {
      colours.add(strip.colour(frame, place));
    }
    return colours;
  }

  /** The largest difference of any patch in the first, a middle and the last frame. */
  private int colourError(Used expected, Segment segment) throws Exception {
    int worst = 0;
    int end = segment.startFrame() + segment.frames();
    for (int frame : new int[] {segment.startFrame(), (segment.startFrame() + end) / 2, end - 1}) {
      List<Colour> found = colours(frame);
      for (int i = 0; i < found.size(); i++) {
        worst = Math.max(worst, found.get(i).distance(expected.colours().get(i)));
      }
    }
    return worst;
  }

  /** By how much the bar is too early or late in the frame where it is so most, in seconds. */
  private double timeError(OddClip clip, Used expected, Segment segment) throws Exception {
    double from = expected.from();
    if (Double.isNaN(from)) {
      from = seconds(clip, segment.startFrame());
    }
    double worst = 0;
    for (int n = 0; n < segment.frames(); n++) {
      double found = seconds(clip, segment.startFrame() + n);
      double now = (double) (segment.inFrame() + n) / FrameGrid.FPS;
      double error = Double.MAX_VALUE;
      for (int grid = -1; grid <= 1; grid++) {
        double shown =
            from
                + Math.floor((now + grid * GRID) / expected.interval() + 1e-6)
                    * expected.interval();
        error = Math.min(error, distance(found, shown - expected.slack(), shown));
      }
      worst = Math.max(worst, error);
    }
    return worst;
  }

  private static double distance(double value, double from, double to) {
    return Math.max(0, Math.max(from - value, value - to));
  }

  private double seconds(OddClip clip, int frame) throws Exception {
    double bar = strip.bar(frame);
    assertFalse(Double.isNaN(bar), "no bar in frame " + frame);
    return clip.recipe().picture().seconds(bar);
  }

  /** How far apart the bar is in even and odd lines, in pixels, on average. */
  private double combing(Segment segment) throws Exception {
    int width = 540;
    int lines = 160;
    Path raw =
        run.bench.media.make(
            "lines.gray",
            List.of("-i", "file:" + run.video()),
            "-vf",
            "trim=start_frame=%d:end_frame=%d,crop=%d:%d:0:280,format=gray"
                .formatted(
                    segment.startFrame(), segment.startFrame() + segment.frames(), width, lines),
            "-f",
            "rawvideo");
    byte[] bytes = Files.readAllBytes(raw);
    double sum = 0;
    for (int frame = 0; frame < segment.frames(); frame++) {
      double[][] columns = new double[2][width];
      for (int y = 0; y < lines; y++) {
        for (int x = 0; x < width; x++) {
          columns[y % 2][x] += (bytes[(frame * lines + y) * width + x] & 0xff) / (lines / 2.0);
        }
      }
      sum += Math.abs(FrameStrip.middle(columns[0]) - FrameStrip.middle(columns[1]));
    }
    return sum / segment.frames();
  }
}
