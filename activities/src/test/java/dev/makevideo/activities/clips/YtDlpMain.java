package dev.makevideo.activities.clips;

import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Gets a page by yt-dlp until it is killed. Arguments: the page, its site's search, a file. */
public final class YtDlpMain {
  private YtDlpMain() {}

  public static void main(String[] arguments) throws Exception {
    Path target = Path.of(arguments[2]);
    Path records = target.resolveSibling("records");
    try (SupervisedProcesses processes =
        new SupervisedProcesses(Map.of("PATH", System.getenv("PATH")), records)) {
      TestYtDlp.programs(processes, TestYtDlp.searching(arguments[1]))
          .ytDlp()
          .download()
          .download(arguments[0], target, 1_000_000, Duration.ofMinutes(2), new StopSignal());
    }
  }
}
