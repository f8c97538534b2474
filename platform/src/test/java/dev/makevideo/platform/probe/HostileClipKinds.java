package dev.makevideo.platform.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The table of clips that are up to something. */
public final class HostileClipKinds {
  private static final int TITLE_HEAD = 3;

  private final HostileFiles hostile;
  private final TestMedia media;
  private final Path folder;
  private final Path good;

  public HostileClipKinds(HostileFiles hostile, Path folder)
      throws IOException, InterruptedException {
    this.hostile = hostile;
    this.media = hostile.media();
    this.folder = folder;
    good = media.clip("good.mp4", "color=0x305070:s=160x120:r=30:d=2,noise=alls=30:allf=t");
  }

  /** An ordinary clip of two seconds. */
  public Path good() {
    return good;
  }

  /** All of them. */
  public List<HostileClip> all() throws IOException, InterruptedException {
    List<HostileClip> all = new ArrayList<>(lists());
    all.addAll(references());
    all.addAll(bombs());
    all.addAll(clocks());
    return all;
  }

  /** Lists of other files. */
  public List<HostileClip> lists() throws IOException {
    return hostile.lists("clip.mp4", "neighbour.mp4").stream().map(HostileClip::rejected).toList();
  }

  /** Files of kinds that are allowed, which say that a part of them lies in another file. */
  public List<HostileClip> references() throws IOException, InterruptedException {
    byte[] neighbour = Files.readAllBytes(hostile.neighbour());
    return List.of(
        HostileClip.rejected(elsewhere("dref-neighbour.mov", hostile.neighbour().toString())),
        HostileClip.rejected(elsewhere("dref-trap.mov", hostile.trap().pipe().toString())),
        HostileClip.rejected(
            write(
                "dref-socket.mov",
                HostileBoxes.elsewhere(neighbour, hostile.socketUrl() + "/neighbour.mp4"))),
        HostileClip.approved(linked(), Duration.ofSeconds(2)),
        HostileClip.approved(attached(), Duration.ofSeconds(2)));
  }

  /** The index of the neighbour's clip, whose data are said to lie there. */
  private Path elsewhere(String name, String path) throws IOException {
    return write(name, HostileBoxes.elsewhere(Files.readAllBytes(hostile.neighbour()), path));
  }

  /** A Matroska whose next segment is said to be the pipe's file (RFC 9559, 5.1.2.5). */
  private Path linked() throws IOException, InterruptedException {
    String next = hostile.trap().pipe().toString();
    Path mkv =
        media.make(
            "linked.mkv",
            List.of("-i", "file:" + good),
            "-c",
            "copy",
            "-metadata",
            "title=#" + next);
    byte[] bytes = Files.readAllBytes(mkv);
    int at = at(bytes, "#" + next) - TITLE_HEAD;
    // Title, 0x7BA9, becomes NextFilename, 0x3E83BB, which is a byte longer.
    ByteBuffer.wrap(bytes, at, TITLE_HEAD + 1)
        .put(new byte[] {0x3e, (byte) 0x83, (byte) 0xbb})
        .put((byte) (0x80 | next.length()));
    return Files.write(mkv, bytes);
  }

  /** A Matroska with a font and with captions that paint all loud. */
  private Path attached() throws IOException, InterruptedException {
    Path captions =
        Files.writeString(
            folder.resolve("loud.ass"),
            """
            [Script Info]
            ScriptType: v4.00+
            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, Alignment
            Style: Default,Loud,20,&H00FF00FF,7
            [Events]
            Format: Layer, Start, End, Style, Text
            Dialogue: 0,0:00:00.00,0:00:09.00,Default,{\\p1}m 0 0 l 9999 0 9999 9999 0 9999{\\p0}
            """);
    Path font = write("loud.ttf", new byte[100_000]);
    return media.make(
        "attached.mkv",
        List.of("-i", "file:" + good, "-i", "file:" + captions),
        "-map",
        "0:v",
        "-map",
        "1:s",
        "-c",
        "copy",
        "-disposition:s:0",
        "default+forced",
        "-attach",
        font.toString(),
        "-metadata:s:t",
        "mimetype=application/x-truetype-font");
  }

  /** What is small and unfolds. */
  public List<HostileClip> bombs() throws IOException, InterruptedException {
    byte[] png = hostile.png(16_000);
    Path jpeg = media.clip("jpeg.mp4", "color=s=6000x6000", "-frames:v", "1", "-f", "mjpeg");
    Path mov = media.clip("png-in.mov", "color=s=6000x6000", "-frames:v", "1", "-c:v", "png");
    byte[] bytes = Files.readAllBytes(good);
    return List.of(
        HostileClip.rejected(write("png.mp4", png)),
        HostileClip.rejected(jpeg),
        HostileClip.rejected(mov),
        HostileClip.rejected(hostile.streams(good, "thousand-streams.mp4", 1_000)),
        HostileClip.rejected(
            write("index-bomb.mp4", HostileBoxes.indexBomb(bytes, 22_000_000, 10))));
  }

  /** Times and rates out of all bounds. */
  public List<HostileClip> clocks() throws IOException, InterruptedException {
    Path rare = media.clip("frame-a-minute.mp4", "color=teal:s=64x64:r=1/60:d=36000");
    Path fast = media.clip("fps-90000.mp4", "testsrc2=s=64x64:r=90000:d=0.01");
    Path noScale = hostile.patched(good, "timescale-0.mp4", "mdhd", 12, 0);
    Path huge = hostile.patched(good, "timescale-max.mp4", "mdhd", 12, Integer.MAX_VALUE);
    return List.of(
        HostileClip.approved(rare, Duration.ofSeconds(600)),
        HostileClip.approved(saysTenHours(), Duration.ofSeconds(2)),
        HostileClip.rejected(fast),
        HostileClip.either(noScale),
        HostileClip.rejected(huge));
  }

  /** The length in a Matroska's header: element 0x4489, eight bytes (RFC 9559, 5.1.2.10). */
  private Path saysTenHours() throws IOException, InterruptedException {
    Path mkv = media.make("good.mkv", List.of("-i", "file:" + good), "-c", "copy");
    byte[] bytes = Files.readAllBytes(mkv);
    ByteBuffer.wrap(bytes).putDouble(at(bytes, "D\u0089\u0088") + 3, 36_000_000);
    return write("said-10h.mkv", bytes);
  }

  private static int at(byte[] bytes, String text) throws IOException {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    if (at < 0) {
      throw new IOException("the file has no " + text);
    }
    return at;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
