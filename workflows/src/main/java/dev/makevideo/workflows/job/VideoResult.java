package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a completed job made: the result of the workflow.
 *
 * @param video the MP4
 * @param srt subtitles as SubRip, unless there are none
 * @param vtt subtitles as WebVTT, unless there are none
 * @param report the manifest as a JSON object; absent only while it is being written
 * @param duration of the video
 * @param driftMillis length of the picture less that of the narration
 * @param segments how many segments the video has
 * @param segmentsEncoded how many of them this job encoded; the rest were there already
 * @param clipsUsed how many different clips it shows
 * @param approved how many clips were approved
 * @param rejected the clips that were rejected; at most 500
 * @param stageMillis working time by stage label
 * @param warnings for the user; at most 20
 * @param credits whose clips are shown, and under which licences: a UTF-8 text; absent if there is
 *     nobody to credit, or while it is being written
 * @param groundwork what another video can be made of, as a JSON object; absent in what an earlier
 *     version wrote, or while it is being written
 */
public record VideoResult(
    ObjectRef video,
    Optional<ObjectRef> srt,
    Optional<ObjectRef> vtt,
    Optional<ObjectRef> report,
    Duration duration,
    long driftMillis,
    int segments,
    int segmentsEncoded,
    int clipsUsed,
    int approved,
    List<RejectedClip> rejected,
    Map<String, Long> stageMillis,
    List<String> warnings,
    Optional<ObjectRef> credits,
    Optional<ObjectRef> groundwork) {
  @JsonCreator
  public VideoResult {
    // Null in what an earlier version wrote.
    credits = credits == null ? Optional.empty() : credits;
    groundwork = groundwork == null ? Optional.empty() : groundwork;
    rejected = List.copyOf(rejected);
    stageMillis = Map.copyOf(stageMillis);
    warnings = List.copyOf(warnings);
  }

  /** A result without credits. */
  public VideoResult(
      ObjectRef video,
      Optional<ObjectRef> srt,
      Optional<ObjectRef> vtt,
      Optional<ObjectRef> report,
      Duration duration,
      long driftMillis,
      int segments,
      int segmentsEncoded,
      int clipsUsed,
      int approved,
      List<RejectedClip> rejected,
      Map<String, Long> stageMillis,
      List<String> warnings) {
    this(
        video,
        srt,
        vtt,
        report,
        duration,
        driftMillis,
        segments,
        segmentsEncoded,
        clipsUsed,
        approved,
        rejected,
        stageMillis,
        warnings,
        Optional.empty(),
        Optional.empty());
  }
}
