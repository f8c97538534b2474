package dev.makevideo.platform.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes MP4 files whose boxes are up to something of others. */
final class HostileBoxes {
  private static final int ALIAS_FIXED = 150; // an alias record before its tagged fields
  private static final int ABSOLUTE_PATH = 2;

  private HostileBoxes() {}

  /**
   * A file of a few kilobytes with an index of so many samples of one byte, in each of its tracks:
   * tables may say "so many times the same", and a reader that unfolds them keeps 24 bytes for
   * each.
   */
  static byte[] indexBomb(byte[] mp4, int samples, int tracks) {
    return Boxes.changed(
        mp4,
        (type, box) ->
            switch (type) {
              case "stts" -> Boxes.box(type, 0, 1, samples, 512);
              case "stsz" -> Boxes.box(type, 0, 1, samples);
              case "stsc" -> Boxes.box(type, 0, 1, 1, samples, 1);
              case "stco" -> Boxes.box(type, 0, 1, mp4.length / 2);
              case "stss", "ctts", "edts", "sdtp" -> new byte[0];
              case "trak" -> repeated(box, tracks);
              default -> box;
            });
  }

  private static byte[] repeated(byte[] box, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      out.writeBytes(box);
    }
    return out.toByteArray();
  }

  /**
   * The index of a file without its data, which are said to lie in the file of that path, by an
   * alias as QuickTime writes it (QuickTime File Format, data reference atoms).
   */
  static byte[] elsewhere(byte[] mp4, String path) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(name, name.length + 1 & ~1);
    ByteBuffer alias = ByteBuffer.allocate(ALIAS_FIXED + 4 + padded.length + 4);
    alias.position(ALIAS_FIXED - 20);
    alias.putShort((short) 1).putShort((short) 1); // one level up, one down
    alias.position(ALIAS_FIXED);
    alias.putShort((short) ABSOLUTE_PATH).putShort((short) padded.length).put(padded);
    alias.putShort((short) -1).putShort((short) 0);
    byte[] reference =
        Boxes.box(
            "alis", ByteBuffer.allocate(4 + alias.capacity()).putInt(0).put(alias.array()).array());
    byte[] table =
        Boxes.box(
            "dref",
            ByteBuffer.allocate(8 + reference.length).putInt(0).putInt(1).put(reference).array());
    return Boxes.changed(
        mp4,
        (type, box) ->
            switch (type) {
              case "dref" -> table;
              case "mdat", "free", "udta" -> new byte[0];
              default -> box;
            });
  }
}
