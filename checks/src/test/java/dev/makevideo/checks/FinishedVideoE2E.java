package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.probe.TestMedia;
import dev.makevideo.testkit.ClipMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jobs with each kind of narration and each shape of picture, whose clips are too short together
 * and are black or stand still in places: every video has its length to the frame, its shape and
 * its sound, and is nowhere black or still, as ffmpeg's own detectors say.
 */
@Timeout(600)
class FinishedVideoE2E {
  private static final Duration JOB = Duration.ofMinutes(3);
  private static final int NARRATION_SECONDS = 12;

  @TempDir static Path folder;

  private static TestMedia media;
  private static Rig rig;
  private static Path wav;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Programs programs = Programs.find(System.out::println);
    media = new TestMedia(Files.createDirectory(folder.resolve("made")));
    Files.createDirectory(folder.resolve("clips"));
    wav = new ClipMaker(programs.ffmpeg().ffmpeg(), folder).narration(NARRATION_SECONDS);
    clip("a.mp4", "640x360", "trim=0:6,fade=in:st=0.3:d=0.4,fade=out:st=5.2:d=0.4");
    clip("b.mp4", "360x640", "setpts='(N+90*gt(N,80))/30/TB',fps=30,trim=0:6");
    clip("c.mp4", "480x480", "trim=0:3,drawbox=t=fill:color=black:enable='between(t,1,1.5)'");
    rig = new Rig(folder.resolve("rig"), programs, Map.of());
    rig.startWorker();
  }

  @AfterAll
  static void stop() {
    if (rig != null) {
      rig.close();
    }
    if (media != null) {
      media.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"wav, 9:16, 540x960", "mp3, 16:9, 960x540", "m4a, 1:1, 540x540", "ogg, 4:5, 540x676"})
  void isWholeAndNowhereBlackOrStill(String type, String aspect, String size)
      throws IOException, InterruptedException {
    Path narration = narration(type);
    String id = rig.client().create(narration, fields(aspect), "finished-" + type);
    rig.client().awaitStatus(id, "completed", JOB);
    Path video = folder.resolve(type + ".mp4");
    rig.client().download(id, video);

    String job = rig.client().job(id).toString();
    assertTrue(job.matches("(?s).*segments? shows? footage again.*"), job);
    String shape = size.replaceFirst("(\\d+)x(\\d+)", "stream|width=$1|height=$2");
    assertEquals(
        List.of(shape + "|sample_aspect_ratio=1:1|color_space=bt709"),
        media.look(
            video, "stream=width,height,color_space,sample_aspect_ratio", "-select_streams", "v"));
    String sound = media.look(video, "stream=duration", "-select_streams", "a").get(0);
    double seconds = Double.parseDouble(sound.replace("stream|duration=", ""));
    assertEquals(NARRATION_SECONDS, seconds, 0.1); // MP3 and AAC pad what they encode
    long frames = FinishedVideo.frames(media, video);
    assertTrue(frames >= seconds * 30 - 0.01 && frames < seconds * 30 + 2, frames + " " + seconds);
    assertEquals("", FinishedVideo.blackOrStill(media, video));
  }

  @ParameterizedTest
  @CsvSource({"a.mp4, black", "b.mp4, freeze", "c.mp4, black"})
  void theDetectorsSeeWhatIsInTheClips(String clip, String what)
      throws IOException, InterruptedException {
    Path file = folder.resolve("clips").resolve(clip);
    assertTrue(FinishedVideo.blackOrStill(media, file).contains(what), clip);
  }

  private static Map<String, String> fields(String aspect) {
    return Map.of(
        "query", "fractals",
        "subtitles", "none",
        "check_text", "false",
        "quality", "draft",
        "aspect_ratio", aspect,
        "clips_folder", folder.resolve("clips").toString());
  }

  /** The narration as a file of the type; the MP3 with a cover, and without a length. */
  private static Path narration(String type) throws IOException, InterruptedException {
    if (!type.equals("mp3")) {
      return media.make("narration." + type, List.of("-i", wav.toString()));
    }
    Path cover = media.clip("cover.png", "mandelbrot=s=600x600", "-frames:v", "1");
    return media.make(
        "narration.mp3",
        List.of("-i", wav.toString(), "-i", cover.toString()),
        "-map 0:a -map 1:v -c:v copy -disposition:v attached_pic -q:a 4 -write_xing 0".split(" "));
  }

  /** A fractal that is zoomed into, without loss, so that what stands still does so to the bit. */
  private static void clip(String name, String size, String filters)
      throws IOException, InterruptedException {
    media.clip(
        folder.resolve("clips").resolve(name).toString(),
        "mandelbrot=r=30:s=" + size,
        ("-vf " + filters + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -qp 0").split(" "));
  }
}
