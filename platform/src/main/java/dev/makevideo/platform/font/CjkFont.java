package dev.makevideo.platform.font;

import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.tools.ToolFolder;
import dev.makevideo.platform.tools.WheelDownload;
import dev.makevideo.platform.tools.WheelPackage;
import java.io.IOException;
import java.nio.file.Files;
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

  /** Within the tools folder. */
  private static final String FOLDER = "noto-cjk-1";

  /** What is trusted, wherever the file comes from. */
  private static final String DIGEST =
      "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a";

  private static final WheelPackage WHEEL =
      WheelPackage.ofData(
          "noto-cjk-sans-otc==0.0.1",
          "44596df7f0c1590cb9c4cfe85b9213b7e91e1086a8a024f1a05df6d6badd33ec",
          16);

  /**
   * The font in a folder that a user named.
   *
   * @throws IOException if it is missing or is not the published one; the message says which
   */
  public static CjkFont in(Path folder) throws IOException {
    Optional<String> lack = lack(folder);
    if (lack.isPresent()) {
      throw new IOException(
          "MAKE_VIDEO_CJK_FONTS is "
              + folder
              + ": "
              + lack.get()
              + "; put the file of the package "
              + WHEEL.requirement()
              + " there");
    }
    return at(folder);
  }

  /** The font in the tools folder, if it was fetched; reads its 19 MB to check them. */
  public static Optional<CjkFont> find(Path toolsFolder) throws IOException {
    Path folder = toolsFolder.toAbsolutePath().resolve(FOLDER);
    return lack(folder).isPresent() ? Optional.empty() : Optional.of(at(folder));
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
    Optional<CjkFont> found = find(toolsFolder);
    if (found.isPresent()) {
      return found.get();
    }
    Path folder = toolsFolder.toAbsolutePath().resolve(FOLDER);
    try (SupervisedProcesses processes = new SupervisedProcesses(environment)) {
      WheelDownload wheels = new WheelDownload(processes, environment, tell);
      ToolFolder.fill(
          folder,
          () -> lack(folder).isEmpty(),
          (downloads, target) -> unpack(wheels, downloads, target),
          tell);
    } catch (IOException e) {
      throw new IOException(
          "the font for Chinese, Japanese and Korean cannot be fetched: install pip, or name a"
              + " folder with "
              + FILE
              + " in MAKE_VIDEO_CJK_FONTS ("
              + e.getMessage()
              + ")",
          e);
    }
    return at(folder);
  }

  private static void unpack(WheelDownload wheels, Path downloads, Path target)
      throws IOException, InterruptedException {
    Path wheel = wheels.fetch(WHEEL, "the font for Chinese, Japanese and Korean", downloads);
    WheelDownload.unpack(wheel, "noto_cjk_sans_otc/", List.of(FILE), target);
    WheelDownload.unpack(
        wheel, "noto_cjk_sans_otc-0.0.1.dist-info/licenses/", List.of("LICENSE"), target);
    Optional<String> lack = lack(target);
    if (lack.isPresent()) {
      throw new IOException("what was fetched is not the font: " + lack.get());
    }
  }

  private static CjkFont at(Path folder) {
    return new CjkFont(folder.toAbsolutePath().resolve(FILE));
  }

  private static Optional<String> lack(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isReadable(file)) {
      return Optional.of("there is no " + FILE);
    }
    return WheelDownload.digest(file).equals(DIGEST)
        ? Optional.empty()
        : Optional.of(FILE + " is another file");
  }
}
