package dev.makevideo.platform.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    probe =
        new AudioProbe(
            media.ffmpeg(),
            new FfprobeRun(
                media.processes(), new FfmpegProof(media.ffmpeg(), media.processes()), false));
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
  void ofAnOddFileTooAllIsCounted(String kind) throws Exception {
    Path file = tone("odd-" + kind, "8", kind);
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

  /** Every page says that it ends at a tenth of where it does, with a right checksum. */
  @Test
  void anOggWhosePositionsLieIsCountedInFull() throws Exception {
    byte[] ogg = Files.readAllBytes(tone("positions.ogg", "20", "libopus.ogg"));
    for (int page : pages(ogg)) {
      ByteBuffer head = ByteBuffer.wrap(ogg).order(ByteOrder.LITTLE_ENDIAN);
      head.putLong(page + 6, head.getLong(page + 6) / 10);
      checksum(ogg, page);
    }
    Path file = Files.write(folder.resolve("lying.ogg"), ogg);
    assertTrue(probe.factsByEnds(file, new StopSignal()).isEmpty());
    assertEquals(20, probe.facts(file, new StopSignal()).duration().toNanos() / 1e9, 0.1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"libopus.ogg", "flac.ogg", "libvorbis.ogg"})
  void ofAnOggWithDamagedPagesOnlyWhatCanBeReadCounts(String kind) throws Exception {
    byte[] ogg = Files.readAllBytes(tone("sound-" + kind, "20", kind));
    List<Integer> pages = pages(ogg);
    for (int i = 4; i < pages.size() - 2; i += 3) {
      ogg[pages.get(i) + 300] ^= 1;
    }
    Path file = Files.write(folder.resolve("damaged-" + kind), ogg);
    assertEquals(byAll(file), probe.facts(file, new StopSignal()));
  }

  /** RFC 3533, section 6: a CRC of 32 bits with the polynomial 0x04c11db7, itself taken as 0. */
  private static void checksum(byte[] ogg, int page) {
    int segments = ogg[page + 26] & 0xff;
    int end = page + 27 + segments;
    for (int i = 0; i < segments; i++) {
      end += ogg[page + 27 + i] & 0xff;
    }
    ByteBuffer head = ByteBuffer.wrap(ogg).order(ByteOrder.LITTLE_ENDIAN).putInt(page + 22, 0);
    int crc = 0;
    for (int i = page; i < end; i++) {
      crc ^= ogg[i] << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc << 1 ^ (crc < 0 ? 0x04c11db7 : 0);
      }
    }
    head.putInt(page + 22, crc);
  }

  /** A side note in the stream, such as a gain, must not hide how many packets there are. */
  @Test
  void anMp3WithAGainIsProven() throws Exception {
    String kind = "libmp3lame -q:a 4 -id3v2_version 0.mp3";
    byte[] mp3 = Files.readAllBytes(tone("gain.mp3", "20", kind));
    int header = new String(mp3, StandardCharsets.ISO_8859_1).indexOf("Xing");
    assertTrue(header > 0, "its first frame tells its length");
    ByteBuffer.wrap(mp3).putShort(header + 135, (short) 0x2c32); // radio gain, +5 dB
    int crc = 0;
    for (int i = 0; i < header + 154; i++) {
      crc ^= mp3[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc >> 1 ^ ((crc & 1) * 0xa001);
      }
    }
    ByteBuffer.wrap(mp3).putShort(header + 154, (short) crc); // without it the gain is not believed
    Path file = Files.write(folder.resolve("with-gain.mp3"), mp3);
    assertTrue(
        media.look(file, "stream_side_data").toString().contains("side_data"), "ffprobe sees it");
    assertEquals(byAll(file), probe.factsByEnds(file, new StopSignal()).orElseThrow());
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
