package dev.makevideo.activities.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.probe.TestMedia;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at finished videos with ffprobe and ffmpeg, independently of what made them. */
record VideoLook(TestMedia media) {

  /** How many pixels of the part where captions stand have the yellow of the spoken word. */
  int captionPixels(Path video, String second) throws Exception {
    Path raw =
        media.make(
            "frame.rgb",
            List.of("-ss", second, "-i", "file:" + video),
            "-vf",
            "crop=iw:ih/4:0:ih*0.55,format=rgb24",
            "-frames:v",
            "1",
            "-f",
            "rawvideo");
    byte[] pixels = Files.readAllBytes(raw);
    int found = 0;
    for (int i = 0; i + 2 < pixels.length; i += 3) {
      int green = pixels[i + 1] & 0xff;
      // The test picture's own yellow is pure: its green is as bright as its red.
      if ((pixels[i] & 0xff) > 225 && Math.abs(green - 0xd6) < 20 && (pixels[i + 2] & 0xff) < 50) {
        found++;
      }
    }
    return found;
  }

  /** The first frame's mean luma and chroma, as they are stored. */
  List<Integer> meanColour(Path video) throws Exception {
    Path raw =
        media.make(
            "mean.yuv",
            List.of("-i", "file:" + video),
            "-vf",
            "scale=2:2:flags=area,format=yuv420p",
            "-frames:v",
            "1",
            "-f",
            "rawvideo");
    byte[] bytes = Files.readAllBytes(raw);
    return List.of(bytes[0] & 0xff, bytes[4] & 0xff, bytes[5] & 0xff);
  }

  void assertNear(List<Integer> expected, List<Integer> found) {
    for (int i = 0; i < expected.size(); i++) {
      assertTrue(
          Math.abs(expected.get(i) - found.get(i)) <= 3, "expected " + expected + ": " + found);
    }
  }

  /** All that is promised of a finished video. */
  void assertVideo(Path video, int width, int height, int frames) throws Exception {
    List<String> streams =
        media.look(
            video,
            "stream=codec_name,width,height,pix_fmt,sample_aspect_ratio,color_range,color_space,"
                + "color_transfer,color_primaries,r_frame_rate,avg_frame_rate,nb_frames");
    assertEquals(
        "stream|codec_name=h264|width="
            + width
            + "|height="
            + height
            + "|sample_aspect_ratio=1:1|pix_fmt=yuv420p|color_range=tv|color_space=bt709"
            + "|color_transfer=bt709|color_primaries=bt709|r_frame_rate=30/1"
            + "|avg_frame_rate=30/1|nb_frames="
            + frames,
        streams.get(0));
    assertTrue(streams.get(1).startsWith("stream|codec_name=aac"), streams.get(1));
    assertEquals(2, streams.size());
    try (InputStream in = Files.newInputStream(video)) {
      String start = new String(in.readNBytes(4096), StandardCharsets.ISO_8859_1);
      assertTrue(start.contains("moov"), "not faststart");
    }
    List<Long> times =
        media.look(video, "packet=pts", "-select_streams", "v:0").stream()
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sorted()
            .toList();
    assertEquals(frames, times.size());
    for (int i = 0; i < times.size(); i++) {
      assertEquals(512L * i, times.get(i), "frame " + i);
    }
    // Every frame decodes, also across the joins.
    List<String> decoded =
        media.look(video, "stream=nb_read_frames", "-count_frames", "-select_streams", "v:0");
    assertEquals("stream|nb_read_frames=" + frames, decoded.get(0));
  }
}
