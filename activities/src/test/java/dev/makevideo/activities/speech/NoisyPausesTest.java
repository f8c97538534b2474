package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Noise that is hardly quieter than the voice, for half of the time. */
class NoisyPausesTest {
  private static final int RATE = LoudnessCurve.RATE;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "narration_gb.ogg, white", "narration_gb.ogg, pink", "narration_gb.ogg, brown",
    "narration_es.ogg, white", "narration_es.ogg, pink", "narration_es.ogg, brown",
  })
  void isNoSpeech(String name, String color) throws Exception {
    short[] clean = withLongPauses(samples(name));
    List<SpeechSegment> truth = SpeechThreshold.speech(SpeechFixture.curve(clean));
    double spoken = truth.stream().mapToDouble(SpeechSegment::length).sum();
    double half = spoken / ((double) clean.length / RATE);
    assertTrue(half > 0.4 && half < 0.6, "spoken: " + half);
    for (double below = 16; below >= 8; below -= 2) {
      short[] under = mixed(clean, noise(color, clean.length), level(clean, truth) - below);
      String what = name + " with " + color + " noise " + below + " dB below";
      List<SpeechSegment> found = SpeechThreshold.speech(SpeechFixture.curve(under));
      double right = common(found, truth);
      double all = found.stream().mapToDouble(SpeechSegment::length).sum();
      System.out.printf(
          "%s: %.0f %% of the speech, %.0f %% of the noise%n",
          what,
          100 * right / spoken,
          100 * (all - right) / (clean.length / (double) RATE - spoken));
      assertTrue(right >= 0.75 * spoken, what + ": " + right + " of " + spoken + " s found");
      double pauses = clean.length / (double) RATE - spoken;
      assertTrue(all - right <= 0.12 * pauses, what + ": " + (all - right) + " s of noise");
    }
  }

  @Test
  void besideTheSpeechIsNoneEither() throws Exception {
    short[] clean = samples("narration_gb.ogg");
    List<SpeechSegment> truth = SpeechThreshold.speech(SpeechFixture.curve(clean));
    short[] noise = new short[clean.length];
    noise = mixed(noise, noise("pink", noise.length), level(clean, truth) - 10);
    short[] all = new short[2 * clean.length];
    System.arraycopy(clean, 0, all, 0, clean.length);
    System.arraycopy(noise, 0, all, clean.length, noise.length);
    double until = (double) clean.length / RATE;
    List<SpeechSegment> found = SpeechThreshold.speech(SpeechFixture.curve(all));
    double late =
        found.stream().mapToDouble(s -> Math.max(0, s.end() - Math.max(until, s.start()))).sum();
    assertTrue(late < 0.1 * until, late + " s of noise in " + found);
    double spoken = truth.stream().mapToDouble(SpeechSegment::length).sum();
    assertTrue(common(found, truth) > 0.9 * spoken, "" + found);
  }

  @Test
  void nothingIsTakenFromCleanVoicesAndTones() throws Exception {
    for (String name :
        List.of("narration_gb.ogg", "narration_es.ogg", "narration_fr.ogg", "cases/intro.ogg")) {
      LoudnessCurve curve = SpeechFixture.curve(samples(name));
      List<SpeechSegment> found = SpeechThreshold.speech(curve);
      double voice = name.contains("intro") ? 5.1 : 0;
      List<SpeechSegment> loud = curve.speech(SpeechThreshold.of(curve));
      assertEquals(
          loud.stream().filter(s -> s.start() > voice).toList(),
          found.stream().filter(s -> s.start() > voice).toList(),
          name);
      assertTrue(found.size() > 4, name + found);
    }
    short[] tone = new short[5 * RATE];
    for (int i = RATE; i < tone.length; i++) {
      tone[i] = (short) (8_000 * Math.sin(i / 5.0));
    }
    assertEquals(1, SpeechThreshold.speech(SpeechFixture.curve(tone)).size());
  }

  private short[] samples(String name) throws Exception {
    try (SpeechFixture fixture = new SpeechFixture(folder)) {
      Path audio = SpeechFixture.resource(folder, name);
      String raw = audio.getFileName() + ".raw";
      Path file =
          fixture.make(raw, "-y", "-i", audio + "", "-ac", "1", "-ar", "16000", "-f", "s16le");
      ShortBuffer samples =
          ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
      short[] all = new short[samples.remaining()];
      samples.get(all);
      return all;
    }
  }

  /** Silence before each segment, so that half of the time nobody speaks. */
  private static short[] withLongPauses(short[] samples) throws IOException {
    List<SpeechSegment> speech = SpeechThreshold.speech(SpeechFixture.curve(samples));
    int more = (int) (0.75 * samples.length / speech.size());
    short[] longer = new short[samples.length + more * speech.size()];
    for (int i = 0; i < speech.size(); i++) {
      int from = i == 0 ? 0 : (int) ((speech.get(i).start() - 0.02) * RATE);
      int to =
          i + 1 < speech.size()
              ? (int) ((speech.get(i + 1).start() - 0.02) * RATE)
              : samples.length;
      System.arraycopy(samples, from, longer, from + (i + 1) * more, to - from);
    }
    return longer;
  }

  /** Over the speech, in dB. */
  private static double level(short[] samples, List<SpeechSegment> speech) {
    double squares = 0;
    long count = 0;
    for (SpeechSegment segment : speech) {
      for (int i = (int) (segment.start() * RATE); i < segment.end() * RATE - 1; i++) {
        squares += (double) samples[i] * samples[i];
        count++;
      }
    }
    return 10 * Math.log10(squares / count / 32_768 / 32_768);
  }

  private static double[] noise(String color, int length) {
    Random random = new Random(31);
    DoubleSupplier next =
        switch (color) {
          case "white" -> random::nextGaussian;
          case "brown" -> leaky(random, 0.98);
          default -> {
            List<DoubleSupplier> parts = new ArrayList<>();
            for (double keep : new double[] {0.998, 0.98, 0.85, 0.4}) {
              DoubleSupplier part = leaky(random, keep);
              parts.add(() -> part.getAsDouble() * Math.sqrt(1 - keep * keep));
            }
            yield () -> parts.stream().mapToDouble(DoubleSupplier::getAsDouble).sum();
          }
        };
    double[] noise = new double[length];
    for (int i = 0; i < length; i++) {
      noise[i] = next.getAsDouble();
    }
    return noise;
  }

  private static DoubleSupplier leaky(Random random, double keep) {
    double[] state = {0};
    return () -> state[0] = keep * state[0] + random.nextGaussian();
  }

  private static short[] mixed(short[] samples, double[] noise, double decibels) {
    double squares = 0;
    for (double value : noise) {
      squares += value * value;
    }
    double gain = 32_768 * Math.pow(10, decibels / 20) / Math.sqrt(squares / noise.length);
    short[] mixed = new short[samples.length];
    for (int i = 0; i < mixed.length; i++) {
      double sum = samples[i] + gain * noise[i];
      mixed[i] = (short) Math.max(-32_768, Math.min(32_767, Math.round(sum)));
    }
    return mixed;
  }

  private static double common(List<SpeechSegment> some, List<SpeechSegment> others) {
    double common = 0;
    for (SpeechSegment one : some) {
      for (SpeechSegment other : others) {
        common +=
            Math.max(0, Math.min(one.end(), other.end()) - Math.max(one.start(), other.start()));
      }
    }
    return common;
  }
}
