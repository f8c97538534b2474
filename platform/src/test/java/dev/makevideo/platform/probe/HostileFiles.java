package dev.makevideo.platform.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Makes files that are up to something, in one folder, with bait beside them for what may name
 * other files: a clip and a narration of a neighbour, a pipe that tells who opens it, and a socket
 * that listens. To be closed.
 */
public final class HostileFiles implements AutoCloseable {
  /** A word in the neighbour's files, which nothing of ours may hold. */
  public static final String SECRET = "neighbours-secret-27d1c0";

  /** The neighbour's clip is of one colour that no other has. */
  public static final String LOUD = "0xff00ff";

  private static final int ACCEPT_MILLIS = 1;

  private final TestMedia media;
  private final Path folder;
  private final ServerSocket socket;
  private final Trap trap;

  public HostileFiles(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    media = new TestMedia(folder);
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    media.clip("neighbour.mp4", "color=" + LOUD + ":s=160x120:d=3", "-metadata", "title=" + SECRET);
    media.tone("neighbour.wav", "3", "-metadata", "title=" + SECRET);
    trap = new Trap(folder.resolve("trap.mp4"), media);
  }

  /** The neighbour's clip. */
  public Path neighbour() {
    return folder.resolve("neighbour.mp4");
  }

  /** The pipe. */
  public Trap trap() {
    return trap;
  }

  /** Makes ordinary files. */
  public TestMedia media() {
    return media;
  }

  /** Whether anybody has connected to the bait. */
  public boolean isConnected() throws IOException {
    socket.setSoTimeout(ACCEPT_MILLIS);
    try {
      socket.accept().close();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** An HTTP address at which the socket listens, without a slash at its end. */
  public String socketUrl() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /**
   * Lists and descriptions that name the neighbour, by its name and its full path, the pipe, or the
   * socket.
   *
   * @param name of the files, such as {@code clip.mp4}
   * @param neighbour {@code neighbour.mp4} or {@code neighbour.wav}
   */
  public List<Path> lists(String name, String neighbour) throws IOException {
    String url = socketUrl() + "/" + neighbour;
    String absolute = folder.resolve(neighbour).toString();
    List<Path> made = new ArrayList<>();
    for (String target : List.of(neighbour, absolute, trap.pipe().toString(), url)) {
      made.add(
          write(
              "hls-" + made.size() + "-" + name,
              "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n" + target + "\n#EXT-X-ENDLIST\n"));
      made.add(
          write(
              "ffconcat-" + made.size() + "-" + name,
              "ffconcat version 1.0\nfile '" + target + "'\n"));
      made.add(
          write(
              "dash-" + made.size() + "-" + name,
              """
              <?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"
              mediaPresentationDuration="PT3S"><Period><AdaptationSet mimeType="video/mp4">
              <Representation id="1" bandwidth="1"><BaseURL>%s</BaseURL></Representation>
              </AdaptationSet></Period></MPD>
              """
                  .formatted(target)));
    }
    made.add(
        write(
            "sdp-" + name,
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + "m=video "
                + socket.getLocalPort()
                + " TCP 33\r\n"));
    return made;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** A grey PNG (RFC 2083): a few kilobytes that unfold to the square of the side. */
  public byte[] png(int side) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(13).putInt(side).putInt(side).put(new byte[] {8, 0});
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater, 1 << 16)) {
      byte[] row = new byte[side + 1];
      for (int y = 0; y < side; y++) {
        out.write(row);
      }
    } finally {
      deflater.end();
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(ByteBuffer.allocate(8).putLong(0x89504e470d0a1a0aL).array());
    chunk(png, "IHDR", head.array());
    chunk(png, "IDAT", packed.toByteArray());
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    png.writeBytes(chunk.putInt((int) crc.getValue()).array());
  }

  /** A tone with that picture as its cover (ID3v2.3, 4.15). */
  public Path withCover(String name, byte[] png) throws IOException, InterruptedException {
    byte[] tone = Files.readAllBytes(media.tone("bare-" + name, "2", "-id3v2_version", "0"));
    byte[] front = "\0image/png\0\3\0".getBytes(StandardCharsets.ISO_8859_1);
    int frame = front.length + png.length;
    ByteBuffer file = ByteBuffer.allocate(20 + frame + tone.length);
    file.put("ID3".getBytes(StandardCharsets.US_ASCII)).put(new byte[] {3, 0, 0});
    for (int shift = 21; shift >= 0; shift -= 7) {
      file.put((byte) (frame + 10 >> shift & 0x7f));
    }
    file.put("APIC".getBytes(StandardCharsets.US_ASCII)).putInt(frame).putShort((short) 0);
    file.put(front).put(png).put(tone);
    return Files.write(folder.resolve(name), file.array());
  }

  /** A file with some bytes of its boxes' fields changed (ISO/IEC 14496-12). */
  public Path patched(Path original, String name, String box, int offset, int value)
      throws IOException {
    byte[] bytes = Files.readAllBytes(original);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(box);
    if (at < 0) {
      throw new IOException("no box " + box);
    }
    for (; at >= 0; at = text.indexOf(box, at + 1)) {
      ByteBuffer.wrap(bytes).putInt(at + 4 + offset, value);
    }
    return Files.write(folder.resolve(name), bytes);
  }

  /** A file with many streams, all the same. */
  public Path streams(Path one, String name, int count) throws IOException, InterruptedException {
    List<String> options = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      options.addAll(List.of("-map", "0:0"));
    }
    options.addAll(List.of("-c", "copy"));
    return media.make(name, List.of("-i", "file:" + one), options.toArray(String[]::new));
  }

  @Override
  public void close() throws IOException {
    trap.close();
    socket.close();
    media.close();
  }
}
