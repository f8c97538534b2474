package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Cuts samples into the windows that a narration would be recognized in, for the benchmark. */
public final class BenchWindows {
  private BenchWindows() {}

  /** The windows, in order. */
  public static List<SpeechSegment> of(float[] samples, double longest) throws IOException {
    ByteBuffer stereo = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      short value = (short) (sample * 32_768);
      stereo.putShort(value).putShort(value);
    }
    LoudnessCurve curve = new LoudnessCurve();
    curve.read(new ByteArrayInputStream(stereo.array()));
    double threshold = SpeechThreshold.of(curve);
    List<SpeechSegment> speech = curve.speech(threshold);
    SpeechFacts facts =
        new SpeechFacts(curve.duration(), curve.meanVolume(), threshold, speech, List.of());
    return SpeechWindows.of(facts, longest);
  }
}
