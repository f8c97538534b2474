package dev.makevideo.activities.subtitle;

import dev.makevideo.platform.font.CjkFont;
import dev.makevideo.platform.process.StopSignal;
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
 * Thai, symbols and emoji in one colour; and {@link CjkFonts}, which is fetched. The host's fonts
 * are shut out, so that a video looks the same wherever it is rendered. libass does not fall back
 * to another font for a letter that one lacks, so {@link AssWriter} names the font of each letter;
 * letters that no font has are left out, which {@link FontSet#missing} foretells. Thread-safe.
 */
public final class Fonts {
  private static final String CONFIGURATION = "fonts.conf";

  /** Names no folder at all. An empty file will not do: fontconfig of ffmpeg 5.1 refuses it. */
  private static final byte[] NO_FONTS =
      "<?xml version=\"1.0\"?>\n<fontconfig/>\n".getBytes(StandardCharsets.UTF_8);

  private final CjkFonts cjk;

  /** Only those that are shipped. */
  public Fonts() {
    this(CjkFonts.off());
  }

  /**
   * @param cjk asked when a text needs it
   */
  public Fonts(CjkFonts cjk) {
    this.cjk = cjk;
  }

  /**
   * The folder to give to ffmpeg as {@code fontsdir}. Files that are absent or differ from the
   * shipped ones are written, each atomically, so several processes may call this at once.
   *
   * @param dataFolder the fonts go into a folder below it
   */
  public Path folder(Path dataFolder) throws IOException {
    return write(dataFolder, "fonts");
  }

  private static Path write(Path dataFolder, String name) throws IOException {
    Path folder = Files.createDirectories(dataFolder.resolve(name));
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

  /** The letters of the text that no shipped font has, each once. */
  public List<String> missing(String text) {
    return FontSet.SHIPPED.missing(text);
  }

  /**
   * The fonts for a text; the one for Chinese, Japanese and Korean is among them if the text needs
   * it and it can be had, for which it may be fetched.
   *
   * @param text all that a video shows, so that one letter looks the same in all of it
   * @param language of the text, a BCP 47 tag
   * @throws InterruptedException if interrupted or stopped while it is fetched
   */
  public FontSet forText(String text, String language, StopSignal stop)
      throws InterruptedException {
    boolean needed =
        missing(text).stream().anyMatch(letter -> CjkFace.isFor(letter.codePointAt(0)));
    return needed ? cjk.with(CjkFace.of(language, text), stop) : FontSet.SHIPPED;
  }

  /**
   * As {@link #folder(Path)}, with all fonts of the set. One that is not shipped makes a folder of
   * its own: libass reads every font in it, and this one is large.
   */
  public Path folder(Path dataFolder, FontSet set) throws IOException {
    if (set.fetched().isEmpty()) {
      return folder(dataFolder);
    }
    Path folder = write(dataFolder, "fonts-cjk");
    Path font = set.fetched().get();
    Path link = folder.resolve(CjkFont.FILE);
    if (!Files.exists(link) || !Files.isSameFile(link, font)) {
      Path work = Files.createTempDirectory(dataFolder, "font");
      try {
        Path made = Files.createSymbolicLink(work.resolve(CjkFont.FILE), font.toAbsolutePath());
        Files.move(made, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(work.resolve(CjkFont.FILE));
        Files.delete(work);
      }
    }
    return folder;
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
