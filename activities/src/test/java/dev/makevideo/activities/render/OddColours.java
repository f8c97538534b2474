package dev.makevideo.activities.render;

import static dev.makevideo.activities.render.ClipRecipe.clip;
import static dev.makevideo.activities.render.OddPicture.colours;

import dev.makevideo.activities.render.OddClip.Used;
import dev.makevideo.activities.render.OddPicture.Colour;
import java.util.List;

/**
 * Clips of odd codecs, pixel formats and colours. What HDR and other primaries must become was
 * computed apart from this program, from the formulas of BT.2100, BT.2390-8, BT.1886 and H.273; the
 * steps on the way: PQ codes of 100, 203 and 1000 cd/m² are 0.5081, 0.5807 and 0.7518, and an HLG
 * code of 0.75 is 203 cd/m².
 */
final class OddColours {
  private static final List<Colour> PQ_CODES =
      colours(
          120, 60, 60, 60, 125, 70, 60, 70, 130, 185, 180, 80, 148, 148, 148, 102, 102, 102, 125,
          105, 95);
  private static final List<Colour> PQ_SHOWN =
      colours(
          198, 0, 44, 0, 185, 0, 0, 62, 199, 255, 235, 0, 230, 230, 230, 119, 119, 119, 202, 117,
          100);
  private static final List<Colour> HLG_CODES =
      colours(
          150, 70, 70, 70, 150, 80, 70, 80, 150, 225, 215, 90, 191, 191, 191, 100, 100, 100, 160,
          130, 110);
  private static final List<Colour> HLG_SHOWN =
      colours(
          191, 64, 81, 0, 176, 86, 63, 91, 162, 255, 229, 0, 230, 230, 230, 112, 112, 112, 203, 143,
          125);
  private static final List<Colour> NTSC_SHOWN =
      colours(
          176, 57, 49, 64, 158, 69, 64, 74, 180, 189, 179, 58, 235, 235, 235, 128, 128, 128, 197,
          151, 120);
  private static final List<Colour> PAL_SHOWN =
      colours(
          183, 50, 50, 31, 160, 72, 60, 70, 179, 190, 180, 64, 235, 235, 235, 128, 128, 128, 202,
          150, 120);
  private static final List<Colour> BT2020_SHOWN =
      colours(
          221, 0, 41, 0, 168, 47, 0, 69, 188, 201, 179, 0, 235, 235, 235, 128, 128, 128, 226, 142,
          114);
  private static final List<Colour> P3_SHOWN =
      colours(
          195, 22, 40, 0, 163, 53, 57, 70, 186, 192, 180, 0, 235, 235, 235, 128, 128, 128, 209, 147,
          115);

  /** The first patch half, the sixth wholly transparent: shown on black. */
  private static final List<Integer> ALPHAS = List.of(128, 255, 255, 255, 255, 0, 255);

  private static final List<Colour> ON_BLACK =
      colours(
          90, 25, 25, 50, 160, 70, 60, 70, 180, 190, 180, 60, 235, 235, 235, 0, 0, 0, 200, 150,
          120);

  private static final String[] HEVC = {
    "-c:v",
    "libx265",
    "-preset",
    "ultrafast",
    "-crf",
    "12",
    "-x265-params",
    "log-level=error:pools=none:frame-threads=1",
    "-tag:v",
    "hvc1"
  };
  private static final String[] VP9 = {
    "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "4M"
  };
  private static final String[] VP8 = {
    "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "4M"
  };

  private OddColours() {}

  static List<OddClip> codecs() {
    return List.of(
        row(clip("vp8.webm").as("bt601", "tv", "yuv420p").tagged().codec(VP8), "VP8"),
        row(clip("vp9.webm").codec(VP9), "VP9"),
        row(clip("hevc.mp4").codec(HEVC), "HEVC"),
        row(
            clip("av1.mp4")
                .of(OddPicture.plain(136, 240, 30, 18))
                .codec("-c:v", "libaom-av1", "-usage", "realtime", "-cpu-used", "8", "-crf", "20"),
            "AV1"),
        row(clip("mpeg4.mp4").codec("-c:v", "mpeg4", "-q:v", "2"), "MPEG-4 part 2"),
        row(
            clip("mjpeg.mov")
                .as("bt601", "pc", "yuvj422p")
                .tagged()
                .codec("-c:v", "mjpeg", "-q:v", "2"),
            "Motion JPEG, full range, 4:2:2"),
        row(
            clip("prores.mov").as("bt709", "tv", "yuv422p10le").codec("-c:v", "prores_ks"),
            "ProRes 422, 10 bits"),
        row(clip("422.mp4").as("bt709", "tv", "yuv422p"), "H.264 4:2:2"),
        row(clip("444.mp4").as("bt709", "tv", "yuv444p"), "H.264 4:4:4"),
        row(clip("10-bit.mp4").as("bt709", "tv", "yuv420p10le"), "H.264 with 10 bits"),
        row(
            clip("12-bit.mkv").as("bt709", "tv", "yuv444p12le").codec(HEVC),
            "HEVC 4:4:4 with 12 bits"));
  }

  static List<OddClip> matrices() {
    return List.of(
        row(
            clip("full.mp4").as("bt709", "pc", "yuvj420p").tagged("bt709", "bt709", "bt709", "pc"),
            "full range"),
        row(
            clip("full-10.mp4")
                .as("bt709", "pc", "yuv420p10le")
                .tagged("bt709", "bt709", "bt709", "pc")
                .codec(HEVC),
            "full range with 10 bits"),
        row(
            clip("601.mp4")
                .as("bt601", "tv", "yuv420p")
                .tagged("unknown", "unknown", "smpte170m", "tv"),
            "matrix of BT.601, nothing else said"),
        row(
            clip("ntsc-colours.mp4")
                .as("bt601", "tv", "yuv420p")
                .tagged("smpte170m", "smpte170m", "smpte170m", "tv"),
            "BT.601, 525 lines",
            Used.at(30).coloured(NTSC_SHOWN)),
        row(
            clip("pal-colours.mp4")
                .as("bt470bg", "tv", "yuv420p")
                .tagged("bt470bg", "smpte170m", "bt470bg", "tv"),
            "BT.601, 625 lines",
            Used.at(30).coloured(PAL_SHOWN)),
        row(
            clip("240m.mp4")
                .as("smpte240m", "tv", "yuv420p")
                .tagged("smpte240m", "smpte240m", "smpte240m", "tv"),
            "SMPTE 240M",
            Used.at(30).coloured(NTSC_SHOWN)),
        row(
            clip("2020.mp4")
                .as("bt2020", "tv", "yuv420p10le")
                .tagged("bt2020", "bt2020-10", "bt2020nc", "tv")
                .codec(HEVC),
            "BT.2020 without HDR",
            Used.at(30).coloured(BT2020_SHOWN)),
        row(
            clip("p3.mov").tagged("smpte432", "bt709", "bt709", "tv"),
            "Display P3",
            Used.at(30).coloured(P3_SHOWN)),
        row(clip("untagged-sd.mp4").as("bt601", "tv", "yuv420p").tagged(), "SD without tags"),
        row(
            clip("untagged-hd.mp4").filter("scale=720:1280:flags=neighbor").tagged(),
            "HD without tags"),
        row(
            clip("rgb.mp4").asRgb("rgb24").codec("-c:v", "libx264rgb", "-crf", "10"),
            "H.264 in RGB"));
  }

  static List<OddClip> highDynamicRange() {
    return List.of(
        row(
            clip("pq.mp4")
                .of(picture(PQ_CODES))
                .as("bt2020", "tv", "yuv420p10le")
                .tagged("bt2020", "smpte2084", "bt2020nc", "tv")
                .codec(HEVC),
            "HDR by PQ",
            Used.at(30).coloured(PQ_SHOWN)),
        row(
            clip("hlg.mov")
                .of(picture(HLG_CODES))
                .as("bt2020", "tv", "yuv420p10le")
                .tagged("bt2020", "arib-std-b67", "bt2020nc", "tv")
                .codec(HEVC),
            "HDR by HLG",
            Used.at(30).coloured(HLG_SHOWN)),
        row(
            clip("pq-curve-only.mkv")
                .of(picture(PQ_CODES))
                .as("bt2020", "tv", "yuv420p10le")
                .tagged("unknown", "smpte2084", "unknown", "tv")
                .codec(HEVC),
            "HDR by PQ that names neither primaries nor matrix",
            Used.at(30).coloured(PQ_SHOWN)),
        row(
            clip("pq-4k.mp4")
                .of(new OddPicture(270, 480, 30, 16, PQ_CODES, List.of()))
                .filter(OddShapes.times("8"))
                .as("bt2020", "tv", "yuv420p10le")
                .tagged("bt2020", "smpte2084", "bt2020nc", "tv"),
            "HDR by PQ in 4K",
            Used.at(30).coloured(PQ_SHOWN)));
  }

  static List<OddClip> transparent() {
    Used onBlack = Used.at(30).coloured(ON_BLACK);
    OddPicture glass = new OddPicture(270, 480, 30, 30, OddPicture.PLAIN, ALPHAS);
    return List.of(
        row(
            clip("alpha-vp9.webm")
                .of(glass)
                .as("bt709", "tv", "yuva420p")
                .codec(VP9)
                .option("-auto-alt-ref", "0"),
            "VP9 with alpha",
            onBlack),
        row(
            clip("alpha-vp8.webm")
                .of(glass)
                .as("bt601", "tv", "yuva420p")
                .tagged()
                .codec(VP8)
                .option("-auto-alt-ref", "0"),
            "VP8 with alpha",
            onBlack),
        row(
            clip("alpha-prores.mov")
                .of(glass)
                .as("bt709", "tv", "yuva444p10le")
                .codec("-c:v", "prores_ks", "-profile:v", "4444"),
            "ProRes 4444 with alpha",
            onBlack),
        row(
            clip("alpha-png.mov").of(glass).asRgb("rgba").codec("-c:v", "png"),
            "PNG in QuickTime with alpha",
            onBlack),
        row(
            clip("alpha-rle.mov").of(glass).asRgb("argb").codec("-c:v", "qtrle"),
            "QuickTime animation with alpha",
            onBlack));
  }

  private static OddPicture picture(List<Colour> codes) {
    return new OddPicture(270, 480, 30, 30, codes, List.of());
  }

  private static OddClip row(ClipRecipe recipe, String oddity) {
    return row(recipe, oddity, Used.at(30));
  }

  private static OddClip row(ClipRecipe recipe, String oddity, Used used) {
    return new OddClip(recipe, oddity, used);
  }
}
