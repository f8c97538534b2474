package dev.makevideo.workflows.footage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class LikenessTest {
  /** Frames, of ten a second, from one on. */
  private static Fingerprint footage(IntFunction<double[]> frames, int from, int count) {
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (Looks.hasLook(i)) {
        looks.add(look(frames.apply(from + i)));
      }
    }
    return Fingerprint.of(looks);
  }

  private static Look look(double[] brightness) {
    return Look.of(brightness, 100, 150);
  }

  private static boolean isSame(Fingerprint one, Fingerprint other) {
    boolean same = Likeness.of(one.looks(), other.looks()).isSame();
    assertEquals(same, Likeness.of(other.looks(), one.looks()).isSame(), "either way round");
    return same;
  }

  /** A bright spot that goes round over a picture of its own for each seed. */
  private static IntFunction<double[]> moving(int seed, double speed) {
    return frame -> {
      double[] look = still(seed).apply(0);
      for (int i = 0; i < look.length; i++) {
        double x = i % Looks.SIDE - 2 - 2 * Math.cos(speed * frame + seed);
        double y = (double) (i / Looks.SIDE) - 2 - 2 * Math.sin(1.7 * speed * frame);
        look[i] += 60 * Math.exp(-x * x - y * y);
      }
      return look;
    };
  }

  private static IntFunction<double[]> still(int seed) {
    return frame -> new Random(seed).doubles(Looks.CELLS, 30, 130).toArray();
  }

  private static IntFunction<double[]> changed(
      IntFunction<double[]> frames, double contrast, double brightness) {
    return frame -> {
      double[] look = frames.apply(frame);
      for (int i = 0; i < look.length; i++) {
        look[i] = look[i] * contrast + brightness;
      }
      return look;
    };
  }

  @Test
  void footageIsTheSameWhereverItWasCut() {
    Fingerprint all = footage(moving(1, 0.3), 0, 150);
    for (int cut : new int[] {0, 1, 4, 7, 29, 31, 66, 100, 123}) {
      assertTrue(isSame(all, footage(moving(1, 0.3), cut, 150 - cut)), "cut by " + cut);
    }
    assertTrue(isSame(all, footage(moving(1, 0.3), 43, 18)), "out of the middle");
    assertTrue(
        isSame(footage(moving(1, 0.3), 20, 60), footage(moving(1, 0.3), 50, 60)), "overlapping");
  }

  @Test
  void aLittleBrighterIsTheSameAndMuchMoreContrastIsNot() {
    Fingerprint all = footage(moving(1, 0.3), 0, 80);
    assertTrue(isSame(all, footage(changed(moving(1, 0.3), 1.04, 8), 0, 80)));
    assertFalse(isSame(all, footage(changed(moving(1, 0.3), 0.5, 0), 0, 80)));
  }

  @Test
  void otherFootageIsNotTheSame() {
    for (int one = 1; one <= 20; one++) {
      for (int other = one + 1; other <= 20; other++) {
        assertFalse(
            isSame(footage(moving(one, 0.3), 0, 100), footage(moving(other, 0.3), 0, 100)),
            one + " and " + other);
      }
    }
  }

  @Test
  void whatMovesOtherwiseBeforeTheSamePictureIsNotTheSame() {
    Fingerprint first = footage(moving(1, 0.3), 0, 100);
    assertFalse(isSame(first, footage(moving(1, 0.83), 0, 100)));
    assertFalse(isSame(first, footage(still(1), 0, 100)));
  }

  @Test
  void thePictureThatStandsStillIsTheSameAsItselfOnly() {
    assertTrue(isSame(footage(still(1), 0, 60), footage(still(1), 20, 40)));
    assertFalse(isSame(footage(still(1), 0, 60), footage(still(2), 0, 60)));
  }

  @Test
  void framesThatShowNothingProveNothing() {
    IntFunction<double[]> black = frame -> new double[Looks.CELLS];
    IntFunction<double[]> plain = frame -> changed(black, 1, 120).apply(frame);
    IntFunction<double[]> flash = frame -> frame == 20 ? still(1).apply(0) : black.apply(0);
    for (IntFunction<double[]> frames : List.of(black, plain, flash)) {
      assertFalse(isSame(footage(frames, 0, 100), footage(frames, 0, 100)));
    }
  }

  @Test
  void aSecondIsTooLittle() {
    assertFalse(isSame(footage(moving(1, 0.3), 0, 10), footage(moving(1, 0.3), 0, 10)));
    assertTrue(isSame(footage(moving(1, 0.3), 0, 11), footage(moving(1, 0.3), 0, 11)));
    assertFalse(isSame(Fingerprint.NONE, Fingerprint.NONE));
  }

  @Test
  void aFingerprintIsShortAndKeepsWhatIsCompared() {
    Fingerprint longest = footage(changed(moving(3, 0.2), 1.2, -20), 0, 400);
    assertTrue(longest.text().length() <= Fingerprint.MOST_CHARACTERS, longest.text());
    assertEquals(Looks.LONGEST + 1, longest.looks().frames());
    Fingerprint read = new Fingerprint(longest.text());
    assertEquals(longest, read);
    Look look = look(changed(moving(3, 0.2), 1.2, -20).apply(35));
    Look kept = read.looks().look(35);
    for (int i = 0; i < Looks.CELLS; i++) {
      assertEquals(look.cells()[i], kept.cells()[i], 10, "cell " + i);
    }
    assertEquals(Math.max(0, Math.min(255, look.luma())), kept.luma(), 4.5);
    assertEquals(100, kept.blue(), 1);
    assertEquals(150, kept.red(), 1);
  }

  @Test
  void anotherColourIsNotTheSame() {
    Fingerprint one = footage(moving(1, 0.3), 0, 60);
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i <= Looks.LAST_DENSE; i++) {
      looks.add(Look.of(moving(1, 0.3).apply(i), 112, 150));
    }
    assertFalse(isSame(one, Fingerprint.of(looks)));
  }

  @Test
  void whatCannotBeReadIsLikeNothing() {
    String good = footage(moving(1, 0.3), 0, 60).text();
    for (String bad :
        List.of(
            "",
            "1:",
            "2" + good.substring(1),
            "1:x" + good.substring(2),
            good + "AAA",
            "1:0:AAAA",
            "1:999999:" + good.substring(good.lastIndexOf(':') + 1),
            good + "!")) {
      assertFalse(isSame(new Fingerprint(bad), new Fingerprint(bad)), bad);
    }
    assertThrows(IllegalArgumentException.class, () -> new Fingerprint("1".repeat(1601)));
  }
}
