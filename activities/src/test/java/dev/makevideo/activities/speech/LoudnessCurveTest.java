package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoudnessCurveTest {
  private final byte[] samples = new byte[LoudnessCurve.RATE * 4 * 3];

  @Test
  void countsSamplesAndIgnoresACutOne() throws IOException {
    assertEquals(1.5, curve(LoudnessCurve.RATE * 6 + 3).duration());
  }

  @Test
  void measuresFullScaleAsZeroDecibels() throws IOException {
    fill(0, 3, Short.MIN_VALUE);
    assertEquals(0, curve(samples.length).meanVolume(), 0.001);
    assertEquals(0, curve(samples.length).peakVolume(), 0.001);
  }

  @Test
  void knowsTheVolumeOfSilenceAndOfNothing() throws IOException {
    assertEquals(LoudnessCurve.FLOOR, curve(samples.length).meanVolume());
    assertEquals(LoudnessCurve.FLOOR, curve(0).meanVolume());
    assertEquals(List.of(), curve(0).speech(-30));
  }

  @Test
  void bridgesShortGapsAndDropsClicks() throws IOException {
    fill(0.5, 1, 9000);
    fill(1.09, 1.5, -9000);
    fill(2, 2.01, 9000);
    fill(2.5, 3, 9000);
    assertEquals(
        List.of(new SpeechSegment(0.5, 1.5), new SpeechSegment(2.5, 3)),
        curve(samples.length).speech(-30));
  }

  private LoudnessCurve curve(int bytes) throws IOException {
    LoudnessCurve curve = new LoudnessCurve();
    curve.read(new ByteArrayInputStream(samples, 0, bytes));
    return curve;
  }

  private void fill(double from, double to, int value) {
    for (int i = (int) (from * LoudnessCurve.RATE) * 4; i < to * LoudnessCurve.RATE * 4; i += 2) {
      samples[i] = (byte) value;
      samples[i + 1] = (byte) (value >> 8);
    }
  }
}
