package dev.makevideo.platform.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Walks over the pages of an Ogg file (RFC 3533, section 6). Where a file is one stream from end to
 * end and no page is missing, the last page's position says how many samples there are; two streams
 * in a chain each begin at 0 again.
 */
final class OggPages {
  private static final int HEAD = 27;
  private static final int BUFFER = 1 << 16;
  private static final int FIRST_PAGE = 2;
  private static final int POSITION = 6;
  private static final int SERIAL = 14;
  private static final int SEQUENCE = 18;

  private OggPages() {}

  /**
   * The position at the end of the last whole page: the number of its last sample. Empty if there
   * is more than one stream, or anything between the pages, or a gap in their numbers.
   */
  static OptionalLong lastSample(Path file) throws IOException {
    long last = -1;
    int serial = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      byte[] body = new byte[255 * 255];
      for (int number = 0; ; number++) {
        ByteBuffer head = ByteBuffer.wrap(in.readNBytes(HEAD)).order(ByteOrder.LITTLE_ENDIAN);
        if (head.limit() < HEAD) {
          break; // its end, or cut off here
        }
        serial = number == 0 ? head.getInt(SERIAL) : serial;
        if (!isPage(head, number) || head.getInt(SERIAL) != serial) {
          return OptionalLong.empty();
        }
        byte[] lengths = in.readNBytes(head.get(HEAD - 1) & 0xff);
        int length = 0;
        for (byte segment : lengths) {
          length += segment & 0xff;
        }
        if (lengths.length < (head.get(HEAD - 1) & 0xff)
            || in.readNBytes(body, 0, length) < length) {
          break;
        }
        // -1: no packet ends on this page
        last = head.getLong(POSITION) == -1 ? last : head.getLong(POSITION);
      }
    }
    return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
  }

  private static boolean isPage(ByteBuffer head, int number) {
    boolean first = (head.get(5) & FIRST_PAGE) != 0;
    return new String(head.array(), 0, 4, StandardCharsets.ISO_8859_1).equals("OggS")
        && first == (number == 0)
        && head.getInt(SEQUENCE) == number;
  }
}
