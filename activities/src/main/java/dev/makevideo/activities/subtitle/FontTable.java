package dev.makevideo.activities.subtitle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Which letters a TrueType or OpenType font has, and how wide they are, as libass sees it: the
 * letters are those of the character map for platform 3, encoding 1, the only one that libass of
 * ffmpeg 5.1 and 6.0 looks at; widths are parts of libass's font size, which is the font's ascent
 * and descent for Windows. See the OpenType specification: cmap (formats 4 and 12), hhea, hmtx,
 * OS/2, and font collections (ttcf), whose faces share one file. Immutable.
 */
final class FontTable {
  private static final int WINDOWS = 3 << 16 | 1;

  /** {@code ttcf}. */
  private static final int COLLECTION = 0x74746366;

  private final Map<Integer, Double> widths = new HashMap<>();
  private final ByteBuffer font;
  private final int start;
  private final double height;
  private final int metrics;
  private final int metricsCount;

  /**
   * The table of a font file.
   *
   * @param face which one of a collection, from 0; a file of one font has only 0
   * @throws IllegalArgumentException if the font lacks a table, or its map has another format
   */
  static FontTable of(ByteBuffer file, int face) {
    int faces = file.getInt(0) == COLLECTION ? file.getInt(8) : 1;
    if (face < 0 || face >= faces) {
      throw new IllegalArgumentException("face is " + face + " of a file with " + faces);
    }
    return new FontTable(file, file.getInt(0) == COLLECTION ? file.getInt(12 + 4 * face) : 0);
  }

  private FontTable(ByteBuffer font, int start) {
    this.font = font;
    this.start = start;
    int os2 = table("OS/2");
    this.height = unsigned(os2 + 74) + unsigned(os2 + 76);
    this.metrics = table("hmtx");
    this.metricsCount = unsigned(table("hhea") + 34);
    int map = windowsMap(table("cmap"));
    switch (unsigned(map)) {
      case 4 -> readSegments(map);
      case 12 -> readGroups(map);
      default -> throw new IllegalArgumentException("cmap has the format " + unsigned(map));
    }
  }

  boolean has(int letter) {
    return widths.containsKey(letter);
  }

  /** As a part of the font size; 0 for a letter that the font lacks. */
  double width(int letter) {
    return widths.getOrDefault(letter, 0.0);
  }

  private int table(String name) {
    byte[] tag = name.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < unsigned(start + 4); i++) {
      int record = start + 12 + 16 * i;
      if (font.getInt(record) == ByteBuffer.wrap(tag).getInt()) {
        return font.getInt(record + 8);
      }
    }
    throw new IllegalArgumentException("the font has no table " + name);
  }

  private int windowsMap(int maps) {
    for (int i = 0; i < unsigned(maps + 2); i++) {
      int record = maps + 4 + 8 * i;
      if (font.getInt(record) == WINDOWS) {
        return maps + font.getInt(record + 4);
      }
    }
    throw new IllegalArgumentException("the font has no map of letters for Windows");
  }

  private void readSegments(int map) {
    int twice = unsigned(map + 6);
    int ends = map + 14;
    int starts = ends + twice + 2;
    int deltas = starts + twice;
    int offsets = deltas + twice;
    for (int i = 0; i < twice; i += 2) {
      int offset = unsigned(offsets + i);
      int first = unsigned(starts + i);
      for (int letter = first; letter <= unsigned(ends + i) && letter < 0xffff; letter++) {
        int glyph = offset == 0 ? letter : unsigned(offsets + i + offset + 2 * (letter - first));
        if (glyph != 0) {
          put(letter, (glyph + unsigned(deltas + i)) & 0xffff);
        }
      }
    }
  }

  private void readGroups(int map) {
    for (int i = 0; i < font.getInt(map + 12); i++) {
      int group = map + 16 + 12 * i;
      int first = font.getInt(group);
      for (int letter = first; letter <= font.getInt(group + 4); letter++) {
        put(letter, font.getInt(group + 8) + letter - first);
      }
    }
  }

  private void put(int letter, int glyph) {
    if (glyph != 0) {
      int metric = Math.min(glyph, metricsCount - 1);
      widths.put(letter, unsigned(metrics + 4 * metric) / height);
    }
  }

  private int unsigned(int at) {
    return font.getShort(at) & 0xffff;
  }
}
