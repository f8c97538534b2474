package dev.makevideo.checks.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes clips and narrations with ffmpeg: what the checks feed to jobs. */
public final class Footage {
  private static final long MAKE_SECONDS = 120;

  private final Path ffmpeg;
  private final Path folder;

  public Footage(Path ffmpeg, Path folder) throws IOException {
    this.ffmpeg = ffmpeg;
    this.folder = Files.createDirectories(folder);
  }

  /** Different clips of exactly {@code seconds} seconds, 30 fps, without text. */
  public List<Path> clips(int count, int seconds) throws IOException, InterruptedException {
    List<Path> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path clip = folder.resolve("c%03d-%ds.mp4".formatted(i, seconds));
      if (!Files.exists(clip)) {
        String size = i % 2 == 0 ? "360x640" : "640x360";
        run(
            List.of(
                "-f",
                "lavfi",
                "-i",
                "gradients=s=%s:r=30:c0=0x%06x:c1=0x%06x:x0=0:y0=%d:seed=%d:speed=0.02"
                    .formatted(size, 0x203040 + i * 2711, 0xd0a060 - i * 3119, 5 * i, i + 1),
                "-t",
                Integer.toString(seconds),
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p"),
            clip);
      }
      clips.add(clip);
    }
    return clips;
  }

  /** Different clips with the grain of a camera, 1280x720, 30 fps, without text. */
  public List<Path> grainyClips(int count, int seconds) throws IOException, InterruptedException {
    List<Path> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path clip = folder.resolve("g%03d-%ds.mp4".formatted(i, seconds));
      if (!Files.exists(clip)) {
        run(
            List.of(
                "-f",
                "lavfi",
                "-i",
                "gradients=s=1280x720:r=30:c0=0x%06x:c1=0x%06x:x0=0:y0=%d:seed=%d:speed=0.03,noise=alls=6:allf=t"
                    .formatted(0x203040 + i * 2711, 0xd0a060 - i * 3119, 5 * i, i + 1),
                "-t",
                Integer.toString(seconds),
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "20",
                "-pix_fmt",
                "yuv420p"),
            clip);
      }
      clips.add(clip);
    }
    return clips;
  }

  /** The same pictures in files of other bytes, in a folder of their own: nothing knows them. */
  public List<Path> twins(List<Path> clips, String name) throws IOException, InterruptedException {
    Path twins = Files.createDirectories(folder.resolve(name));
    List<Path> made = new ArrayList<>();
    for (Path clip : clips) {
      Path twin = twins.resolve(clip.getFileName());
      run(List.of("-i", clip.toString(), "-c", "copy", "-metadata", "comment=" + name), twin);
      made.add(twin);
    }
    return made;
  }

  /** A narration: tones with pauses, in the rhythm of speech. */
  public Path narration(int seconds) throws IOException, InterruptedException {
    Path audio = folder.resolve("narration-" + seconds + ".wav");
    if (!Files.exists(audio)) {
      run(
          List.of(
              "-f",
              "lavfi",
              "-i",
              "aevalsrc='0.3*sin(2*PI*(180+40*sin(3*t))*t)*lt(mod(t\\,3)\\,2.4)':s=16000:d="
                  + seconds),
          audio);
    }
    return audio;
  }

  private void run(List<String> arguments, Path target) throws IOException, InterruptedException {
    Path part = target.resolveSibling("part-" + target.getFileName());
    List<String> command = new ArrayList<>(List.of(ffmpeg.toString(), "-nostdin", "-v", "error"));
    command.addAll(arguments);
    command.addAll(List.of("-y", part.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("ffmpeg.log").toFile())
            .start();
    if (!process.waitFor(MAKE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(
          "ffmpeg failed: " + command + ": " + Files.readString(folder.resolve("ffmpeg.log")));
    }
    Files.move(part, target);
  }
}
