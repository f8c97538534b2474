package dev.makevideo.platform.font;

import dev.makevideo.platform.tools.PublishedFiles;
import dev.makevideo.platform.tools.WheelDownload;
import dev.makevideo.platform.tools.WheelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Noto Sans CJK Regular (SIL Open Font License 1.1), one font collection for Chinese, Japanese and
 * Korean, whose digest was checked: what is drawn with it is the same everywhere.
 *
 * @param file the collection
 */
public record CjkFont(Path file) {
  /** The collection's name, wherever it lies. */
  public static final String FILE = "NotoSansCJK-Regular.ttc";

  private static final WheelPackage WHEEL =
      WheelPackage.ofData(
          "noto-cjk-sans-otc==0.0.1",
          "44596df7f0c1590cb9c4cfe85b9213b7e91e1086a8a024f1a05df6d6badd33ec",
          16);

  private static final PublishedFiles FILES =
      new PublishedFiles(
          "the font for Chinese, Japanese and Korean",
          "noto-cjk-1",
          "MAKE_VIDEO_CJK_FONTS",
          List.of(
              new PublishedFiles.Digest(
                  FILE, "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a")),
          FILE + " of the package " + WHEEL.requirement());

  /**
   * The font in a folder that a user named.
   *
   * @throws IOException if it is missing or is not the published one; the message says which
   */
  public static CjkFont in(Path folder) throws IOException {
    return at(FILES.in(folder));
  }

  /** The font in the tools folder, if it was fetched; reads its 19 MB to check them. */
  public static Optional<CjkFont> find(Path toolsFolder) throws IOException {
    return FILES.find(toolsFolder).map(CjkFont::at);
  }

  /**
   * As {@link #find}, else fetches it, once for all processes that ask.
   *
   * @param environment of this process; a package client is started with it
   * @param tell takes lines of progress for a person
   * @throws IOException if it cannot be had; the message says what to do
   */
  public static CjkFont locate(
      Path toolsFolder, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    return at(FILES.locate(toolsFolder, environment, CjkFont::unpack, tell));
  }

  private static void unpack(WheelDownload wheels, Path downloads, Path target)
      throws IOException, InterruptedException {
    Path wheel = wheels.fetch(WHEEL, "the font for Chinese, Japanese and Korean", downloads);
    WheelDownload.unpack(wheel, "noto_cjk_sans_otc/", List.of(FILE), target);
    WheelDownload.unpack(
        wheel, "noto_cjk_sans_otc-0.0.1.dist-info/licenses/", List.of("LICENSE"), target);
  }

  private static CjkFont at(Path folder) {
    return new CjkFont(folder.resolve(FILE));
  }
}
