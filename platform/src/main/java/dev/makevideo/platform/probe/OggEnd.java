package dev.makevideo.platform.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Whether an Ogg file has the end that its writer gave it: a last page that is whole and is marked
 * as the last of its stream (RFC 3533, section 6). Ogg says nowhere how long it is, so that a file
 * that was cut off looks like a shorter, good one.
 */
final class OggEnd {
  /** The longest page: a head of 27 bytes, 255 lengths, and as many segments of 255 bytes. */
  private static final int LONGEST_PAGE = 27 + 255 + 255 * 255;

  private static final int HEAD = 27;
  private static final int LAST_PAGE = 4;
  private static final String PATTERN = "OggS";

  private OggEnd() {}

  /** Whether it is an Ogg file without its end. */
  static boolean isMissing(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (!text(read(channel, 0, PATTERN.length())).equals(PATTERN)) {
        return false;
      }
      byte[] tail = read(channel, Math.max(0, channel.size() - LONGEST_PAGE), LONGEST_PAGE);
      int page = text(tail).lastIndexOf(PATTERN);
      return page < 0 || !isWholeLastPage(tail, page);
    }
  }

  private static boolean isWholeLastPage(byte[] tail, int page) {
    if (tail.length < page + HEAD) {
      return false;
    }
    int segments = tail[page + HEAD - 1] & 0xff;
    int end = page + HEAD + segments;
    for (int i = 0; i < segments && page + HEAD + i < tail.length; i++) {
      end += tail[page + HEAD + i] & 0xff;
    }
    return (tail[page + 5] & LAST_PAGE) != 0 && end <= tail.length;
  }

  private static byte[] read(FileChannel channel, long position, int most) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(most);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        break;
      }
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
