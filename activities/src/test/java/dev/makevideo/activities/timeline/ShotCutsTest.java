package dev.makevideo.activities.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.timeline.TimelinePlanner.Planned;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ShotPlacement.Part;
import dev.makevideo.workflows.contract.ShotPlan;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Candidate i is of phrase i modulo their number. */
class ShotCutsTest {
  private static final FrameSize SIZE =
      FrameSize.of(AspectRatio.PORTRAIT_9_16, RenderQuality.DRAFT);

  private static Part part(int frames, Integer... phrases) {
    return new Part(List.of(phrases), frames);
  }

  private static List<ValidateBatch.Item> clips(int count, double seconds) {
    return IntStream.range(0, count).mapToObj(i -> clip(i, seconds)).toList();
  }

  private static ValidateBatch.Item clip(int index, double seconds) {
    ObjectRef object = new ObjectRef(String.format("%064x", index + 1), 1000);
    Duration length = Duration.ofMillis(Math.round(seconds * 1000));
    return new ValidateBatch.Item(index, Clip.whole(object, "clip " + index, length, 1080, 1920));
  }

  private static Planned plan(
      List<Part> parts, List<Integer> phrases, List<ValidateBatch.Item> clips) {
    int frames = parts.stream().mapToInt(Part::frames).sum();
    return new TimelinePlanner()
        .plan(
            Duration.ofMillis(frames * 1000L / 30),
            clips,
            List.of(),
            SIZE,
            Optional.of(new ShotPlan(parts, phrases)));
  }

  private static List<Integer> shown(Planned planned) {
    return planned.timeline().segments().stream().map(Segment::clipIndex).toList();
  }

  private static List<Integer> starts(Planned planned) {
    return planned.timeline().segments().stream().map(Segment::startFrame).toList();
  }

  @Test
  void showsOnlyAPhrasesClipsInItsPartAndCutsOnTheBorders() {
    Planned planned =
        plan(
            List.of(part(100, 1), part(37, 0), part(163, 2)),
            List.of(0, 1, 2, 0, 1, 2),
            clips(6, 3));
    assertEquals(List.of(1, 4, 0, 2, 5), shown(planned));
    assertEquals(List.of(0, 85, 100, 137, 227), starts(planned));
    assertEquals(0, planned.reused());
    assertEquals(List.of(), planned.replaced());
  }

  @Test
  void takesTurnsWhereNoPartSaysOtherwise() {
    // found in turns, but one of the first phrase was rejected
    List<ValidateBatch.Item> clips =
        List.of(clip(0, 2), clip(1, 2), clip(3, 2), clip(4, 2), clip(5, 2), clip(6, 2));
    Planned planned = plan(List.of(part(360, 0, 1)), List.of(0, 1, 0, 1, 0, 1, 0), clips);
    assertEquals(List.of(0, 1, 4, 3, 6, 5), shown(planned));
  }

  @Test
  void goesOnWithAPhraseWhereAnEarlierPartLeftOff() {
    Planned planned =
        plan(List.of(part(120, 0), part(60, 1), part(120, 0)), List.of(0, 0, 0, 0, 1), clips(5, 2));
    assertEquals(List.of(0, 1, 4, 2, 3), shown(planned));
    assertEquals(0, planned.reused());
  }

  @Test
  void repeatsAPhraseBeforeItShowsAnother() {
    Planned planned = plan(List.of(part(120, 0), part(60, 1)), List.of(0, 1), clips(2, 2));
    assertEquals(List.of(0, 0, 1), shown(planned));
    assertEquals(1, planned.reused());
    assertEquals(List.of(), planned.replaced());
  }

  @Test
  void standsInForWhatIsMissingFirstWithClipsOfNoPhrase() {
    Planned planned =
        plan(
            List.of(part(60, 0), part(60, 1), part(60, 2)),
            List.of(0, ShotPlan.ANY, 2),
            clips(3, 2));
    assertEquals(List.of(0, 1, 2), shown(planned));
    assertEquals(List.of(1), planned.replaced());
    Planned others = plan(List.of(part(60, 0), part(60, 1)), List.of(0, 0, 2), clips(3, 2));
    assertEquals(List.of(0, 1), shown(others));
    assertEquals(List.of(1), others.replaced());
  }

  /** What is left of the first clip is longer than the shortest cut, and shorter than the part. */
  @Test
  void aPartThatIsTooShortForTwoCutsHasOne() {
    List<ValidateBatch.Item> clips = List.of(clip(0, 102 / 30.0), clip(1, 5));
    Planned planned = plan(List.of(part(85, 0), part(20, 0)), List.of(0, 0), clips);
    assertEquals(List.of(85, 20), frames(planned));
    Planned small =
        plan(List.of(part(20, 0)), List.of(0, 0), List.of(clip(0, 17 / 30.0), clip(1, 5)));
    assertEquals(List.of(20), frames(small));
    assertEquals(List.of(1), shown(small));
  }

  private static List<Integer> frames(Planned planned) {
    return planned.timeline().segments().stream().map(Segment::frames).toList();
  }

  @Test
  void fillsEveryPartToTheFrame() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 3000; run++) {
      int phrases = 1 + random.nextInt(5);
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        parts.add(part(15 + random.nextInt(300), random.nextInt(phrases)));
      }
      int count = 3 + random.nextInt(10);
      List<Integer> of =
          IntStream.range(0, count).mapToObj(i -> random.nextInt(phrases + 1) - 1).toList();
      List<ValidateBatch.Item> clips =
          IntStream.range(0, count).mapToObj(i -> clip(i, 5 + random.nextInt(90) / 10.0)).toList();
      Planned planned = plan(parts, of, clips);
      String about = "seed " + seed + ", run " + run + ": " + parts + of + shown(planned);
      int at = 0;
      for (Part part : parts) {
        assertTrue(starts(planned).contains(at), about);
        int from = at;
        int phrase = part.phrases().get(0);
        at += part.frames();
        int to = at;
        if (!planned.replaced().contains(phrase)) {
          planned.timeline().segments().stream()
              .filter(s -> s.startFrame() >= from && s.startFrame() < to)
              .forEach(s -> assertEquals(phrase, of.get(s.clipIndex()), about));
        }
      }
      assertEquals(at, planned.timeline().totalFrames(), about);
      assertTrue(planned.timeline().segments().stream().allMatch(s -> s.frames() >= 15), about);
    }
  }
}
