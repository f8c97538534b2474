package dev.makevideo.activities.subtitle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The fonts for captions, shipped as resources: Latin, Greek, Cyrillic, Arabic, Devanagari, Hebrew,
 * Thai, symbols and emoji in one colour. The host's fonts are shut out, so that a video looks the
 * same wherever it is rendered. libass does not fall back to another font for a letter that one
 * lacks, so {@link AssWriter} names the font of each letter; letters that no font has are left out,
 * which {@link #missing} foretells. Stateless.
 */
public final class Fonts {
  private static final String CONFIGURATION = "fonts.conf";

  /** Names no folder at all. An empty file will not do: fontconfig of ffmpeg 5.1 refuses it. */
  private static final byte[] NO_FONTS =
      "<?xml version=\"1.0\"?>\n<fontconfig/>\n".getBytes(StandardCharsets.UTF_8);

  /**
   * The folder to give to ffmpeg as {@code fontsdir}. Files that are absent or differ from the
   * shipped ones are written, each atomically, so several processes may call this at once.
   *
   * @param dataFolder the fonts go into a folder below it
   */
  public Path folder(Path dataFolder) throws IOException {
    Path folder = Files.createDirectories(dataFolder.resolve("fonts"));
    for (CaptionFont font : CaptionFont.values()) {
      byte[] shipped = font.bytes();
      Path file = folder.resolve(font.file());
      if (!Files.isRegularFile(file) || !Arrays.equals(shipped, Files.readAllBytes(file))) {
        write(dataFolder, file, shipped);
      }
    }
    Path configuration = dataFolder.resolve(CONFIGURATION);
    if (!Files.isRegularFile(configuration)
        || !Arrays.equals(NO_FONTS, Files.readAllBytes(configuration))) {
      write(dataFolder, configuration, NO_FONTS);
    }
    return folder;
  }

  /**
   * What a program that draws captions needs in its environment, so that it sees no font of the
   * host.
   *
   * @param fonts what {@link #folder} returned
   */
  public static Map<String, String> environment(Path fonts) {
    return Map.of(
        "FONTCONFIG_FILE", fonts.toAbsolutePath().resolveSibling(CONFIGURATION).toString());
  }

  /** The letters of the text that no shipped font has and captions leave out, each once. */
  public List<String> missing(String text) {
    return text.codePoints()
        .distinct()
        .filter(c -> !CaptionFont.isUnseen(c) && !Character.isISOControl(c))
        .filter(c -> !Character.isSpaceChar(c))
        .mapToObj(Character::toString)
        .filter(letter -> CaptionFont.NOTO_SANS.forCluster(letter).isEmpty())
        .toList();
  }

  /** The temporary file lies outside the folder: libass opens everything inside it. */
  private static void write(Path dataFolder, Path file, byte[] bytes) throws IOException {
    Path temporary = Files.createTempFile(dataFolder, "font", ".tmp");
    try {
      Files.write(temporary, bytes);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
