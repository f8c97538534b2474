package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.process.ChildJvm;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.VideoSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class YtDlpKillTest {
  private static final Duration STARTED = Duration.ofSeconds(90);
  private static final Duration GONE = Duration.ofSeconds(10);

  @TempDir Path directory;

  @Test
  @Timeout(180)
  void nothingOfItRunsOnWhenTheWorkerIsKilledWithoutWarning() throws Exception {
    try (VideoSite site = new VideoSite()) {
      String page = site.url() + "/hang-" + UUID.randomUUID();
      Process worker =
          ChildJvm.start(
              YtDlpMain.class, page, site.searchUrl(), directory.resolve("clip").toString());
      try {
        Await.until("yt-dlp waits for the site", STARTED, () -> !site.searches().isEmpty());
        assertTrue(members(page).stream().anyMatch(line -> line.contains("yt_dlp")));
        worker.destroyForcibly();
        assertTrue(worker.waitFor(10, TimeUnit.SECONDS));
        Await.until("all are gone", GONE, () -> members(page).isEmpty());
      } finally {
        worker.destroyForcibly();
      }
    }
  }

  private static List<String> members(String page) {
    return ProcessHandle.allProcesses()
        .map(YtDlpKillTest::commandLine)
        .filter(line -> line.contains(page))
        .toList();
  }

  /** The JDK's own view of other processes' command lines is not complete. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
