package dev.makevideo.activities.source;

import dev.makevideo.activities.ytdlp.YtDlpTool;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.process.ProcessRunner;

/**
 * The programs that find and get clips.
 *
 * @param processes starts the operator's own source
 * @param ytDlp both uses of yt-dlp
 * @param ffmpeg makes clips of pictures
 */
public record SourcePrograms(ProcessRunner processes, YtDlpTool ytDlp, Ffmpeg ffmpeg) {}
