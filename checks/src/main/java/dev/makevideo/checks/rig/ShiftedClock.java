package dev.makevideo.checks.rig;

import dev.makevideo.platform.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Lets a process's wall clock be wrong, with libfaketime: the installed one, else the one from
 * Debian's package, which is taken out into the tools folder and needs no root.
 */
public final class ShiftedClock {
  private static final String LIBRARY = "libfaketimeMT.so.1";
  private static final long DOWNLOAD_SECONDS = 120;

  private ShiftedClock() {}

  /**
   * The environment of a process whose wall clock is off; its monotonic clock is right.
   *
   * @throws IOException if there is no libfaketime and none can be had
   */
  public static Map<String, String> environment(Duration off)
      throws IOException, InterruptedException {
    Path tools = Settings.from(System.getenv()).storage().tools().resolve("libfaketime");
    Path library = library(Path.of("/usr/lib")).or(() -> library(tools)).orElseGet(() -> tools);
    if (library.equals(tools)) {
      download(tools);
      library = library(tools).orElseThrow(() -> new IOException("the package has no " + LIBRARY));
    }
    String sign = off.isNegative() ? "" : "+";
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME",
        sign + off.toSeconds() + "s",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }

  private static Optional<Path> library(Path root) {
    if (!Files.isDirectory(root)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.find(root, 6, (file, attributes) -> file.endsWith(LIBRARY))) {
      return files.findFirst();
    } catch (IOException | java.io.UncheckedIOException e) {
      return Optional.empty(); // a folder that may not be read has none for us
    }
  }

  private static void download(Path tools) throws IOException, InterruptedException {
    Files.createDirectories(tools);
    Path log = tools.resolve("download.log");
    Process process =
        new ProcessBuilder(
                List.of(
                    "/bin/sh",
                    "-c",
                    "apt-get -q download libfaketime && dpkg-deb -x libfaketime_*.deb ."))
            .directory(tools.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(DOWNLOAD_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(
          "no libfaketime: install it, or run apt-get update first; " + Files.readString(log));
    }
  }
}
