package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;

/**
 * Subtitles in three forms.
 *
 * @param cues a JSON object from which captions are drawn
 * @param srt SubRip
 * @param vtt WebVTT
 * @param segments how many cues there are
 * @param driftSeconds the largest distance between a cue's start and the speech it belongs to
 */
public record SubtitlesResult(
    ObjectRef cues, ObjectRef srt, ObjectRef vtt, int segments, double driftSeconds, long ranMillis)
    implements Timed {}
