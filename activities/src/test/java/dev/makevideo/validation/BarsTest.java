package dev.makevideo.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.activity.Clip;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BarsTest {
  private final Bars bars = new Bars();

  @Test
  void aPictureThatFillsTheFrameHasNone() {
    lit(0, 0, 31, 31);
    assertEquals(Optional.empty(), bars.picture(640, 360));
  }

  @Test
  void findsBarsAtBothSides() {
    lit(4, 0, 27, 31); // points 10, 30, 50 and 70 are black, 90 is not
    assertEquals(Optional.of(new Clip.Area(90, 0, 460, 360)), bars.picture(640, 360));
  }

  @Test
  void findsBarsAboveAndBelow() {
    lit(0, 11, 31, 20);
    assertEquals(Optional.of(new Clip.Area(0, 690, 1080, 540)), bars.picture(1080, 1920));
  }

  @Test
  void findsAFrameOfBarsThatDifferByAPoint() {
    lit(3, 2, 27, 29);
    assertEquals(Optional.of(new Clip.Area(90, 28, 460, 304)), bars.picture(640, 360));
  }

  @Test
  void whatIsLitInOneFrameIsNoBar() {
    lit(4, 0, 27, 31);
    lit(0, 31, 0, 31);
    lit(31, 31, 31, 31);
    assertEquals(Optional.empty(), bars.picture(640, 360));
  }

  @Test
  void aDarkSideIsNoBar() {
    lit(9, 0, 31, 31);
    assertEquals(Optional.empty(), bars.picture(640, 360));
  }

  @Test
  void barsThatDifferAreNone() {
    lit(4, 0, 25, 31);
    assertEquals(Optional.empty(), bars.picture(640, 360));
  }

  @Test
  void aLineAtTheEdgesIsNoBar() {
    lit(1, 1, 30, 30);
    assertEquals(Optional.empty(), bars.picture(640, 360));
  }

  @Test
  void aBlackClipHasNone() {
    lit(1, 1, 0, 0);
    assertEquals(Optional.empty(), bars.picture(640, 360));
  }

  @Test
  void leavesATinyFrameAlone() {
    lit(15, 15, 16, 16);
    assertEquals(Optional.empty(), bars.picture(2, 2));
  }

  /** A frame that is lit from one point to another, and has an encoder's noise elsewhere. */
  private void lit(int left, int top, int right, int bottom) {
    byte[] points = new byte[Thumbnails.POINTS];
    for (int i = 0; i < points.length; i++) {
      int x = i % Thumbnails.SIDE;
      int y = i / Thumbnails.SIDE;
      points[i] = (byte) (x >= left && x <= right && y >= top && y <= bottom ? 200 : 12);
    }
    bars.accept(points);
  }
}
