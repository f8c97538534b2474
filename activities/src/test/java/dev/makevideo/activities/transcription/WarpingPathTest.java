package dev.makevideo.activities.transcription;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class WarpingPathTest {
  @Test
  void followsADiagonal() {
    assertArrayEquals(new int[] {0, 1, 2, 3}, path("+---", "-+--", "--+-", "---+"));
  }

  @Test
  void mayBeginLateAndEndEarly() {
    assertArrayEquals(new int[] {3, 5, 6}, path("---++-----", "-----+----", "------++--"));
  }

  @Test
  void keepsARowThatIsHeardForLong() {
    assertArrayEquals(new int[] {0, 1, 5}, path("+------", "-++++--", "-----++"));
  }

  @Test
  void passesARowThatIsNotHeardWithoutGoingBack() {
    assertArrayEquals(new int[] {1, 2, 3}, path("-+---", "-----", "---+-"));
  }

  @Test
  void knowsOneColumnAndOneRow() {
    assertArrayEquals(new int[] {0, 0, 0}, path("+", "-", "+"));
    assertArrayEquals(new int[] {2}, path("--++-"));
  }

  private static int[] path(String... rows) {
    double[][] similar = new double[rows.length][];
    for (int r = 0; r < rows.length; r++) {
      similar[r] = rows[r].chars().mapToDouble(c -> c == '+' ? 1 : -1).toArray();
    }
    return WarpingPath.firstColumns(similar);
  }
}
