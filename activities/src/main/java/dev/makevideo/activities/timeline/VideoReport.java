package dev.makevideo.activities.timeline;

import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The manifest of a job: what was made from what, by which tools. All times are seconds.
 *
 * @param clips the clips that are shown, by candidate
 * @param tools version by name
 * @param stageMillis working time by stage
 */
record VideoReport(
    String jobId,
    VideoRequest request,
    Output output,
    List<UsedClip> clips,
    int approved,
    List<RejectedClip> rejected,
    Map<String, Long> stageMillis,
    Map<String, String> tools,
    List<String> warnings) {

  /** What was made. */
  record Output(
      ObjectRef video,
      Optional<ObjectRef> srt,
      Optional<ObjectRef> vtt,
      double seconds,
      long driftMillis,
      int segments,
      int segmentsEncoded) {}

  /** A clip and where it is shown. */
  record UsedClip(int index, String name, String sha256, List<Use> shown) {}

  /**
   * One showing.
   *
   * @param segment position in the timeline
   * @param at where in the video
   * @param from where in the clip it begins
   * @param to where in the clip it ends
   */
  record Use(int segment, double at, double from, double to) {}

  static VideoReport of(
      String jobId,
      VideoRequest request,
      VideoResult result,
      Optional<Timeline> timeline,
      Map<String, String> tools) {
    return new VideoReport(
        jobId,
        request,
        new Output(
            result.video(),
            result.srt(),
            result.vtt(),
            result.duration().toMillis() / 1000.0,
            result.driftMillis(),
            result.segments(),
            result.segmentsEncoded()),
        timeline.map(VideoReport::used).orElse(List.of()),
        result.approved(),
        result.rejected(),
        new TreeMap<>(result.stageMillis()),
        new TreeMap<>(tools),
        result.warnings());
  }

  private static List<UsedClip> used(Timeline timeline) {
    Map<Integer, UsedClip> clips = new TreeMap<>();
    for (Segment segment : timeline.segments()) {
      clips
          .computeIfAbsent(
              segment.clipIndex(),
              index ->
                  new UsedClip(
                      index, segment.clipName(), segment.clip().sha256(), new ArrayList<>()))
          .shown()
          .add(
              new Use(
                  segment.index(),
                  seconds(segment.startFrame()),
                  seconds(segment.inFrame()),
                  seconds(segment.inFrame() + segment.frames())));
    }
    return List.copyOf(clips.values());
  }

  /** With three decimals: thirtieths have no end. */
  private static double seconds(int frame) {
    return Math.round(frame * 1000.0 / FrameGrid.FPS) / 1000.0;
  }
}
