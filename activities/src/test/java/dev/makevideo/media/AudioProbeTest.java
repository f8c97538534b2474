package dev.makevideo.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.process.StopSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The look at a file's ends against the list of all its packets. */
class AudioProbeTest {
  @TempDir static Path folder;
  private static TestMedia media;
  private static AudioProbe probe;

  @BeforeAll
  static void open() throws Exception {
    media = new TestMedia(folder);
    probe = new AudioProbe(media.ffmpeg(), new FfprobeRun(media.processes(), false));
  }

  @AfterAll
  static void close() {
    media.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pcm_s16le.wav",
        "pcm_s24le.wav",
        "pcm_f32le.wav",
        "libmp3lame.mp3",
        "libmp3lame -q:a 4.mp3",
        "libmp3lame -q:a 4 -write_xing 0.mp3",
        "libmp3lame -b:a 64k -write_xing 0 -ar 22050.mp3",
        "aac.m4a",
        "aac -movflags +faststart.m4a",
        "alac.m4a",
        "libopus.ogg",
        "libopus -frame_duration 60.ogg",
        "libvorbis.ogg",
        "libvorbis -output_ts_offset 5.ogg",
        "flac.ogg"
      })
  void theEndsOfAnOrdinaryFileSayWhatAllOfItDoes(String kind) throws Exception {
    Path file = tone("o-" + kind, "25.02", kind);
    assertEquals(byAll(file), probe.factsByEnds(file, new StopSignal()).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"libmp3lame.mp3", "libvorbis.ogg", "libopus.ogg", "pcm_s16le.wav"})
  void whatWasCutOffIsAsLongAsWhatIsThere(String kind) throws Exception {
    byte[] whole = Files.readAllBytes(tone("whole-" + kind, "25.02", kind));
    Path file = Files.write(folder.resolve("cut-" + kind), Arrays.copyOf(whole, whole.length / 2));
    AudioFacts facts = probe.facts(file, new StopSignal());
    assertEquals(byAll(file), facts);
    assertEquals(12.5, facts.duration().toNanos() / 1e9, 1.5); // of an Ogg, whole pages
  }

  @ParameterizedTest
  @ValueSource(strings = {"adpcm_ms.wav", "aac -movflags +frag_keyframe+empty_moov.m4a"})
  void whatIsNotProvenIsCountedInFull(String kind) throws Exception {
    Path file = tone("odd-" + kind, "8", kind);
    assertTrue(probe.factsByEnds(file, new StopSignal()).isEmpty());
    assertEquals(byAll(file), probe.facts(file, new StopSignal()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"libmp3lame.mp3", "libvorbis.ogg"})
  void filesThatWereJoinedAreAsLongAsBoth(String kind) throws Exception {
    byte[] part = Files.readAllBytes(tone("part-" + kind, "5", kind));
    byte[] both = Arrays.copyOf(part, 2 * part.length);
    System.arraycopy(part, 0, both, part.length, part.length);
    Path file = Files.write(folder.resolve("both-" + kind), both);
    AudioFacts facts = probe.facts(file, new StopSignal());
    assertEquals(byAll(file), facts);
    assertEquals(10, facts.duration().toNanos() / 1e9, 0.1);
  }

  @Test
  void anOggThatLacksAPageInTheMiddleIsCountedInFull() throws Exception {
    byte[] whole = Files.readAllBytes(tone("pages.ogg", "20", "libopus.ogg"));
    List<Integer> pages = pages(whole);
    int from = pages.get(pages.size() / 2);
    int to = pages.get(pages.size() / 2 + 1);
    byte[] less = Arrays.copyOf(whole, whole.length - (to - from));
    System.arraycopy(whole, to, less, from, whole.length - to);
    Path file = Files.write(folder.resolve("hole.ogg"), less);
    assertTrue(probe.factsByEnds(file, new StopSignal()).isEmpty());
    assertEquals(byAll(file), probe.facts(file, new StopSignal()));
  }

  @Test
  void aHeaderThatLiesProvesNothing() throws Exception {
    byte[] whole = Files.readAllBytes(tone("truth.wav", "8", "pcm_s16le.wav"));
    int size = new String(whole, StandardCharsets.ISO_8859_1).indexOf("data") + 4;
    whole[size + 3]++; // 16 MB more
    Path file = Files.write(folder.resolve("lie.wav"), whole);
    assertTrue(probe.factsByEnds(file, new StopSignal()).isEmpty());
    assertEquals(8, probe.facts(file, new StopSignal()).duration().toNanos() / 1e9, 0.01);
  }

  private static List<Integer> pages(byte[] ogg) {
    String text = new String(ogg, StandardCharsets.ISO_8859_1);
    List<Integer> pages = new ArrayList<>();
    for (int at = text.indexOf("OggS"); at >= 0; at = text.indexOf("OggS", at + 1)) {
      pages.add(at);
    }
    return pages;
  }

  private static AudioFacts byAll(Path file) throws Exception {
    return probe.factsByAll(file, new StopSignal());
  }

  /**
   * @param kind a codec, options, and the suffix
   */
  private static Path tone(String name, String seconds, String kind)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("-c:a"));
    options.addAll(List.of(kind.substring(0, kind.lastIndexOf('.')).split(" ")));
    return media.tone(name, seconds, options.toArray(String[]::new));
  }
}
