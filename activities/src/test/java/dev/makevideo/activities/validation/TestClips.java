package dev.makevideo.activities.validation;

import dev.makevideo.activities.subtitle.Fonts;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Clips made by ffmpeg. */
final class TestClips {
  private final FfmpegTools ffmpeg;
  private final ProcessRunner processes;
  private final Path folder;
  private final Path font;
  private final AtomicInteger made = new AtomicInteger();

  TestClips(FfmpegTools ffmpeg, ProcessRunner processes, Path folder) throws IOException {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
    this.folder = folder;
    this.font = new Fonts().folder(folder).resolve("Anton-Regular.ttf");
  }

  /** A clip from a lavfi source, with further arguments before the file's name. */
  Path clip(String source, String... more) throws IOException, InterruptedException {
    Path file = folder.resolve("clip" + made.incrementAndGet() + ".mp4");
    List<String> arguments =
        new ArrayList<>(List.of(ffmpeg.ffmpeg().toString(), "-nostdin", "-v", "error"));
    arguments.addAll(List.of("-f", "lavfi", "-i", source));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
    arguments.addAll(List.of(more));
    return made(file, arguments);
  }

  /** A copy of a clip, by what is done to it. */
  Path copy(Path clip, FootageKinds.Copy copy) throws IOException, InterruptedException {
    Path file = folder.resolve("copy" + made.incrementAndGet() + "." + copy.ending());
    List<String> arguments =
        new ArrayList<>(List.of(ffmpeg.ffmpeg().toString(), "-nostdin", "-v", "error"));
    arguments.addAll(List.of("-i", clip.toString(), "-c:v", "libx264", "-preset", "veryfast"));
    arguments.addAll(copy.arguments());
    return made(file, arguments);
  }

  private Path made(Path file, List<String> arguments) throws IOException, InterruptedException {
    arguments.add(file.toString());
    ProcessRunner.Finished end =
        processes.run(
            Command.of("test-clip", arguments, folder, Duration.ofSeconds(60)), new StopSignal());
    if (end.exitCode() != 0) {
      throw new IOException(end.errorTail());
    }
    return file;
  }

  /** A source's options for text, shown while {@code enable} holds. */
  String[] text(String words, String enable) {
    String filter =
        "drawtext=fontfile=%s:text='%s':fontsize=h/8:fontcolor=white:x=(w-tw)/2:y=h*0.6:enable='%s'"
            .formatted(font, words, enable);
    return new String[] {"-vf", filter};
  }

  Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
