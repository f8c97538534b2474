package dev.makevideo.render;

import dev.makevideo.job.CropPosition;
import dev.makevideo.media.ClipFacts;
import dev.makevideo.timeline.FrameSize;
import dev.makevideo.timeline.Segment;
import dev.makevideo.timeline.Timeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The filters between a clip and a segment: on the frame grid, cropped and scaled to fill the
 * picture, in BT.709 limited range, with captions. A clip that ends early keeps its last frame. HDR
 * clips are not tone-mapped, only their matrix is converted.
 */
final class FilterChain {
  /** Part of a segment's key: change it with any filter. */
  static final String VERSION = "filters-1";

  /** From this height on, a clip that does not name its colours is taken for BT.709. */
  private static final int HIGH_DEFINITION = 720;

  private static final Set<String> MATRICES =
      Set.of("bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc", "bt2020c");

  private FilterChain() {}

  /**
   * Captions to burn in.
   *
   * @param file ASS, with the job's times
   * @param fonts the folder of its fonts
   */
  record Captions(Path file, Path fonts) {}

  static String of(
      Segment segment,
      ClipFacts facts,
      FrameSize size,
      CropPosition crop,
      Optional<Captions> captions) {
    List<String> filters = new ArrayList<>();
    filters.add("fps=" + Timeline.FPS);
    filters.add(crop(size, crop));
    filters.add(
        "scale="
            + size.width()
            + ":"
            + size.height()
            + ":flags=bicubic:in_color_matrix="
            + matrix(facts)
            + ":out_color_matrix=bt709:out_range=tv");
    filters.add("format=yuv420p");
    filters.add("setsar=1");
    filters.add("setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709");
    filters.add("tpad=stop=-1:stop_mode=clone");
    captions.ifPresent(
        shown -> {
          // libass needs the job's time to find the cues; the muxer needs a clock from zero.
          filters.add("setpts=(N+" + segment.startFrame() + ")/(" + Timeline.FPS + "*TB)");
          filters.add(
              "ass=filename="
                  + escaped(shown.file().toString())
                  + ":fontsdir="
                  + escaped(shown.fonts().toString()));
        });
    filters.add("setpts=N/(" + Timeline.FPS + "*TB)");
    return String.join(",", filters);
  }

  /** Expressions of the filter itself, so that the rotation has been applied already. */
  private static String crop(FrameSize size, CropPosition position) {
    String x =
        switch (position) {
          case LEFT -> "0";
          case RIGHT -> "iw-ow";
          case CENTER, TOP, BOTTOM -> "(iw-ow)/2";
        };
    String y =
        switch (position) {
          case TOP -> "0";
          case BOTTOM -> "ih-oh";
          case CENTER, LEFT, RIGHT -> "(ih-oh)/2";
        };
    String shape = size.width() + "/" + size.height();
    return "crop=w='min(iw,ih*"
        + shape
        + "/sar)':h='min(ih,iw*sar/("
        + shape
        + "))':x='"
        + x
        + "':y='"
        + y
        + "'";
  }

  private static String matrix(ClipFacts facts) {
    if (MATRICES.contains(facts.matrix())) {
      return facts.matrix().startsWith("bt2020") ? "bt2020" : facts.matrix();
    }
    return Math.min(facts.width(), facts.height()) >= HIGH_DEFINITION ? "bt709" : "smpte170m";
  }

  /** Escapes a value twice: for the option, and for the list of filters around it. */
  static String escaped(String value) {
    return value.replaceAll("([\\\\':])", "\\\\$1").replaceAll("([\\\\'\\[\\],;])", "\\\\$1");
  }
}
