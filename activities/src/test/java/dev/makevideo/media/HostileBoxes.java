package dev.makevideo.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes MP4 files whose boxes are up to something of others. */
final class HostileBoxes {
  private static final int ALIAS_FIXED = 150; // an alias record before its tagged fields
  private static final int ABSOLUTE_PATH = 2;

  private HostileBoxes() {}

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
