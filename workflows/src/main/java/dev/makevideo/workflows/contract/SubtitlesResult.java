package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.makevideo.workflows.job.ObjectRef;

/**
 * Subtitles in three forms.
 *
 * @param cues a JSON object from which captions are drawn
 * @param srt SubRip
 * @param vtt WebVTT
 * @param count how many cues there are; {@code segments} on the wire, as it was called at first
 * @param driftSeconds the largest distance between a cue's start and the speech it belongs to
 */
public record SubtitlesResult(
    ObjectRef cues,
    ObjectRef srt,
    ObjectRef vtt,
    @JsonProperty("segments") int count,
    double driftSeconds,
    long ranMillis)
    implements Timed {}
