package dev.makevideo.platform.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table of narrations that are up to something. */
public final class HostileNarrationKinds {
  private final HostileFiles hostile;
  private final TestMedia media;
  private final Path folder;
  private final Path tone;

  public HostileNarrationKinds(HostileFiles hostile, Path folder)
      throws IOException, InterruptedException {
    this.hostile = hostile;
    this.media = hostile.media();
    this.folder = folder;
    tone = media.tone("tone.wav", "2");
  }

  /** All of them. */
  public List<HostileNarration> all() throws IOException, InterruptedException {
    List<HostileNarration> all = new ArrayList<>(lists());
    all.addAll(bombs());
    all.addAll(clocks());
    all.addAll(cutShort());
    return all;
  }

  /** Lists of other files. */
  public List<HostileNarration> lists() throws IOException {
    return hostile.lists("audio.mp3", "neighbour.wav").stream()
        .map(file -> HostileNarration.fails(file, "it is "))
        .toList();
  }

  /** What is small and unfolds. */
  public List<HostileNarration> bombs() throws IOException, InterruptedException {
    Path m4a = media.tone("one.m4a", "1");
    return List.of(
        HostileNarration.passes(hostile.withCover("cover.mp3", hostile.png(600)), 2, ""),
        HostileNarration.passes(hostile.withCover("cover-bomb.mp3", hostile.png(16_000)), 2, ""),
        HostileNarration.fails(
            hostile.streams(m4a, "thousand-streams.m4a", 1_000), "more streams than"),
        HostileNarration.fails(
            Files.write(
                folder.resolve("index-bomb.m4a"),
                HostileBoxes.indexBomb(Files.readAllBytes(m4a), 22_000_000, 10)),
            ""));
  }

  /** Times and rates out of all bounds. */
  public List<HostileNarration> clocks() throws IOException, InterruptedException {
    Path tenHours =
        media.make(
            "ten-hours.ogg",
            List.of("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:d=36000"),
            "-c:a",
            "flac",
            "-compression_level",
            "0");
    return List.of(
        HostileNarration.fails(tenHours, "longer than 600 s"),
        HostileNarration.passes(
            patched("said-10h.wav", 40, 36_000 * 44_100), 2, "only 2.0 s of sound"),
        HostileNarration.fails(patched("rate-0.wav", 24, 0), ""),
        HostileNarration.fails(patched("rate-max.wav", 24, Integer.MAX_VALUE), ""));
  }

  /** Files without their end. */
  public List<HostileNarration> cutShort() throws IOException, InterruptedException {
    return List.of(
        half(media.tone("cut.wav", "8"), 4, "only 4.0 s of sound"),
        half(media.tone("cut.mp3", "8"), 4, "of sound: it seems to be cut short"),
        half(media.tone("cut.ogg", "20", "-c:a", "libopus"), 10, "breaks off after"));
  }

  private HostileNarration half(Path whole, double seconds, String said) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
    return HostileNarration.passes(whole, seconds, said);
  }

  private Path patched(String name, int offset, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(tone);
    // ffmpeg writes a LIST chunk between the format and the data.
    int at = offset < 40 ? offset : new String(bytes, 0, 200, "ISO-8859-1").indexOf("data") + 4;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return Files.write(folder.resolve(name), bytes);
  }
}
