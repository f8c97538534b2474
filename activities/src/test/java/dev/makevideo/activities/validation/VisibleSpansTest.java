package dev.makevideo.activities.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.activities.validation.ClipVerdict.Span;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisibleSpansTest {
  private static final int WHITE = 255;

  private final VisibleSpans visible = new VisibleSpans();
  private int level;

  @Test
  void aClipThatMovesIsShownFromEndToEnd() {
    moving(100);
    assertEquals(List.of(new Span(0, 100)), visible.spans());
  }

  @Test
  void leavesOutBlackAtBothEndsWithAFrameMore() {
    black(2);
    moving(50);
    black(1);
    assertEquals(List.of(new Span(3, 48)), visible.spans());
  }

  @Test
  void leavesOutABlackRunInTheMiddleButNotABlink() {
    moving(30);
    black(2);
    moving(30);
    black(3);
    moving(30);
    assertEquals(List.of(new Span(0, 61), new Span(66, 29)), visible.spans());
  }

  @Test
  void fourteenFramesBetweenBlackOnesAreNotWorthShowing() {
    black(10);
    moving(16);
    black(10);
    moving(17);
    black(10);
    assertEquals(List.of(new Span(37, 15)), visible.spans());
  }

  @Test
  void hasNothingToShowOfABlackClip() {
    black(90);
    assertEquals(List.of(), visible.spans());
  }

  @Test
  void aFiftiethOfBrightPointsIsStillBlackAndMoreIsNot() {
    assertEquals(List.of(), spansOf(i -> points(20 - i % 2, WHITE, 25)));
    assertEquals(1, spansOf(i -> points(22 - i % 2, WHITE, 25)).size());
    assertEquals(1, spansOf(i -> points(0, WHITE, 26 + i % 2)).size());
  }

  @Test
  void leavesOutAPictureThatStandsStillForTwoSeconds() {
    moving(70);
    still(60);
    moving(20);
    assertEquals(List.of(new Span(0, 71), new Span(130, 20)), visible.spans());
  }

  @Test
  void keepsAPictureThatStandsStillForLess() {
    moving(70);
    still(59);
    moving(20);
    assertEquals(List.of(new Span(0, 149)), visible.spans());
  }

  @Test
  void keepsAClipThatMostlyStandsStill() {
    moving(30);
    still(90);
    moving(20);
    black(10);
    assertEquals(List.of(new Span(0, 139)), visible.spans());
  }

  @Test
  void aChangeThatIsTooSmallInOneFrameCountsWhenItAddsUp() {
    moving(100);
    for (int i = 0; i < 90; i++) {
      visible.accept(points(i * 2, 200, 100)); // 0.2 of a level a frame
    }
    assertEquals(List.of(new Span(0, 190)), visible.spans());
  }

  @Test
  void keepsTheLongestSpansOfMany() {
    for (int i = 0; i < 30; i++) {
      moving(i == 7 ? 18 : 30);
      black(4);
    }
    List<Span> spans = visible.spans();
    assertEquals(16, spans.size());
    assertEquals(0, spans.get(0).from());
    assertEquals(29, spans.get(0).frames(), "no black before it");
    assertEquals(0, spans.stream().filter(span -> span.frames() < 28).count());
  }

  /** Of a clip of 30 frames. */
  private static List<Span> spansOf(IntFunction<byte[]> thumbnail) {
    VisibleSpans visible = new VisibleSpans();
    IntStream.range(0, 30).mapToObj(thumbnail).forEach(visible);
    return visible.spans();
  }

  private void moving(int frames) {
    for (int i = 0; i < frames; i++) {
      level = (level + 7) % 100;
      visible.accept(points(0, 0, 100 + level));
    }
  }

  private void still(int frames) {
    level = (level + 7) % 100;
    for (int i = 0; i < frames; i++) {
      visible.accept(points(0, 0, 100 + level));
    }
  }

  private void black(int frames) {
    for (int i = 0; i < frames; i++) {
      visible.accept(points(0, 0, 0));
    }
  }

  /** A thumbnail of so many points of one level, and the rest of another. */
  private static byte[] points(int count, int of, int rest) {
    byte[] points = new byte[GreyPoints.POINTS];
    Arrays.fill(points, (byte) rest);
    Arrays.fill(points, 0, count, (byte) of);
    return points;
  }
}
