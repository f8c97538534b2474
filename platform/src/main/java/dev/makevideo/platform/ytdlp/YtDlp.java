package dev.makevideo.platform.ytdlp;

import dev.makevideo.platform.tools.PublishedFiles;
import dev.makevideo.platform.tools.WheelDownload;
import dev.makevideo.platform.tools.WheelPackage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * yt-dlp (The Unlicense) as it is started here: two wheels whose digests were checked, read by a
 * Python that sees no other package, compiled once where there is a tools folder; or a program that
 * the operator named. Immutable.
 *
 * @param program Python, or the program
 * @param wheels yt-dlp and its scripts for YouTube, or folders with what they hold; none: the
 *     program is yt-dlp
 */
public record YtDlp(Path program, List<Path> wheels) {
  /** Names the program, or a folder with the wheels. */
  public static final String SETTING = "MAKE_VIDEO_YTDLP";

  private static final WheelPackage WHEEL =
      WheelPackage.ofData(
          "yt-dlp==2026.10.26",
          "a05c5b5d8562f7e8a62f5334348b406af4930d56d3a65f8021d14af0e22339ae",
          3);

  private static final WheelPackage SCRIPTS =
      WheelPackage.ofData(
          "yt-dlp-ejs==0.8.0",
          "79300e5fca7f937a1eeede11f0456862c1b41107ce1d726871e0207424f4bdb4",
          1);

  private static final String WHEEL_FILE = "yt_dlp-2026.10.26-py3-none-any.whl";
  private static final String SCRIPTS_FILE = "yt_dlp_ejs-0.8.0-py3-none-any.whl";

  private static final PublishedFiles FILES =
      new PublishedFiles(
          "the program yt-dlp",
          "yt-dlp-2026.10.26",
          SETTING,
          List.of(
              new PublishedFiles.Digest(WHEEL_FILE, WHEEL.sha256()),
              new PublishedFiles.Digest(SCRIPTS_FILE, SCRIPTS.sha256())),
          WHEEL_FILE + " and " + SCRIPTS_FILE);

  private static final String GUARD = guard();

  public YtDlp {
    wheels = List.copyOf(wheels);
  }

  /**
   * What the operator named: a program, or a folder with the wheels.
   *
   * @throws IOException if it is neither, or there is no Python for the wheels; the message says so
   */
  public static YtDlp in(Path named, Map<String, String> environment)
      throws IOException, InterruptedException {
    if (Files.isRegularFile(named)) {
      if (!Files.isExecutable(named)) {
        throw new IOException(SETTING + " is " + named + ": it is not a program");
      }
      return new YtDlp(named.toAbsolutePath(), List.of());
    }
    return new YtDlp(Python.locate(environment).program(), wheels(FILES.in(named)));
  }

  /** The folder with the wheels, if they were fetched; reads their 3 MB to check them. */
  public static Optional<Path> find(Path toolsFolder) throws IOException {
    return FILES.find(toolsFolder);
  }

  /**
   * The wheels from the tools folder, fetched there once for all processes that ask.
   *
   * @param environment of this process; a package client and Python are started with it
   * @param tell takes lines of progress for a person
   * @throws IOException if they cannot be had, or there is no Python; the message says what to do
   */
  public static YtDlp locate(
      Path toolsFolder, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    Path folder = FILES.locate(toolsFolder, environment, YtDlp::unpack, tell);
    Python python = Python.locate(environment);
    Path compiled = folder.resolveSibling(folder.getFileName() + "-python-" + python.version());
    List<Path> wheels = wheels(folder);
    try {
      wheels = CompiledWheels.of(compiled, python, wheels, environment, tell);
    } catch (IOException e) {
      tell.accept("yt-dlp starts slowly, for it cannot be compiled: " + e.getMessage());
    }
    return new YtDlp(python.program(), wheels);
  }

  private static List<Path> wheels(Path folder) {
    return List.of(folder.resolve(WHEEL_FILE), folder.resolve(SCRIPTS_FILE));
  }

  private static void unpack(WheelDownload wheels, Path downloads, Path target)
      throws IOException, InterruptedException {
    Files.move(wheels.fetch(WHEEL, "the program yt-dlp", downloads), target.resolve(WHEEL_FILE));
    Files.move(
        wheels.fetch(SCRIPTS, "the scripts of yt-dlp", downloads), target.resolve(SCRIPTS_FILE));
  }

  /** Whether it still lies where it was found. */
  public boolean isThere() {
    return Files.isExecutable(program) && wheels.stream().allMatch(Files::isReadable);
  }

  /** Whether it can be kept from any connection but the proxy's; a named program is trusted. */
  public boolean isGuarded() {
    return !wheels.isEmpty();
  }

  /**
   * The command line of a run.
   *
   * @param proxyPort on loopback, the one place that it may connect to
   */
  public List<String> command(int proxyPort, List<String> arguments) {
    List<String> line = new ArrayList<>(List.of(program.toString()));
    if (isGuarded()) {
      // No variables of Python's, no user's or site's packages, nothing written beside the wheels.
      line.addAll(List.of("-I", "-S", "-B", "-X", "utf8", "-c", GUARD));
      line.add(Integer.toString(proxyPort));
      wheels.forEach(wheel -> line.add(wheel.toString()));
    }
    line.addAll(arguments);
    return line;
  }

  private static String guard() {
    try (@Nullable InputStream in = YtDlp.class.getResourceAsStream("/yt-dlp-guard.py")) {
      if (in == null) {
        throw new IllegalStateException("yt-dlp-guard.py is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
