/**
 * Runs of yt-dlp: for the list of what a site has for a phrase, and for one file. It connects to a
 * guarded proxy only, and is judged by what it leaves, not by its exit code.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.ytdlp;
