package dev.makevideo.platform.probe;

import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProcessRunner.LineSink;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs ffprobe on one file within its time, and tells the file's trouble from the host's.
 * Thread-safe.
 *
 * @param proof asked before a file is blamed
 * @param urgent whether somebody waits: the program does not stand back behind others
 */
record FfprobeRun(ProcessRunner processes, FfmpegProof proof, boolean urgent) {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private interface Start {
    ProcessRunner.Finished run(Command command) throws IOException, InterruptedException;
  }

  /**
   * Collects the output.
   *
   * @throws MediaUnusableException if ffprobe refuses the file
   * @throws dev.makevideo.platform.process.ProcessTimeoutException if it takes too long, which says
   *     nothing of the file: the host may be busy
   * @throws HostExhaustedException if the host ended it, or had not what it needs
   */
  ProcessRunner.Finished run(Path file, List<String> arguments, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    return examine(file, arguments, stop, command -> processes.run(command, stop));
  }

  /** As above, but gives each line of output away as it comes. */
  ProcessRunner.Finished run(Path file, List<String> arguments, StopSignal stop, LineSink lines)
      throws MediaUnusableException, IOException, InterruptedException {
    return examine(file, arguments, stop, command -> processes.run(command, stop, lines));
  }

  private ProcessRunner.Finished examine(
      Path file, List<String> arguments, StopSignal stop, Start start)
      throws MediaUnusableException, IOException, InterruptedException {
    Command command =
        Command.of("ffprobe", arguments, MediaProbe.folderOf(file), DEADLINE)
            .withMemory(Ffmpeg.PROBE_MEMORY);
    ProcessRunner.Finished end = start.run(urgent ? command.asUrgent() : command);
    if (end.exitCode() != 0) {
      throw blame(FfmpegTrouble.of(end), stop);
    }
    return end;
  }

  /** The file's own folder is not ours to write to. */
  private MediaUnusableException blame(FfmpegTrouble trouble, StopSignal stop)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("ffmpeg-proof");
    try {
      return proof.blame(trouble, "a file could not be examined", folder, stop);
    } finally {
      Files.deleteIfExists(folder);
    }
  }
}
