package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.failure.ApplicationFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Music of all kinds, through the first activity of a job, before anything is looked for. */
class HostileMusicTest {
  @TempDir Path folder;
  private SpeechFixture bench;
  private Path voice;

  @BeforeEach
  void open() throws Exception {
    bench = new SpeechFixture(folder);
    voice = bench.tones("voice.wav", 3, 0, 3);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> warnings(Path music) throws Exception {
    VideoRequest request = bench.withMusic(voice, music);
    return bench.activities(Optional.empty()).analyzeAudio(request).warnings();
  }

  private String refusal(Path music) {
    ApplicationFailure failure = assertThrows(ApplicationFailure.class, () -> warnings(music));
    assertEquals("media-unusable", failure.getType(), failure.toString());
    assertTrue(failure.isNonRetryable());
    return failure.getOriginalMessage();
  }

  @Test
  void isUsedInWhateverFormItHas() throws Exception {
    for (String[] form :
        new String[][] {
          {"mono.wav", "sine=f=300:r=8000:d=5", "-ac", "1"},
          {"six.wav", "aevalsrc=0.1*sin(900*t)|0|0|0|0|0.2*sin(700*t):s=44100:d=5:c=5.1"},
          {"song.ogg", "sine=f=300:d=5", "-c:a", "libvorbis"},
          {"long.wav", "sine=f=300:r=8000:d=1900", "-c:a", "pcm_u8"}
        }) {
      List<String> arguments = new java.util.ArrayList<>(List.of("-f", "lavfi", "-i", form[1]));
      arguments.addAll(Arrays.asList(form).subList(2, form.length));
      Path file = bench.make(form[0], arguments.toArray(String[]::new));
      assertEquals(List.of(), warnings(file), form[0]);
    }
    Path film =
        bench.make(
            "film.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=64x64:d=2",
            "-f",
            "lavfi",
            "-i",
            "sine=f=300:d=2");
    assertEquals(List.of(), warnings(film));
  }

  @Test
  void samplesThatAreNoNumbersOrEnormousAreHeardAsLoudOnes() throws Exception {
    Path file = bench.make("a.wav", "-f", "lavfi", "-i", "sine=d=2", "-c:a", "pcm_f32le");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer samples = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int end = bytes.length - 4;
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, 1e30f, -1e30f, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < 500; i++) {
      samples.putFloat(end - 4 * 40 * i, odd[i % odd.length]);
    }
    Files.write(file, bytes);
    assertEquals(List.of(), warnings(file));
  }

  @Test
  void silenceIsTold() throws Exception {
    Path file = bench.make("a.wav", "-f", "lavfi", "-i", "anullsrc=d=3");
    assertEquals(
        List.of("the music is silent where it is used: the video has none that can be heard"),
        warnings(file));
  }

  @Test
  void whatHasNoSoundIsRefusedBeforeAnythingIsLookedFor() throws Exception {
    Path text = Files.writeString(folder.resolve("a.mp3"), "no music ".repeat(2000));
    assertTrue(refusal(text).startsWith("the music cannot be used: "), refusal(text));
    Path empty = Files.write(folder.resolve("b.mp3"), new byte[0]);
    assertTrue(refusal(empty).startsWith("the music cannot be used: "), refusal(empty));
    Path silentFilm = bench.make("c.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=1");
    assertTrue(refusal(silentFilm).startsWith("the music cannot be used: "));
    Path none = bench.make("d.wav", "-f", "lavfi", "-i", "anullsrc=d=1", "-t", "0");
    assertEquals(
        "the music cannot be used: it has less than 0.1 s of sound that can be decoded",
        refusal(none));
  }

  /** Its packets can be counted, so it comes as far as this. */
  @Test
  void aFilmWhoseSoundIsGarbageIsRefused() throws Exception {
    Path film =
        bench.make(
            "a.mp4",
            "-f",
            "lavfi",
            "-i",
            "sine=f=300:d=4",
            "-movflags",
            "+faststart",
            "-c:a",
            "aac");
    byte[] bytes = Files.readAllBytes(film);
    int sound = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4;
    byte[] garbage = new byte[bytes.length - sound];
    new Random(7).nextBytes(garbage);
    System.arraycopy(garbage, 0, bytes, sound, garbage.length);
    Files.write(film, bytes);
    assertTrue(refusal(film).startsWith("the music cannot be used: "), refusal(film));
  }

  @Test
  void whatIsThereOfOneThatWasCutOffIsUsed() throws Exception {
    byte[] whole = Files.readAllBytes(bench.tones("a.mp3", 8, 0, 8));
    Path half = Files.write(folder.resolve("half.mp3"), Arrays.copyOf(whole, whole.length / 2));
    assertEquals(List.of(), warnings(half));
  }
}
