package dev.makevideo.activities.ocr;

import dev.makevideo.activities.subtitle.Fonts;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.ffmpeg.TestFfmpeg;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pictures drawn by ffmpeg, with text in the fonts that the program ships. */
final class TestFrames implements AutoCloseable {
  private final FfmpegTools ffmpeg;
  private final SupervisedProcesses processes;
  private final Path folder;
  private final Path fonts;

  TestFrames(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.ffmpeg = TestFfmpeg.locate();
    this.processes = new SupervisedProcesses(System.getenv());
    this.fonts = new Fonts().folder(folder);
  }

  /** A drawtext filter. */
  String text(String font, String words, int size, String colour) {
    return "drawtext=fontfile=%s:text='%s':fontsize=%d:fontcolor=%s:x=(w-tw)/2:y=(h-th)*0.7"
        .formatted(fonts.resolve(font + ".ttf"), words, size, colour);
  }

  /** The first frame of a source with filters. */
  Frame draw(String source, String filters) throws IOException, InterruptedException {
    List<Frame> frames = new ArrayList<>();
    List<String> arguments =
        List.of(
            ffmpeg.ffmpeg().toString(),
            "-nostdin",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            source,
            "-vf",
            filters,
            "-frames:v",
            "1",
            "-f",
            "image2pipe",
            "-c:v",
            "ppm",
            "pipe:1");
    ProcessRunner.OutputReader reader =
        output -> frames.add(Frame.readPixmap(new BufferedInputStream(output)).orElseThrow());
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-test", arguments, folder, Duration.ofSeconds(60)),
            new StopSignal(),
            reader);
    if (end.exitCode() != 0) {
      throw new IOException(end.errorTail());
    }
    return frames.get(0);
  }

  @Override
  public void close() {
    processes.close();
  }
}
