package dev.makevideo.platform.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.FailingRunner;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ClipFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaProbeTest {
  private static final String NO_INDEX = "it has no index: it was cut short, or is no video";
  private static final String NOT_ALLOWED = "it is not a kind of file that is allowed here";

  /** Short bursts of noise between silence: a codec changes its block sizes and rates. */
  private static final List<String> BURSTS =
      List.of("-f", "lavfi", "-i", "aevalsrc='if(lt(mod(t,0.37),0.05),random(0),0)':s=24000:d=9");

  @TempDir static Path folder;
  private static TestMedia media;
  private static MediaProbe probe;

  @BeforeAll
  static void open() throws Exception {
    media = new TestMedia(folder);
    probe = new MediaProbe(media.ffmpeg(), media.processes());
  }

  @AfterAll
  static void close() {
    media.close();
  }

  @Test
  void turnsAPictureUpright() throws Exception {
    Path lying = media.clip("lying.mp4", "testsrc2=s=320x180:r=25:d=2", "-vf", "setsar=4/3");
    Path turned =
        TestMedia.turn(
            media.make("turned.mp4", List.of("-i", "file:" + lying), "-c", "copy"), 0, -1, 1, 0);
    ClipFacts facts = probe.clip(turned, new StopSignal());
    assertEquals(180, facts.width());
    assertEquals(320, facts.height());
    assertEquals(0.75, facts.sampleAspect(), 1e-9);
    assertEquals(25, facts.frameRate(), 1e-9);
    assertEquals(Duration.ofSeconds(2), facts.duration());
    assertEquals("h264", facts.codec());
  }

  @Test
  void readsColours() throws Exception {
    Path clip =
        media.clip(
            "c.mp4",
            "testsrc2=s=320x180:d=1",
            "-colorspace",
            "smpte170m",
            "-color_range",
            "tv",
            "-pix_fmt",
            "yuv420p");
    ClipFacts facts = probe.clip(clip, new StopSignal());
    assertEquals("smpte170m", facts.matrix());
    assertEquals("tv", facts.range());
    assertEquals("yuv420p", facts.pixelFormat());
  }

  @Test
  void readsTheTimeStampOfTheFirstPicture() throws Exception {
    Path later = media.clip("later.mkv", "testsrc2=s=320x180:d=1", "-output_ts_offset", "0.7");
    ClipFacts facts = probe.clip(later, new StopSignal());
    assertEquals(Optional.of(Duration.ofMillis(700)), facts.firstTime());
    assertEquals(Duration.ZERO, facts.start());
  }

  @Test
  void readsAWebmWhoseStreamHasNoDuration() throws Exception {
    Path clip =
        media.clip(
            "c.webm", "testsrc2=s=160x120:r=30:d=2", "-c:v", "libvpx", "-deadline", "realtime");
    assertEquals(Duration.ofSeconds(2), probe.clip(clip, new StopSignal()).duration());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wav", "mp3", "ogg", "m4a"})
  void countsANarrationExactly(String kind) throws Exception {
    Path file = media.tone("n." + kind, "6.02", "-ac", "1");
    AudioFacts facts = probe.audio(file, new StopSignal());
    assertEquals(6.02, facts.duration().toNanos() / 1e9, 0.004);
    assertEquals(44100, facts.sampleRate());
    assertEquals(1, facts.channels());
    assertTrue(facts.warning().isEmpty(), facts.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"libvorbis", "libopus", "flac"})
  void countsEveryKindOfOggExactly(String codec) throws Exception {
    Path file = media.tone(codec + ".ogg", "6.02", "-ac", "1", "-c:a", codec);
    assertEquals(6.02, seconds(file), 0.004);
  }

  @Test
  void countsWhatLiesBetweenVorbisPacketsOfUnequalLength() throws Exception {
    Path file = media.make("bursts.ogg", BURSTS, "-c:a", "libvorbis");
    assertEquals(9.0, seconds(file), 0.004);
    Path later =
        media.make(
            "later.ogg", List.of("-i", "file:" + file), "-c", "copy", "-output_ts_offset", "5");
    assertEquals(9.0, seconds(later), 0.004, "what begins late is not longer");
  }

  @Test
  void countsEachPartOfAChainedOgg() throws Exception {
    byte[] part = Files.readAllBytes(media.tone("part.ogg", "3", "-c:a", "libvorbis"));
    Path chain = Files.write(folder.resolve("chain.ogg"), part);
    Files.write(chain, part, StandardOpenOption.APPEND);
    assertEquals(6.0, seconds(chain), 0.02);
  }

  @Test
  void countsAnMp3OfVariableRateWhoseHeaderSaysNothing() throws Exception {
    Path file = media.make("vbr.mp3", BURSTS, "-q:a", "2", "-write_xing", "0");
    assertEquals(9.0, seconds(file), 0.1); // nothing tells the encoder's delay and padding
  }

  @Test
  void countsAnMp3WhoseHeaderSaysNothing() throws Exception {
    Path file = media.tone("n.mp3", "20", "-q:a", "5", "-write_xing", "0");
    AudioFacts facts = probe.audio(file, new StopSignal());
    assertEquals(20.0, facts.duration().toNanos() / 1e9, 0.06);
    assertTrue(facts.warning().isEmpty(), facts.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wav", "mp3"})
  void warnsOfANarrationThatWasCutShort(String kind) throws Exception {
    byte[] whole = Files.readAllBytes(media.tone("n." + kind, "8"));
    Path half = folder.resolve("half." + kind);
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    AudioFacts facts = probe.audio(half, new StopSignal());
    assertEquals(4.0, facts.duration().toNanos() / 1e9, 0.1);
    assertEquals(8.0, facts.container().toNanos() / 1e9, 0.1);
    assertTrue(facts.warning().orElseThrow().contains("cut short"), facts.toString());
  }

  @Test
  void acceptsOrdinaryCoverArtAndIsNotBlownUpByABomb() throws Exception {
    Path tone = media.tone("n.mp3", "2");
    for (String size : List.of("600x600", "9000x9000")) {
      Path picture = media.clip(size + ".png", "color=s=" + size, "-frames:v", "1");
      Path file =
          media.make(
              size + ".mp3",
              List.of("-i", "file:" + tone, "-i", "file:" + picture),
              "-map",
              "0:a",
              "-map",
              "1:v",
              "-c",
              "copy");
      AudioFacts facts = probe.audio(file, new StopSignal());
      assertEquals(2.0, facts.duration().toNanos() / 1e9, 0.01, size);
    }
  }

  @Test
  void refusesWhatHasNoPictureOrNoSound() throws Exception {
    Path tone = media.tone("n.m4a", "1");
    Path clip = media.clip("c.mp4", "testsrc2=s=160x120:d=1");
    assertEquals("it has no picture", reason(() -> probe.clip(tone, new StopSignal())));
    assertEquals("it has no sound", reason(() -> probe.audio(clip, new StopSignal())));
  }

  @Test
  void refusesAClipWithoutIndex() throws Exception {
    byte[] bytes = Files.readAllBytes(media.clip("c.mp4", "testsrc2=s=160x120:d=2"));
    Path half = folder.resolve("half.mp4");
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    assertEquals(NO_INDEX, reason(() -> probe.clip(half, new StopSignal())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffconcat version 1.0\nfile neighbour.mp4\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nneighbour.mp4\n#EXT-X-ENDLIST\n"
      })
  void neverOpensTheNeighbourThatAPlaylistNames(String playlist) throws Exception {
    media.clip("neighbour.mp4", "testsrc2=s=160x120:d=2");
    Path clip = folder.resolve("clip.mp4");
    Files.writeString(clip, playlist);
    // From 2023 on ffmpeg takes no file of this name for an HLS playlist, but for a broken MP4.
    List<String> refusals = List.of(NOT_ALLOWED, NO_INDEX, "it is damaged or not a media file");
    String asClip = reason(() -> probe.clip(clip, new StopSignal()));
    assertTrue(refusals.contains(asClip), asClip);
    String asSound = reason(() -> probe.audio(clip, new StopSignal()));
    assertTrue(refusals.contains(asSound), asSound);
  }

  @Test
  void takesNoNameForAnOption() throws Exception {
    Path clip = media.clip("-i pipe:0 'x'.mp4", "testsrc2=s=160x120:d=1");
    assertEquals(160, probe.clip(clip, new StopSignal()).width());
  }

  @Test
  void refusesWhatIsNoMedia() throws Exception {
    Path text = folder.resolve("clip.mp4");
    Files.writeString(text, "nothing to see");
    assertEquals(NO_INDEX, reason(() -> probe.clip(text, new StopSignal())));
  }

  @Test
  void aStopIsNotAnUnusableClip() throws Exception {
    Path clip = media.clip("c.mp4", "testsrc2=s=160x120:d=1");
    StopSignal stopped = new StopSignal();
    stopped.stop();
    assertThrows(ProcessStoppedException.class, () -> probe.clip(clip, stopped));
  }

  @Test
  void aProgramThatCannotRunIsNotTheClipsFault() throws Exception {
    Path clip = media.clip("c.mp4", "testsrc2=s=160x120:d=1");
    Path absent = folder.resolve("no-such-program");
    MediaProbe broken = new MediaProbe(new Ffmpeg(absent, absent, "0"), media.processes());
    assertThrows(IOException.class, () -> broken.clip(clip, new StopSignal()));
  }

  @Test
  void aProgramThatIsNotDoneInTimeSaysNothingOfTheFile() throws Exception {
    Path clip = media.clip("c.mp4", "testsrc2=s=160x120:d=1");
    Path tone = media.tone("n.mp3", "1");
    MediaProbe slow =
        new MediaProbe(
            media.ffmpeg(),
            new FailingRunner(
                media.processes(),
                "ffprobe",
                () -> {
                  throw new ProcessTimeoutException("ffprobe passed its deadline of PT20S");
                }));
    assertThrows(ProcessTimeoutException.class, () -> slow.clip(clip, new StopSignal()));
    assertThrows(ProcessTimeoutException.class, () -> slow.audio(tone, new StopSignal()));
  }

  private static double seconds(Path file) throws Exception {
    return probe.audio(file, new StopSignal()).duration().toNanos() / 1e9;
  }

  private static String reason(org.junit.jupiter.api.function.Executable work) {
    return assertThrows(MediaUnusableException.class, work).reason();
  }
}
