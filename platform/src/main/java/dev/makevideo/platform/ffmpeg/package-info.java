/**
 * Finds ffmpeg and ffprobe, or fetches them into the tools folder; how they may open a stranger's
 * file; whose fault it is when they fail. Knows nothing of clips or jobs.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.ffmpeg;
