package dev.makevideo.activities.render;

import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.job.RenderQuality;
import java.util.List;

/**
 * How x264 encodes every segment of a video: all alike, so that they can be joined by stream copy.
 *
 * @param preset of x264
 * @param crf constant rate factor
 * @param profile of H.264
 */
record EncoderSettings(String preset, int crf, String profile) {
  /** Ticks of a segment's clock: 512 for each frame. */
  static final int TIMESCALE = 512 * FrameGrid.FPS;

  static final int TICKS_PER_FRAME = TIMESCALE / FrameGrid.FPS;

  /** Two seconds: short enough for seeking, and each segment begins with a key frame anyway. */
  private static final int KEY_FRAME_INTERVAL = 2 * FrameGrid.FPS;

  /**
   * The ultrafast preset leaves out what makes a High profile: such a stream names itself Baseline.
   */
  static EncoderSettings of(RenderQuality quality) {
    return switch (quality) {
      case STANDARD -> new EncoderSettings("veryfast", 21, "high");
      case DRAFT -> new EncoderSettings("ultrafast", 28, "high");
    };
  }

  /** The arguments for ffmpeg; all of them belong into a segment's key. */
  List<String> arguments() {
    return List.of(
        "-c:v",
        "libx264",
        "-preset",
        preset,
        "-crf",
        Integer.toString(crf),
        "-profile:v",
        profile,
        "-pix_fmt",
        "yuv420p",
        "-g",
        Integer.toString(KEY_FRAME_INTERVAL),
        "-flags",
        "+cgop",
        "-threads",
        "1",
        "-color_range",
        "tv",
        "-color_primaries",
        "bt709",
        "-color_trc",
        "bt709",
        "-colorspace",
        "bt709",
        // Else it is as in the clip, and a stream that says so does not join with one that does
        // not.
        "-bsf:v",
        "h264_metadata=chroma_sample_loc_type=0",
        "-video_track_timescale",
        Integer.toString(TIMESCALE));
  }
}
