package dev.makevideo.activities.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The facts of an encoded segment that decide whether it may be joined, read from its boxes (ISO
 * 14496-12, 14496-15) rather than by one more process for each segment.
 *
 * @param timescale ticks a second
 * @param frames how many frames there are
 * @param frameTicks the gap between any two frames, or 0 if the gaps differ
 * @param parameterSets SHA-256 of the decoder's configuration with size and parameter sets
 */
record Mp4Track(long timescale, int frames, long frameTicks, String parameterSets) {
  private static final int MAX_INDEX = 64 << 20;
  private static final int SAMPLE_ENTRY_HEAD = 86; // of a VisualSampleEntry, with its own head

  /**
   * Reads the first track of a file that has one track, as segments do.
   *
   * @throws IOException also if the boxes are not as expected: nothing was encoded
   */
  static Mp4Track read(Path file) throws IOException {
    try {
      ByteBuffer moov = index(file);
      ByteBuffer media = inside(moov, "trak", "mdia");
      ByteBuffer header = inside(media, "mdhd");
      long timescale = Integer.toUnsignedLong(header.getInt(header.get(0) == 1 ? 20 : 12));
      ByteBuffer table = inside(media, "minf", "stbl");
      ByteBuffer times = inside(table, "stts");
      ByteBuffer formats = inside(table, "stsd");
      ByteBuffer entry = formats.slice(8, formats.limit() - 8);
      ByteBuffer boxes = entry.slice(SAMPLE_ENTRY_HEAD, entry.getInt(0) - SAMPLE_ENTRY_HEAD);
      return new Mp4Track(
          timescale,
          inside(table, "stsz").getInt(8),
          times.getInt(4) == 1 ? Integer.toUnsignedLong(times.getInt(12)) : 0,
          sha256(inside(boxes, "avcC")));
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("the segment's index is damaged", e);
    }
  }

  private static ByteBuffer index(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long position = 0;
      while (position + 8 <= channel.size()) {
        ByteBuffer head = bytes(channel, position, 16);
        long size = Integer.toUnsignedLong(head.getInt(0));
        if (size == 1) {
          size = head.getLong(8);
        }
        if (name(head, 4).equals("moov") && size <= MAX_INDEX) {
          return bytes(channel, position + 8, (int) size - 8);
        }
        if (size < 8) {
          break;
        }
        position += size;
      }
    }
    throw new IOException("the segment has no index");
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
      // Reads on until the buffer is full or the file ends.
    }
    return buffer.flip();
  }

  /** The content of the first box along the path of names. */
  private static ByteBuffer inside(ByteBuffer boxes, String... path) throws IOException {
    ByteBuffer current = boxes;
    for (String wanted : path) {
      current =
          child(current, wanted)
              .orElseThrow(() -> new IOException("the segment has no box " + wanted));
    }
    return current;
  }

  private static Optional<ByteBuffer> child(ByteBuffer boxes, String wanted) {
    int position = 0;
    while (position + 8 <= boxes.limit()) {
      int size = boxes.getInt(position);
      if (size < 8) {
        break;
      }
      if (name(boxes, position + 4).equals(wanted)) {
        return Optional.of(boxes.slice(position + 8, size - 8));
      }
      position += size;
    }
    return Optional.empty();
  }

  private static String name(ByteBuffer buffer, int offset) {
    byte[] name = new byte[4];
    buffer.get(offset, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
