package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.checks.rig.Footage;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.process.Command;
import dev.makevideo.process.ProcessRunner;
import dev.makevideo.process.StopSignal;
import dev.makevideo.process.SupervisedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
  private static final Duration COMMAND = Duration.ofSeconds(60);
  private static final int NARRATION_SECONDS = 12;

  @TempDir static Path folder;

  private static Programs programs;
  private static SupervisedProcesses processes;
  private static Rig rig;
  private static Path wav;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    programs = Programs.find(System.out::println);
    processes = new SupervisedProcesses(System.getenv());
    wav = new Footage(programs.ffmpeg().ffmpeg(), folder).narration(NARRATION_SECONDS);
    Files.createDirectory(folder.resolve("clips"));
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
    if (processes != null) {
      processes.close();
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
    assertTrue(job.contains("segments show footage again"), job);
    String picture =
        probe(video, "v", "stream=width,height,nb_read_frames,color_space,sample_aspect_ratio");
    double seconds = Double.parseDouble(probe(video, "a", "stream=duration"));
    String shape = size.replace('x', ',');
    int frames = Integer.parseInt(picture.substring(picture.lastIndexOf(',') + 1));
    assertEquals(shape + ",1:1,bt709," + frames, picture);
    assertEquals(NARRATION_SECONDS, seconds, 0.1); // MP3 and AAC pad what they encode
    assertTrue(frames >= seconds * 30 - 0.01 && frames < seconds * 30 + 2, picture + " " + seconds);
    assertEquals("", blackOrStill(video));
  }

  @ParameterizedTest
  @CsvSource({"a.mp4, black", "b.mp4, freeze", "c.mp4, black"})
  void theDetectorsSeeWhatIsInTheClips(String clip, String what)
      throws IOException, InterruptedException {
    assertTrue(blackOrStill(folder.resolve("clips").resolve(clip)).contains(what), clip);
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
    Path file = folder.resolve("narration." + type);
    switch (type) {
      case "wav" -> Files.copy(wav, file);
      case "mp3" -> {
        Path cover = folder.resolve("cover.png");
        ffmpeg("-f", "lavfi", "-i", "mandelbrot=s=600x600", "-frames:v", "1", cover.toString());
        ffmpeg(
            ("-i %s -i %s -map 0:a -map 1:v -c:v copy -disposition:v attached_pic -q:a 4"
                    + " -write_xing 0 %s")
                .formatted(wav, cover, file)
                .split(" "));
      }
      default -> ffmpeg("-i", wav.toString(), file.toString());
    }
    return file;
  }

  private static void clip(String name, String size, String filters)
      throws IOException, InterruptedException {
    ffmpeg(
        ("-f lavfi -i mandelbrot=s=%s:r=30 -vf %s -c:v libx264 -preset ultrafast -pix_fmt yuv420p"
                + " -qp 0 %s")
            .formatted(size, filters, folder.resolve("clips").resolve(name))
            .split(" "));
  }

  private static String blackOrStill(Path video) throws IOException, InterruptedException {
    String filters = "blackdetect=d=0.04,freezedetect=d=0.5,metadata=print:file=-";
    return ffmpeg("-i", video.toString(), "-an", "-vf", filters, "-f", "null", "-")
        .output()
        .lines()
        .filter(line -> line.contains("black_") || line.contains("freeze_"))
        .collect(Collectors.joining(" "));
  }

  private static String probe(Path video, String stream, String entries)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of(programs.ffmpeg().ffprobe().toString(), "-v", "error"));
    arguments.addAll(List.of("-select_streams", stream, "-count_frames", "-show_entries", entries));
    arguments.addAll(List.of("-of", "csv=p=0", video.toString()));
    return run(arguments).output().strip();
  }

  private static ProcessRunner.Finished ffmpeg(String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(programs.ffmpeg().ffmpeg().toString(), "-nostdin", "-v", "error", "-y"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static ProcessRunner.Finished run(List<String> arguments)
      throws IOException, InterruptedException {
    ProcessRunner.Finished end =
        processes.run(Command.of("check", arguments, folder, COMMAND), new StopSignal());
    assertEquals(0, end.exitCode(), end.errorTail());
    return end;
  }
}
