package dev.makevideo.activities.ytdlp;

import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.settings.SourceProgramSettings.YtDlpUse;
import dev.makevideo.platform.tools.FetchOnce;
import dev.makevideo.platform.ytdlp.YtDlp;

/**
 * The two uses of yt-dlp.
 *
 * @param search for what a site has
 * @param download of one file
 */
public record YtDlpTool(YtDlpSearch search, YtDlpDownload download) {
  /** Fetches and starts nothing yet. */
  public static YtDlpTool of(ProcessRunner processes, FetchOnce<YtDlp> program, YtDlpUse use) {
    YtDlpRuns runs = new YtDlpRuns(processes, program, use);
    return new YtDlpTool(new YtDlpSearch(runs, use), new YtDlpDownload(runs));
  }
}
