package dev.makevideo.activities.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.workflows.contract.Clip;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class LetterboxTest {
  private static final int WHITE = 200;
  private static final int NOISE = 12;

  private final Letterbox letterbox = new Letterbox();

  @Test
  void aPictureThatFillsTheFrameHasNone() {
    lit(0, 0, 31, 31);
    assertEquals(Optional.empty(), letterbox.picture());
  }

  @Test
  void findsBarsAtBothSides() {
    lit(4, 0, 27, 31); // the fourth point stands at 3.5/32, the fifth at 4.5/32 or 9/64
    assertEquals(Optional.of(new Clip.Area(9, 0, 46, 64)), letterbox.picture());
  }

  @Test
  void findsBarsAboveAndBelow() {
    lit(0, 11, 31, 20);
    assertEquals(Optional.of(new Clip.Area(0, 23, 64, 18)), letterbox.picture());
  }

  @Test
  void findsAFrameOfBarsThatDifferByAPoint() {
    lit(3, 2, 27, 29);
    assertEquals(Optional.of(new Clip.Area(9, 5, 46, 54)), letterbox.picture());
  }

  @Test
  void aPictureWithDarkCornersHasAStraightEdgeAllTheSame() {
    points((x, y) -> x >= 4 && x <= 27 && (x > 4 && x < 27 || y > 5 && y < 26) ? WHITE : NOISE);
    assertEquals(Optional.of(new Clip.Area(9, 0, 46, 64)), letterbox.picture());
  }

  @Test
  void theNightRoundTheMoonIsNoBar() {
    points((x, y) -> Math.hypot(x - 15.5, y - 15.5) < 7 ? WHITE : NOISE);
    assertEquals(Optional.empty(), letterbox.picture());
  }

  @Test
  void whatIsLeftOfAStripeIsNoPicture() {
    lit(0, 13, 31, 18);
    assertEquals(Optional.empty(), letterbox.picture());
  }

  @Test
  void whatIsLitInOneFrameIsNoBar() {
    lit(4, 0, 27, 31);
    lit(0, 31, 0, 31);
    lit(31, 31, 31, 31);
    assertEquals(Optional.empty(), letterbox.picture());
  }

  @Test
  void aDarkSideIsNoBar() {
    lit(9, 0, 31, 31);
    assertEquals(Optional.empty(), letterbox.picture());
  }

  @Test
  void barsThatDifferAreNone() {
    lit(4, 0, 25, 31);
    assertEquals(Optional.empty(), letterbox.picture());
  }

  @Test
  void aLineAtTheEdgesIsNoBar() {
    lit(1, 1, 30, 30);
    assertEquals(Optional.empty(), letterbox.picture());
  }

  @Test
  void aBlackClipHasNone() {
    points((x, y) -> NOISE);
    assertEquals(Optional.empty(), letterbox.picture());
  }

  private void lit(int left, int top, int right, int bottom) {
    points((x, y) -> x >= left && x <= right && y >= top && y <= bottom ? WHITE : NOISE);
  }

  private void points(IntBinaryOperator level) {
    byte[] points = new byte[GreyPoints.POINTS];
    for (int i = 0; i < points.length; i++) {
      points[i] = (byte) level.applyAsInt(i % GreyPoints.SIDE, i / GreyPoints.SIDE);
    }
    letterbox.accept(points);
  }
}
