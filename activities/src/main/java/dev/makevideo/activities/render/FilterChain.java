package dev.makevideo.activities.render;

import dev.makevideo.activities.timeline.FrameSize;
import dev.makevideo.activities.timeline.Segment;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.job.CropPosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The filters between a clip and a segment: woven fields made frames, on the frame grid, composed
 * on black, without the bars beside the picture, cropped and scaled to fill the picture, in BT.709
 * limited range, with captions. A clip that ends early keeps its last frame.
 */
final class FilterChain {
  /** Part of a segment's key: change it with any filter, {@link ColourTable}, the frame grid. */
  static final String VERSION = "filters-2";

  /** For pictures that pass through RGB: chroma at every pixel, without rounding on the way. */
  private static final String EXACT = ":flags=bicubic+full_chroma_int+accurate_rnd";

  private FilterChain() {}

  /**
   * Captions to burn in.
   *
   * @param file ASS, with the job's times
   * @param fonts the folder of its fonts
   */
  record Captions(Path file, Path fonts) {}

  /**
   * The clip's picture as it is decoded.
   *
   * @param transparent whether it has an alpha channel
   * @param table the file of {@link ClipColours#table()}
   */
  record Picture(
      boolean interlaced, boolean transparent, ClipColours colours, Optional<Path> table) {}

  static String of(
      Segment segment,
      Picture picture,
      FrameSize size,
      CropPosition crop,
      Optional<Captions> captions) {
    List<String> filters = new ArrayList<>(frames(segment, picture));
    String matrix = ":in_color_matrix=" + picture.colours().matrix();
    if (picture.transparent()) {
      filters.addAll(
          List.of(
              "scale=iw:ih" + EXACT + matrix,
              "format=gbrap16",
              "premultiply=inplace=1",
              "format=gbrp16"));
    }
    segment.picture().map(FilterChain::area).ifPresent(filters::add);
    filters.add(crop(size, crop));
    filters.addAll(scaled(size, matrix, picture.table()));
    filters.add("format=yuv420p");
    filters.add("setsar=1");
    filters.add("setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709");
    filters.add("tpad=stop=-1:stop_mode=clone");
    captions.ifPresent(
        shown -> {
          // libass needs the job's time to find the cues; the muxer needs a clock from zero.
          filters.add("setpts=(N+" + segment.startFrame() + ")/(" + FrameGrid.FPS + "*TB)");
          filters.add(
              "ass=filename="
                  + escaped(shown.file().toString())
                  + ":fontsdir="
                  + escaped(shown.fonts().toString()));
        });
    filters.add("setpts=N/(" + FrameGrid.FPS + "*TB)");
    return String.join(",", filters);
  }

  /** The clip's frames on the frame grid, no more than are shown. */
  private static List<String> frames(Segment segment, Picture picture) {
    List<String> filters = new ArrayList<>();
    if (picture.interlaced()) {
      // One frame for each frame: the times stay as they are.
      filters.add("bwdif=mode=send_frame:deint=interlaced");
    }
    // Of the frames before the start, the last one is still shown then.
    filters.add("fps=" + FrameGrid.FPS + ":start_time=0");
    // A frame of the clip may stand for thousands here, and all wait in memory for the encoder.
    filters.add("trim=end_frame=" + segment.frames());
    return filters;
  }

  private static List<String> scaled(FrameSize size, String matrix, Optional<Path> table) {
    String scale = "scale=" + size.width() + ":" + size.height();
    String out = ":out_color_matrix=bt709:out_range=tv";
    if (table.isEmpty()) {
      return List.of(scale + ":flags=bicubic" + matrix + out);
    }
    // With 16 bits lut3d is several times faster than with 8 or 10.
    return List.of(
        scale + EXACT + matrix,
        "format=gbrp16",
        "lut3d=file=" + escaped(table.get().toString()),
        "scale=iw:ih" + EXACT + out);
  }

  private static String area(Clip.Area area) {
    int whole = Clip.Area.WHOLE;
    return ("crop=w='max(1,floor(iw*%d/%d))':h='max(1,floor(ih*%d/%d))'"
            + ":x='ceil(iw*%d/%d)*2':y='ceil(ih*%d/%d)*2':exact=1")
        .formatted(
            area.width(), whole, area.height(), whole, area.x(), 2 * whole, area.y(), 2 * whole);
  }

  /**
   * Expressions of the filter itself, so that the rotation has been applied already. Sides may be
   * odd, and are never zero; places are even, where chroma begins.
   */
  private static String crop(FrameSize size, CropPosition position) {
    String x =
        switch (position) {
          case LEFT -> "0";
          case RIGHT -> "floor((iw-ow)/2)*2";
          case CENTER, TOP, BOTTOM -> "round((iw-ow)/4)*2";
        };
    String y =
        switch (position) {
          case TOP -> "0";
          case BOTTOM -> "floor((ih-oh)/2)*2";
          case CENTER, LEFT, RIGHT -> "round((ih-oh)/4)*2";
        };
    String shape = size.width() + "/" + size.height();
    return "crop=w='max(1,round(min(iw,ih*"
        + shape
        + "/sar)))':h='max(1,round(min(ih,iw*sar/("
        + shape
        + "))))':x='"
        + x
        + "':y='"
        + y
        + "':exact=1";
  }

  /** Escapes a value twice: for the option, and for the list of filters around it. */
  static String escaped(String value) {
    return value.replaceAll("([\\\\':])", "\\\\$1").replaceAll("([\\\\'\\[\\],;])", "\\\\$1");
  }
}
