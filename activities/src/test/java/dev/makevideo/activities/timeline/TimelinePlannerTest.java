package dev.makevideo.activities.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.activities.timeline.TimelinePlanner.Planned;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelinePlannerTest {
  private static final FrameSize SIZE =
      FrameSize.of(AspectRatio.PORTRAIT_9_16, RenderQuality.STANDARD);

  private final TimelinePlanner planner = new TimelinePlanner();

  @Test
  void fiftyClipsOfThreeSecondsFillANarrationThatNeedsThemAll() {
    Planned planned = plan(Duration.ofSeconds(149), clips(50, 3.0));
    assertEquals(4470, planned.timeline().totalFrames());
    assertEquals(50, planned.timeline().segments().size());
    assertEquals(50, planned.used().size());
    assertEquals(0, planned.reused());
  }

  @Test
  void coversTheNarrationWithAtMostOneFrameMore() {
    for (long millis : List.of(500L, 6020L, 9980L, 10_000L, 10_001L, 59_999L)) {
      Duration narration = Duration.ofMillis(millis);
      Duration picture = FrameGrid.lengthOf(plan(narration, clips(20, 5)).timeline().totalFrames());
      Duration more = picture.minus(narration);
      assertTrue(more.toNanos() > -40, millis + " ms: " + more);
      assertTrue(more.compareTo(FrameGrid.lengthOf(1)) < 0, millis + " ms: " + more);
    }
  }

  @Test
  void cutsLongClipsToSixSeconds() {
    Planned planned = plan(Duration.ofSeconds(12), clips(3, 60));
    assertEquals(List.of(180, 180), frames(planned));
    assertEquals(List.of(0, 1), planned.used());
  }

  @Test
  void goesOnWithTheRestOfTheClipsBeforeItShowsAnythingAgain() {
    Planned planned = plan(Duration.ofSeconds(24), clips(2, 12));
    assertEquals(List.of(0, 0, 180, 180), inFrames(planned));
    assertEquals(0, planned.reused());
  }

  @Test
  void showsOnlyWhatIsWorthShowing() {
    ValidateBatch.Item parts = clip(0, 20, span(1, 2), span(4, 0.4), span(5, 9));
    Planned planned = plan(Duration.ofSeconds(14), List.of(parts, clip(1, 3)));
    assertEquals(List.of(30, 0, 150, 330), inFrames(planned));
    assertEquals(List.of(60, 90, 180, 90), frames(planned));
    assertEquals(0, planned.reused());
    assertEquals(List.of(30, 150, 330, 30), inFrames(plan(Duration.ofSeconds(12), List.of(parts))));
  }

  @Test
  void takesARestThatIsTooShortForItselfWithTheCutBeforeIt() {
    Planned planned = plan(Duration.ofSeconds(19), clips(3, 190 / 30.0));
    assertEquals(List.of(190, 190, 190), frames(planned));
  }

  @Test
  void showsClipsAgainButNeverOneTwiceInARow() {
    Planned planned = plan(Duration.ofSeconds(30), List.of(clip(0, 3), clip(1, 9)));
    assertEquals(900, planned.timeline().totalFrames());
    assertTrue(planned.reused() > 0);
    List<Segment> segments = planned.timeline().segments();
    for (int i = 3; i < segments.size(); i++) {
      assertFalse(segments.get(i).clipIndex() == segments.get(i - 1).clipIndex(), "at " + i);
    }
  }

  @Test
  void oneClipMayFillItAll() {
    Planned planned = plan(Duration.ofSeconds(10), List.of(clip(4, 4)));
    assertEquals(List.of(120, 120, 60), frames(planned));
    assertEquals(List.of(4), planned.used());
    assertEquals(2, planned.reused());
  }

  @Test
  void failsBelowAQuarterAndSaysWhatIsThereAndWhatIsNeeded() {
    ApplicationFailure failure =
        assertThrows(ApplicationFailure.class, () -> plan(Duration.ofSeconds(60), clips(2, 7.4)));
    assertEquals("too-little-footage", failure.getType());
    assertTrue(failure.isNonRetryable());
    String message = failure.getOriginalMessage();
    assertTrue(message.contains("14.8 s") && message.contains("at least 15.0 s"), message);
    assertEquals(1800, plan(Duration.ofSeconds(60), clips(2, 7.5)).timeline().totalFrames());
  }

  @Test
  void failsWithoutAnyClip() {
    assertThrows(ApplicationFailure.class, () -> plan(Duration.ofSeconds(1), List.of()));
    assertThrows(
        ApplicationFailure.class, () -> plan(Duration.ofSeconds(1), List.of(clip(0, 0.2))));
  }

  @Test
  void usesTheSameBytesOnce() {
    ValidateBatch.Item first = clip(0, 3);
    ValidateBatch.Item same = new ValidateBatch.Item(7, first.clip());
    assertEquals(List.of(0), plan(Duration.ofSeconds(3), List.of(first, same)).used());
  }

  @Test
  void lengthensALastCutThatWouldFlash() {
    Planned planned = plan(Duration.ofMillis(6100), clips(3, 3));
    assertEquals(183, planned.timeline().totalFrames());
    assertEquals(List.of(90, 78, 15), frames(planned));
  }

  @Test
  void givesEachSegmentTheCuesOfItsWindowOnly() {
    Cue early = cue(0.2, 1.0);
    Cue across = cue(2.5, 3.5);
    Cue touching = cue(3.5, 6.0);
    Planned planned =
        planner.plan(
            Duration.ofSeconds(9),
            clips(3, 3),
            List.of(early, across, touching),
            SIZE,
            Optional.empty());
    List<Segment> segments = planned.timeline().segments();
    assertEquals(List.of(early, across), segments.get(0).cues());
    assertEquals(List.of(across, touching), segments.get(1).cues());
    assertEquals(List.of(), segments.get(2).cues());
  }

  @Test
  void survivesItsJson() throws Exception {
    Timeline timeline =
        planner
            .plan(Duration.ofMillis(6020), clips(3, 3), List.of(cue(0, 1)), SIZE, Optional.empty())
            .timeline();
    byte[] json = Payloads.mapper().writeValueAsBytes(timeline);
    assertEquals(timeline, Payloads.mapper().readValue(json, Timeline.class));
  }

  @Test
  void draftsHaveEvenSides() {
    assertEquals(
        new FrameSize(540, 676), FrameSize.of(AspectRatio.PORTRAIT_4_5, RenderQuality.DRAFT));
    assertEquals(
        new FrameSize(540, 960), FrameSize.of(AspectRatio.PORTRAIT_9_16, RenderQuality.DRAFT));
    assertThrows(IllegalArgumentException.class, () -> new FrameSize(541, 960));
  }

  @Test
  void refusesATimelineWithAGap() {
    Timeline whole = plan(Duration.ofSeconds(9), clips(3, 3)).timeline();
    List<Segment> gap = List.of(whole.segments().get(0), whole.segments().get(2));
    assertThrows(
        IllegalArgumentException.class, () -> new Timeline(30, SIZE, Duration.ofSeconds(6), gap));
  }

  @Test
  void keepsItsPromisesForAnyInput() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 3000; round++) {
      List<ValidateBatch.Item> clips = new ArrayList<>();
      double footage = 0;
      for (int i = 0; i <= random.nextInt(12); i++) {
        double seconds = 0.5 + random.nextInt(random.nextBoolean() ? 40 : 400) / 20.0;
        clips.add(random.nextBoolean() ? clip(i, seconds) : clip(i, seconds, middle(seconds)));
        footage += clips.get(i).clip().worthShowing().toNanos() / 1e9;
      }
      Duration narration =
          Duration.ofNanos((long) (1e9 * (0.2 + random.nextDouble() * footage * 3.5)));
      String about = "seed " + seed + " round " + round + " " + narration + " " + clips;
      Planned planned = plan(narration, clips);
      assertEquals(planned, plan(narration, clips), about);
      assertEquals(FrameGrid.framesToCover(narration), planned.timeline().totalFrames(), about);
      for (Segment segment : planned.timeline().segments()) {
        Clip clip = clips.get(segment.clipIndex()).clip();
        int end = segment.inFrame() + segment.frames();
        assertTrue(isWorthShowing(clip, segment.inFrame(), end), about);
        assertTrue(segment.frames() <= 194, about);
        assertTrue(segment.frames() >= 15 || allAsShortAsTheyMayBe(planned), about);
      }
    }
  }

  private static boolean isWorthShowing(Clip clip, int from, int to) {
    return clip.spans().isEmpty()
        ? to <= FrameGrid.framesOf(clip.duration())
        : clip.spans().stream()
            .anyMatch(
                span -> {
                  int start = FrameGrid.framesOf(span.start());
                  return start <= from && to <= start + FrameGrid.framesOf(span.length());
                });
  }

  /** A cut below half a second is excused only if no other could give it a frame. */
  private static boolean allAsShortAsTheyMayBe(Planned planned) {
    List<Integer> frames = frames(planned);
    return frames.subList(0, frames.size() - 1).stream().allMatch(count -> count == 15);
  }

  private Planned plan(Duration narration, List<ValidateBatch.Item> clips) {
    return planner.plan(narration, clips, List.of(), SIZE, Optional.empty());
  }

  private static List<Integer> frames(Planned planned) {
    return planned.timeline().segments().stream().map(Segment::frames).toList();
  }

  private static List<Integer> inFrames(Planned planned) {
    return planned.timeline().segments().stream().map(Segment::inFrame).toList();
  }

  private static List<ValidateBatch.Item> clips(int count, double seconds) {
    List<ValidateBatch.Item> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clips.add(clip(i, seconds));
    }
    return clips;
  }

  private static ValidateBatch.Item clip(int index, double seconds, Clip.Span... spans) {
    ObjectRef object = new ObjectRef(String.format("%064x", index + 1), 1000);
    return new ValidateBatch.Item(
        index,
        new Clip(
            object,
            "clip " + index,
            seconds(seconds),
            1080,
            1920,
            List.of(spans),
            Optional.empty(),
            Optional.empty()));
  }

  private static Clip.Span span(double start, double length) {
    return new Clip.Span(seconds(start), seconds(length));
  }

  /** The clip without a quarter second at each end. */
  private static Clip.Span[] middle(double seconds) {
    return seconds < 1 ? new Clip.Span[0] : new Clip.Span[] {span(0.25, seconds - 0.5)};
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static Cue cue(double start, double end) {
    return new Cue(start, end, List.of(new Word("word", start, end)));
  }
}
