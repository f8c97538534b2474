package dev.makevideo.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes clips and narrations with ffmpeg: what the checks feed to jobs. */
public final class ClipMaker {
  private static final long MAKE_SECONDS = 120;

  private final Path ffmpeg;
  private final Path folder;

  public ClipMaker(Path ffmpeg, Path folder) throws IOException {
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

  /**
   * Different clips as a phone takes them, one of each length: 1080x1920, 30 fps, without text. A
   * hand moves over things with detail of every size, with the grain of a small sensor; about 14
   * Mbit/s, a key frame each second.
   *
   * @param seconds how long each of them is
   */
  public List<Path> phoneClips(List<Integer> seconds) throws IOException, InterruptedException {
    List<Path> clips = new ArrayList<>();
    for (int i = 0; i < seconds.size(); i++) {
      Path clip = folder.resolve("p%03d-%ds.mp4".formatted(i, seconds.get(i)));
      if (!Files.exists(clip)) {
        List<String> arguments = new ArrayList<>(List.of("-filter_complex", phonePicture(i)));
        arguments.addAll(List.of("-map", "[v]", "-t", seconds.get(i).toString(), "-c:v"));
        arguments.addAll(List.of("libx264", "-preset", "superfast", "-crf", "21", "-g", "30"));
        run(arguments, clip);
      }
      clips.add(clip);
    }
    return clips;
  }

  /** Noise of three sizes, like that of a cloud, drawn once; then a window moves over it. */
  private static String phonePicture(int i) {
    String still = "r=30:d=0.03,format=yuv420p,noise=";
    String large = "scale=1350:2400:flags=bicubic";
    return String.join(
        ";",
        "color=0x%06x:s=18x32:%sc0s=70:c1s=40:c2s=40:all_seed=%d,%s[a]"
            .formatted(0x806040 + i * 2711, still, i + 1, large),
        "color=gray:s=90x160:%sc0s=60:c0_seed=%d,%s[b]".formatted(still, i + 51, large),
        "color=gray:s=360x640:%sc0s=50:c0_seed=%d,%s[c]".formatted(still, i + 91, large),
        "[a][b]blend=all_mode=grainmerge[ab]",
        "[ab][c]blend=all_mode=grainmerge,loop=loop=-1:size=1,setpts=N/30/TB[still]",
        "[still]crop=1080:1920:x='(iw-ow)/2*(1+sin(0.6*t+%1$d))':y='(ih-oh)/2*(1+sin(0.4*t+2*%1$d))'"
                .formatted(i)
            + ",noise=c0s=7:c0f=t,format=yuv420p[v]");
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

  /** A narration of exactly {@code seconds} seconds: {@code speech} over and over again. */
  public Path spoken(Path speech, int seconds) throws IOException, InterruptedException {
    Path audio = folder.resolve("spoken-" + seconds + ".wav");
    if (!Files.exists(audio)) {
      run(
          List.of(
              "-stream_loop",
              "-1",
              "-i",
              speech.toString(),
              "-t",
              Integer.toString(seconds),
              "-ac",
              "1",
              "-ar",
              "16000"),
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
