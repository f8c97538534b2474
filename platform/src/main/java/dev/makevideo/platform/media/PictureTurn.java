package dev.makevideo.platform.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a photograph must be turned to stand upright: what its camera wrote as Exif orientation
 * (JEITA CP-3451, tag 0x0112). Read here because versions of ffmpeg differ in it. Pictures that say
 * nothing or nonsense are upright.
 *
 * @param orientation 1 to 8
 */
public record PictureTurn(int orientation) {
  /** An Exif segment comes first and has at most 64 KiB. */
  private static final int HEAD = 131_072;

  private static final int EXIF_SEGMENT = 0xffe1;
  private static final int SCAN_SEGMENT = 0xffda;
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private static final PictureTurn UPRIGHT = new PictureTurn(1);

  /** What the file says; only JPEG is asked, which cameras write. */
  public static PictureTurn of(Path file, MediaType type) throws IOException {
    if (type != MediaType.JPEG) {
      return UPRIGHT;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD));
    }
  }

  /** What a JPEG that begins with these bytes says. */
  static PictureTurn of(byte[] jpeg) {
    ByteBuffer bytes = ByteBuffer.wrap(jpeg);
    int at = 2;
    while (at + 4 <= jpeg.length) {
      int marker = bytes.getShort(at) & 0xffff;
      int length = bytes.getShort(at + 2) & 0xffff;
      if (marker >> 8 != 0xff || marker == SCAN_SEGMENT || length < 2) {
        return UPRIGHT;
      }
      if (marker == EXIF_SEGMENT && startsWithExif(jpeg, at + 4)) {
        int end = Math.min(jpeg.length, at + 2 + length);
        int start = at + 4 + EXIF.length;
        return start < end ? ofTiff(bytes.slice(start, end - start)) : UPRIGHT;
      }
      at += 2 + length;
    }
    return UPRIGHT;
  }

  private static boolean startsWithExif(byte[] jpeg, int at) {
    for (int i = 0; i < EXIF.length; i++) {
      if (at + i >= jpeg.length || jpeg[at + i] != EXIF[i]) {
        return false;
      }
    }
    return true;
  }

  private static PictureTurn ofTiff(ByteBuffer tiff) {
    if (tiff.limit() < 10) {
      return UPRIGHT;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long table = tiff.getInt(4) & 0xffff_ffffL;
    if (table + 2 > tiff.limit()) {
      return UPRIGHT;
    }
    int entries = tiff.getShort((int) table) & 0xffff;
    for (int i = 0; i < entries; i++) {
      long entry = table + 2 + 12L * i;
      if (entry + 12 > tiff.limit()) {
        return UPRIGHT;
      }
      int at = (int) entry;
      if ((tiff.getShort(at) & 0xffff) == ORIENTATION && tiff.getShort(at + 2) == SHORT) {
        int value = tiff.getShort(at + 8);
        return value >= 1 && value <= 8 ? new PictureTurn(value) : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** The filters of ffmpeg that turn it. */
  public List<String> filters() {
    return switch (orientation) {
      case 2 -> List.of("hflip");
      case 3 -> List.of("hflip", "vflip");
      case 4 -> List.of("vflip");
      case 5 -> List.of("transpose=0");
      case 6 -> List.of("transpose=1");
      case 7 -> List.of("transpose=3");
      case 8 -> List.of("transpose=2");
      default -> List.of();
    };
  }
}
