package dev.makevideo.platform.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** Takes MP4 files apart into their boxes and puts them together again (ISO/IEC 14496-12, 4.2). */
final class Boxes {
  private static final int HEAD = 8;
  private static final Set<String> CONTAINERS =
      Set.of("moov", "trak", "mdia", "minf", "dinf", "stbl");

  private Boxes() {}

  /** What takes a box's place: itself, others, or nothing. */
  interface Change {
    byte[] of(String type, byte[] box);
  }

  /** The boxes after the change, which sees what is inside of a box before the box itself. */
  static byte[] changed(byte[] boxes, Change change) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.wrap(boxes);
    while (in.remaining() >= HEAD) {
      byte[] box = new byte[in.getInt(in.position())];
      in.get(box);
      String type = new String(box, 4, 4, StandardCharsets.US_ASCII);
      if (CONTAINERS.contains(type)) {
        byte[] inner = Arrays.copyOfRange(box, HEAD, box.length);
        box = box(type, changed(inner, change));
      }
      out.writeBytes(change.of(type, box));
    }
    return out.toByteArray();
  }

  /** A box with that in it. */
  static byte[] box(String type, byte[] inner) {
    return ByteBuffer.allocate(HEAD + inner.length)
        .putInt(HEAD + inner.length)
        .put(type.getBytes(StandardCharsets.US_ASCII))
        .put(inner)
        .array();
  }

  /** A box of 32-bit numbers, the first of which are mostly its version and a count. */
  static byte[] box(String type, int... numbers) {
    ByteBuffer inner = ByteBuffer.allocate(4 * numbers.length);
    for (int number : numbers) {
      inner.putInt(number);
    }
    return box(type, inner.array());
  }
}
