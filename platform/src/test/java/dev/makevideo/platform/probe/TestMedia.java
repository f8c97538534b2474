package dev.makevideo.platform.probe;

import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.ffmpeg.TestFfmpeg;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes media with the real ffmpeg, and looks at them. To be closed. */
public final class TestMedia implements AutoCloseable {
  private final SupervisedProcesses processes = new SupervisedProcesses(System.getenv());
  private final Ffmpeg ffmpeg;
  private final Path folder;

  public TestMedia(Path folder) throws IOException, InterruptedException {
    FfmpegTools tools = TestFfmpeg.locate();
    this.ffmpeg = tools.pair();
    this.folder = folder;
  }

  public Ffmpeg ffmpeg() {
    return ffmpeg;
  }

  public SupervisedProcesses processes() {
    return processes;
  }

  /** Where what is made lies. */
  public Path folder() {
    return folder;
  }

  /** A moving test picture; {@code options} stand between the source and the file's name. */
  public Path clip(String name, String source, String... options)
      throws IOException, InterruptedException {
    return make(name, List.of("-f", "lavfi", "-i", source), options);
  }

  /**
   * Writes the matrix of the file's first track header (ISO/IEC 14496-12, 8.3.2), which says how
   * the picture is turned: not every ffmpeg has an option for it.
   */
  public static Path turn(Path file, int a, int b, int c, int d) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int box = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    ByteBuffer matrix = ByteBuffer.wrap(bytes, box + 44, 36);
    for (int value : new int[] {a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30}) {
      matrix.putInt(value);
    }
    return Files.write(file, bytes);
  }

  /** A tone. */
  public Path tone(String name, String seconds, String... options)
      throws IOException, InterruptedException {
    return make(name, List.of("-f", "lavfi", "-i", "sine=f=300:r=44100:d=" + seconds), options);
  }

  /** A file made from others. */
  public Path make(String name, List<String> inputs, String... options)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    List<String> arguments =
        new ArrayList<>(List.of(ffmpeg.ffmpeg().toString(), "-nostdin", "-v", "error", "-y"));
    arguments.addAll(inputs);
    arguments.addAll(List.of(options));
    arguments.add("file:" + file);
    run(arguments);
    return file;
  }

  /** What ffprobe prints for the entries, one line each. */
  public List<String> look(Path file, String entries, String... options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(ffmpeg.ffprobe().toString(), "-v", "error"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-show_entries", entries, "-of", "compact", "file:" + file));
    return run(arguments).lines().filter(line -> !line.isBlank()).toList();
  }

  /** How long a clip's picture lasts, by its frames on the grid of the video. */
  public Duration counted(Path clip) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString(), "-nostdin"));
    arguments.addAll(List.of("-v", "error", "-i", "file:" + clip, "-map", "0:V:0"));
    arguments.addAll(List.of("-vf", "fps=30", "-progress", "pipe:1", "-f", "null", "-"));
    long frames =
        run(arguments)
            .lines()
            .filter(line -> line.startsWith("frame="))
            .mapToLong(line -> Long.parseLong(line.substring(6).strip()))
            .max()
            .orElseThrow();
    return Duration.ofNanos(frames * 1_000_000_000L / 30);
  }

  /** What a program prints that runs in the folder. */
  String run(List<String> arguments) throws IOException, InterruptedException {
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-test", arguments, folder, Duration.ofSeconds(60)), new StopSignal());
    if (end.exitCode() != 0) {
      throw new IOException(String.join(" ", arguments) + ": " + end.errorTail());
    }
    return end.output();
  }

  @Override
  public void close() {
    processes.close();
  }
}
