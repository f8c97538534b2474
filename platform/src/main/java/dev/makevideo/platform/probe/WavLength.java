package dev.makevideo.platform.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * The length that a WAV file's header declares. ffprobe believes the file's size instead, so a file
 * that was cut off looks like a shorter, good one.
 */
final class WavLength {
  private static final int MAX_CHUNKS = 64;
  private static final long UNKNOWN = 0xffff_ffffL;

  private WavLength() {}

  /** Declared seconds; empty if it is no WAV, or was streamed and so says nothing. */
  static OptionalDouble declared(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (!id(chunk(channel, 0)).equals("RIFF")) {
        return OptionalDouble.empty();
      }
      long position = 12;
      long byteRate = 0;
      for (int i = 0; i < MAX_CHUNKS; i++) {
        ByteBuffer head = chunk(channel, position);
        long size = head.limit() < 8 ? 0 : Integer.toUnsignedLong(head.getInt(4));
        if (id(head).equals("fmt ") && head.limit() >= 20) {
          byteRate = Integer.toUnsignedLong(head.getInt(16));
        }
        if (id(head).equals("data")) {
          return size == 0 || size == UNKNOWN || byteRate == 0
              ? OptionalDouble.empty()
              : OptionalDouble.of((double) size / byteRate);
        }
        if (head.limit() < 8) {
          break;
        }
        position += 8 + size + (size & 1);
      }
      return OptionalDouble.empty();
    }
  }

  /** Up to 20 bytes: a chunk's head and the first fields of {@code fmt}. */
  private static ByteBuffer chunk(FileChannel channel, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.flip();
  }

  private static String id(ByteBuffer head) {
    return head.limit() < 8 ? "" : new String(head.array(), 0, 4, StandardCharsets.ISO_8859_1);
  }
}
