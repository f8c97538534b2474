package dev.makevideo.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.testkit.CommonsServer;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shot list of five phrases, whose clips have a colour for each phrase: which footage is seen in
 * which frame of the finished video.
 */
@Timeout(300)
final class ShotListIT {
  private static final Path SPEECH =
      Path.of("../activities/src/test/resources/dev/makevideo/activities/speech/jfk.ogg");
  private static final int FPS = 30;

  private static final List<String> PHRASES = List.of("sea", "meadow", "sky", "desert", "dusk");

  /** Which of red, green and blue a phrase's clips have. */
  private static final List<String> COLOURS = List.of("001", "010", "011", "110", "101");

  @TempDir Path folder;

  private Path ffmpeg = Path.of("ffmpeg");

  @Test
  void showsThePhraseOfEachPartAndCutsOnItsBorders() throws Exception {
    Path tools = Settings.from(System.getenv()).storage().tools();
    ffmpeg = FfmpegTools.locate(tools, System.getenv(), System.out::println).ffmpeg();
    Path list = folder.resolve("shots.txt");
    Files.writeString(
        list,
        """
        # president Kennedy
        0:00 sea
        0:02.5-0:03.3 meadow
        "your country can do" sky
        8s: desert
        "for YOUR country" dusk
        """);
    try (CommonsServer commons = new CommonsServer()) {
      for (int phrase = 0; phrase < PHRASES.size(); phrase++) {
        for (int i = 0; i < 3; i++) {
          String title = PHRASES.get(phrase) + " " + i;
          Path clip = clip(title, COLOURS.get(phrase), 10 * phrase + i);
          String url = commons.offer(clip.getFileName().toString(), Files.readAllBytes(clip));
          commons.add(CommonsServer.Video.of(title, url, "cc0", "CC0"));
        }
      }
      InThisJvm program =
          new InThisJvm(folder.resolve("home"), Map.of("MAKE_VIDEO_COMMONS_URL", commons.url()));
      Path video = folder.resolve("ask.mp4");
      InThisJvm.End end =
          program.run(
              "create",
              SPEECH.toAbsolutePath().normalize().toString(),
              "--shots",
              list.toString(),
              "--subtitles",
              "none",
              "--draft",
              "--out",
              video.toString(),
              "--json");
      assertEquals(0, end.code(), end.out());
      JsonNode job = Payloads.mapper().readTree(end.lastLine());
      List<Integer> shown = phrases(video);
      List<Integer> order = new ArrayList<>();
      List<Double> borders = new ArrayList<>();
      for (int i = 0; i < shown.size(); i++) {
        if (i == 0 || !shown.get(i).equals(shown.get(i - 1))) {
          order.add(shown.get(i));
          borders.add(i / (double) FPS);
        }
      }
      // After a part with an end the one before does not come back: nothing else was asked for.
      assertEquals(List.of(0, 1, 2, 3, 4), order, () -> borders + " " + job.path("warnings"));
      assertEquals(2.5, borders.get(1), 1.0 / FPS);
      assertEquals(5.4, borders.get(2), 0.35, "what your country can do, by ear");
      assertEquals(8.0, borders.get(3), 1.0 / FPS);
      assertEquals(9.4, borders.get(4), 0.35, "for your country, by ear");
      assertEquals("[]", job.path("warnings").toString());
    }
  }

  /** Moving, of one colour and its shades, and each another. */
  private Path clip(String name, String colour, int seed) throws Exception {
    Path clip = folder.resolve(name.replace(' ', '-') + ".mp4");
    run(
        List.of(
            ffmpeg.toString(),
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "gradients=s=360x640:r=30:c0=0x505050:c1=0xf0f0f0:seed=%d:speed=0.03"
                .formatted(seed + 1),
            "-vf",
            "lutrgb=r=%s:g=%s:b=%s"
                .formatted(
                    colour.charAt(0) == '1' ? "val" : "0",
                    colour.charAt(1) == '1' ? "val" : "0",
                    colour.charAt(2) == '1' ? "val" : "0"),
            "-t",
            "4",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            clip.toString()));
    return clip;
  }

  /** Of each frame, the phrase whose colour it has. */
  private List<Integer> phrases(Path video) throws Exception {
    Path raw = folder.resolve("frames.rgb");
    run(
        List.of(
            ffmpeg.toString(),
            "-v",
            "error",
            "-i",
            video.toString(),
            "-vf",
            "scale=1:1:flags=area,format=rgb24",
            "-f",
            "rawvideo",
            raw.toString()));
    byte[] bytes = Files.readAllBytes(raw);
    List<Integer> phrases = new ArrayList<>();
    for (int i = 0; i + 2 < bytes.length; i += 3) {
      StringBuilder colour = new StringBuilder();
      for (int k = 0; k < 3; k++) {
        colour.append((bytes[i + k] & 0xff) > 50 ? '1' : '0');
      }
      phrases.add(COLOURS.indexOf(colour.toString()));
    }
    return phrases;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertTrue(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS), command::toString);
    assertEquals(0, process.exitValue(), command::toString);
  }
}
