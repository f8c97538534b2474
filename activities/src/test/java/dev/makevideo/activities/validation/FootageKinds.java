package dev.makevideo.activities.validation;

import java.util.ArrayList;
import java.util.List;

/** What clips show that are alike in one thing and different footage all the same. */
final class FootageKinds {
  private static final String SIZE = "256x144";

  /** What is done to a clip: the arguments after its input, and the container. */
  static final List<Copy> COPIES =
      List.of(
          new Copy("remuxed", "mkv", "-c", "copy"),
          new Copy("scaled down", "mp4", "-vf", "scale=160:90", "-crf", "28"),
          new Copy("scaled up", "mp4", "-vf", "scale=384:216", "-crf", "24"),
          new Copy("another shape", "mp4", "-vf", "scale=192:144", "-crf", "28"),
          new Copy("recompressed hard", "mp4", "-crf", "40"),
          new Copy("another codec", "mkv", "-c:v", "mpeg4", "-q:v", "16"),
          new Copy("trimmed by 0.37 s", "mp4", "-ss", "0.37", "-crf", "26"),
          new Copy("trimmed by 1.63 s", "mp4", "-ss", "1.63", "-crf", "30"),
          new Copy("trimmed at the end", "mp4", "-t", "3.3", "-crf", "26"),
          new Copy("30 a second", "mp4", "-r", "30", "-crf", "28"),
          new Copy("15 a second", "mp4", "-r", "15", "-crf", "28"),
          new Copy("with bars", "mp4", "-vf", "pad=256:192:0:24", "-crf", "28"),
          new Copy(
              "trimmed, scaled, recompressed",
              "mp4",
              "-ss",
              "2.9",
              "-vf",
              "scale=192:108",
              "-crf",
              "34"),
          new Copy("out of the middle", "mp4", "-ss", "2.15", "-t", "3", "-crf", "30"));

  private FootageKinds() {}

  record Copy(String name, String ending, List<String> arguments) {
    Copy(String name, String ending, String... arguments) {
      this(name, ending, List.of(arguments));
    }
  }

  /** Sources of lavfi, six seconds of 25 frames. */
  static List<String> sources() {
    List<String> sources = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sources.add(scene(i + 1, 0.5 + 0.2 * i, 24 + 12 * i, 0x40a0c0 >> i));
    }
    String[] subjects = {"ff2020", "f0f0f0", "103010"};
    for (int i = 0; i < 3; i++) {
      // One place, and a camera that stands.
      sources.add(scene(50, 0, 40 + 12 * i, Integer.parseInt(subjects[i], 16)));
    }
    for (int i = 0; i < 2; i++) {
      // One bar of captions.
      sources.add(
          scene(40 + i, 0.6, 32, 0x808080)
              + ",drawbox=y=112:w=256:h=32:color=white:t=fill"
              + ",drawbox=x=16:y=120:w=200:h=8:color=black:t=fill,drawbox=w=256:h=16:color=blue:t=fill");
      sources.add(scene(20 + i, 0.6, 32, 0xc0a010) + ",fade=in:d=1.5");
      sources.add(scene(30 + i, 0.6, 32, 0x808080) + ",eq=brightness=-0.2:contrast=0.5");
      sources.add(cloud(70 + i));
      sources.add(
          "mandelbrot=s=%s:r=25:start_x=%s:start_y=%s:end_scale=0.01:end_pts=160"
              .formatted(SIZE, i == 0 ? "-0.7436" : "-1.25", i == 0 ? "-0.1318" : "0.02"));
    }
    // Between bars that are not quite black, and with little movement in strong light.
    sources.add(
        scene(60, 0.3, 40, 0xb0b0b0) + ",crop=170:144,pad=256:144:43:0,noise=alls=4:allf=t");
    sources.add(scene(61, 0.02, 6, 0x909090) + ",eq=contrast=1.5");
    sources.add("testsrc2=s=%s:r=25".formatted(SIZE));
    return sources;
  }

  /** Footage that shows nothing to tell it by. */
  static List<String> plain() {
    return List.of(
        "color=0x3060a0:s=%s:r=25".formatted(SIZE),
        "color=0x3060a0:s=%s:r=25,noise=alls=12:allf=t".formatted(SIZE));
  }

  /** Noise of four sizes, like that of a cloud, which stands still. */
  private static String cloud(int seed) {
    String[] sizes = {"6x4", "16x9", "48x27", "160x90"};
    StringBuilder graph = new StringBuilder();
    for (int i = 0; i < sizes.length; i++) {
      graph.append(
          ("color=gray:s=%s:r=25:d=1,format=yuv444p,noise=all_seed=%d:alls=100:allf=u,"
                  + "trim=end_frame=1,scale=320:180:flags=bicubic[o%d];")
              .formatted(sizes[i], seed * 7 + i, i));
    }
    return graph
        + "[o0][o1]blend=all_expr='(A-128)*1.6+B'[p];[p][o2]blend=all_expr='A+(B-128)*0.6'[q];"
        + "[q][o3]blend=all_expr='A+(B-128)*0.4',format=yuv420p,loop=-1:1:0,setpts=N/25/TB";
  }

  /** A window that moves over a cloud, and something that crosses it. */
  private static String scene(int place, double pan, int size, int colour) {
    return cloud(place)
        + ",crop=256:144:x='32+30*sin(%1$s*t)':y='18+16*sin(%1$s*0.7*t+%2$d)'[b];"
            .formatted(pan, place)
        + "color=0x%06x:s=%2$dx%2$d:r=25,format=yuv420p[s];".formatted(colour, size)
        + "[b][s]overlay=x='mod(%d*t+%d,256)':y='60+50*sin(%s*t)'"
            .formatted(30 + size, place * 37 % 256, 0.5 + size / 32.0);
  }
}
