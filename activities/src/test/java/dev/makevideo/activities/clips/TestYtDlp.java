package dev.makevideo.activities.clips;

import dev.makevideo.activities.source.SourcePrograms;
import dev.makevideo.activities.ytdlp.YtDlpTool;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.settings.SourceProgramSettings;
import dev.makevideo.platform.settings.SourceProgramSettings.YtDlpUse;
import dev.makevideo.platform.tools.FetchOnce;
import dev.makevideo.platform.ytdlp.YtDlp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** yt-dlp from the registry, fetched once for all tests. */
public final class TestYtDlp {
  private TestYtDlp() {}

  /** The programs of the sources, as they are configured. */
  public static SourcePrograms programs(ProcessRunner processes, SourceProgramSettings settings) {
    return new SourcePrograms(
        processes,
        YtDlpTool.of(
            processes,
            new FetchOnce<>(
                "yt-dlp",
                () -> YtDlp.locate(tools(), System.getenv(), System.out::println),
                Clock.systemUTC()),
            settings.ytDlp()),
        Located.FFMPEG);
  }

  /** Found once for all tests. */
  private static final class Located {
    static final Ffmpeg FFMPEG = ffmpeg();
  }

  private static Ffmpeg ffmpeg() {
    try {
      FfmpegTools found = FfmpegTools.locate(tools(), System.getenv(), System.out::println);
      return new Ffmpeg(found.ffmpeg(), found.ffprobe(), found.version());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** yt-dlp for a site. */
  static SourceProgramSettings searching(String search) {
    return new SourceProgramSettings(
        new YtDlpUse(true, Optional.empty(), search), Optional.empty(), Optional.empty());
  }

  private static Path tools() {
    return Path.of(System.getProperty("user.home"), ".local/share/make-video/tools");
  }
}
