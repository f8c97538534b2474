/** The program yt-dlp: where it is, and how it is started so that it cannot do as it likes. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.ytdlp;
