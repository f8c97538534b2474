package dev.makevideo.activities.ocr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextMapTest {
  private static final int WIDTH = 200;
  private static final int HEIGHT = 100;

  private final float[] map = new float[WIDTH * HEIGHT];

  @Test
  void anEmptyMapHasNoLines() {
    assertEquals(List.of(), lines());
  }

  @Test
  void aBlobBecomesARectangleThatIsGrown() {
    fill(50, 40, 80, 10, 0.9f);

    Region line = lines().get(0);

    double grown = 2 * (80 * 10 * 1.6 / (2 * (80 + 10)));
    assertEquals(1, lines().size());
    assertEquals(0, line.angle(), 1e-9);
    assertEquals(80 + grown, line.width(), 1e-6);
    assertEquals(10 + grown, line.height(), 1e-6);
    assertEquals(50 + 39.5, line.x(), 1e-6);
    assertEquals(40 + 4.5, line.y(), 1e-6);
  }

  @Test
  void specksAndFaintBlobsAreNoLines() {
    fill(10, 10, 2, 2, 1);
    fill(50, 50, 60, 10, 0.4f);

    assertEquals(List.of(), lines());
  }

  @Test
  void blobsThatDoNotTouchAreLinesOfTheirOwnLargestFirst() {
    fill(0, 0, 20, 8, 0.9f);
    fill(30, 30, 100, 12, 0.9f);

    List<Region> lines = lines();

    assertEquals(2, lines.size());
    assertTrue(lines.get(0).area() > lines.get(1).area());
  }

  @Test
  void aTurnedBlobIsMeasuredAlongItsOwnDirection() {
    double angle = Math.toRadians(15);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double u = (x - 100) * Math.cos(angle) + (y - 50) * Math.sin(angle);
        double v = (y - 50) * Math.cos(angle) - (x - 100) * Math.sin(angle);
        if (Math.abs(u) <= 50 && Math.abs(v) <= 6) {
          map[y * WIDTH + x] = 0.9f;
        }
      }
    }

    Region line = lines().get(0);

    assertEquals(15, Math.toDegrees(line.angle()), 1.5);
    assertEquals(100, line.x(), 1);
    assertEquals(50, line.y(), 1);
    assertTrue(line.width() > 3 * line.height());
  }

  @Test
  void texturesGiveABoundedNumberOfLines() {
    for (int i = 0; i < 40; i++) {
      fill((i % 10) * 20, (i / 10) * 20, 12, 6, 0.9f);
    }

    assertEquals(TextMap.MOST_LINES, lines().size());
  }

  @Test
  void aBoxIsCutToThePicture() {
    Region region = new Region(5, 5, 40, 20, Math.toRadians(10));

    FoundText.Box box = region.box(30, 12);

    assertEquals(new FoundText.Box(0, 0, 27, 12), box);
  }

  private List<Region> lines() {
    return new TextMap(map, WIDTH, HEIGHT).lines();
  }

  private void fill(int left, int top, int width, int height, float value) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        map[y * WIDTH + x] = value;
      }
    }
  }
}
