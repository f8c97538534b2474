package dev.makevideo.activities.render;

import static dev.makevideo.activities.render.ClipRecipe.clip;

import dev.makevideo.activities.render.OddClip.Used;
import dev.makevideo.platform.probe.TestMedia;
import java.util.ArrayList;
import java.util.List;

/** Clips of odd frame rates, orientation, shape and size. */
final class OddShapes {
  private static final String[] LOSSLESS = {"-c:v", "ffv1"};

  private OddShapes() {}

  static List<OddClip> rates() {
    return List.of(
        row(clip("plain.mp4"), "nothing", Used.at(30)),
        row(
            clip("vfr.mp4")
                .of(OddPicture.plain(270, 480, 60, 60))
                .filter("select='lt(mod(n,7),3)+eq(mod(n,11),5)'")
                .option("-fps_mode", "vfr"),
            "variable frame rate",
            Used.at(60).withSlack(5.0 / 60)),
        row(
            clip("gaps.mkv")
                .of(new OddPicture(136, 240, 1, 10, OddPicture.PLAIN, List.of()))
                .filter("select='not(mod(n,3))'")
                .option("-fps_mode", "vfr"),
            "three seconds between frames",
            Used.at(1 / 3.0)),
        row(
            clip("ntsc.mov")
                .of(OddPicture.plain(270, 480, 30, 31))
                .filter("setpts=PTS*1001/1000")
                .option("-r", "30000/1001", "-timecode", "00:00:59;28"),
            "29.97 frames a second, drop-frame time code",
            Used.at(30)),
        row(rate(24, 24), "24 frames a second", Used.at(24)),
        row(rate(120, 120), "120 frames a second", Used.at(120)),
        row(rate(5, 6), "5 frames a second", Used.at(5)));
  }

  private static ClipRecipe rate(int fps, int frames) {
    return clip("rate-" + fps + ".mp4").of(OddPicture.plain(270, 480, fps, frames));
  }

  static List<OddClip> orientations() {
    return List.of(
        row(turned("turned-90.mp4", "transpose=cclock", 0, 1, -1, 0), "rotation tag of 90"),
        row(turned("turned-180.mp4", "hflip,vflip", -1, 0, 0, -1), "rotation tag of 180"),
        row(turned("turned-270.mov", "transpose=clock", 0, -1, 1, 0), "rotation tag of 270"),
        row(turned("flip-h.mp4", "hflip", -1, 0, 0, 1), "mirrored by its matrix"),
        row(turned("flip-v.mp4", "vflip", 1, 0, 0, -1), "upside down and mirrored by its matrix"),
        row(turned("flip-90.mp4", "transpose=cclock_flip", 0, 1, 1, 0), "turned and mirrored"),
        row(
            turned("turned-sar.mp4", "transpose=cclock,scale=360:270,setsar=4/3", 0, 1, -1, 0),
            "turned, with pixels that are not square"));
  }

  /** Stored in another position, with a matrix that puts it right. */
  private static ClipRecipe turned(String name, String filter, int a, int b, int c, int d) {
    return clip(name).filter(filter).then((media, work, file) -> TestMedia.turn(file, a, b, c, d));
  }

  static List<OddClip> shapes() {
    return List.of(
        row(clip("wide-pixels.mp4").filter("scale=204:480,setsar=45/34"), "wide pixels"),
        row(clip("tall-pixels.mkv").filter("scale=360:480,setsar=3/4"), "tall pixels"),
        row(
            clip("odd-size.mp4")
                .of(OddPicture.plain(291, 517, 30, 30))
                .filter("pad=333:517:20:0:gray")
                .as("bt709", "tv", "yuv444p"),
            "333 x 517"),
        row(clip("landscape.mp4").filter("pad=854:480:292:0:gray"), "16:9 for 9:16"),
        row(clip("bars.mp4").filter("pad=374:666:52:93:black"), "between black bars"),
        row(clip("tall.mp4").filter("pad=270:1400:0:460:gray"), "very tall"),
        row(
            clip("sliver.mkv")
                .of(OddPicture.plain(2, 4, 30, 30))
                .filter("pad=2:2000:0:998:gray")
                .asRgb("gbrp")
                .codec(LOSSLESS),
            "2 x 2000",
            Used.at(30).withoutBar().within(30).coloured(fourPixelsHigh())),
        row(
            clip("tiny.mkv")
                .of(OddPicture.plain(9, 16, 30, 30))
                .filter("pad=16:16:4:0:gray")
                .asRgb("gbrp")
                .codec(LOSSLESS),
            "16 x 16",
            Used.at(30).withoutBar()),
        row(
            clip("pixel.mkv")
                .of(new OddPicture(1, 1, 30, 30, red(), List.of()))
                .asRgb("gbrp")
                .codec(LOSSLESS),
            "1 x 1",
            Used.at(30).withoutBar().coloured(red())),
        row(
            clip("4k.mp4").of(OddPicture.plain(270, 480, 30, 18)).filter(times("8")),
            "4K, upright",
            Used.at(30)));
  }

  static String times(String factor) {
    return "scale=iw*" + factor + ":ih*" + factor + ":flags=neighbor";
  }

  /** Two pixels wide there is no sixth patch: only what lies between its neighbours. */
  private static List<OddPicture.Colour> fourPixelsHigh() {
    List<OddPicture.Colour> colours = new ArrayList<>(OddPicture.PLAIN);
    colours.set(5, new OddPicture.Colour(218, 193, 178));
    return colours;
  }

  private static List<OddPicture.Colour> red() {
    OddPicture.Colour red = OddPicture.PLAIN.get(0);
    return List.of(red, red, red, red, red, red, red);
  }

  static List<OddClip> fields() {
    OddPicture fifty = OddPicture.plain(270, 480, 50, 50);
    return List.of(
        row(
            clip("top-first.mp4")
                .of(fifty)
                .filter(times("2"))
                .filter("tinterlace=interleave_top,setfield=tff")
                .option("-flags", "+ilme+ildct"),
            "interlaced H.264, top field first",
            Used.at(25).withoutComb()),
        row(
            clip("bottom-first.mkv")
                .of(fifty)
                .filter(times("2"))
                .filter("tinterlace=interleave_bottom,setfield=bff")
                .codec("-c:v", "mpeg2video", "-q:v", "2", "-flags", "+ilme+ildct"),
            "interlaced MPEG-2, bottom field first",
            Used.at(25).withoutComb()),
        row(
            clip("fields.mov")
                .of(fifty)
                .filter(times("2"))
                .filter("tinterlace=interleave_top,setfield=tff")
                .as("bt709", "tv", "yuv422p10le")
                .codec("-c:v", "prores_ks", "-profile:v", "0", "-flags", "+ildct"),
            "interlaced ProRes",
            Used.at(25).withoutComb()));
  }

  private static OddClip row(ClipRecipe recipe, String oddity) {
    return row(recipe, oddity, Used.at(30));
  }

  private static OddClip row(ClipRecipe recipe, String oddity, Used used) {
    return new OddClip(recipe, oddity, used);
  }
}
