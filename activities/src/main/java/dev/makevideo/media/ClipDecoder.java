package dev.makevideo.media;

import dev.makevideo.process.Command;
import dev.makevideo.process.ProcessRunner;
import dev.makevideo.process.ProcessTimeoutException;
import dev.makevideo.process.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a clip's whole picture, to know that it can be done and how long it really lasts. Stops
 * after {@link #LONGEST}. Thread-safe.
 */
public final class ClipDecoder {
  /** How much of a clip is looked at. */
  public static final Duration LONGEST = Duration.ofSeconds(600);

  /** The grid on which frames are counted: that of the finished video. */
  private static final int FPS = 30;

  private static final Duration STALL = Duration.ofSeconds(30);

  /** A clip with more undecodable frames than this would look broken. */
  private static final String MAX_ERROR_RATE = "0.1";

  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;

  public ClipDecoder(Ffmpeg ffmpeg, ProcessRunner processes) {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
  }

  /**
   * What was counted.
   *
   * @param duration of the picture
   * @param frames how many frames of 1/30 s that are
   */
  public record Measure(Duration duration, long frames) {}

  /**
   * Decodes the clip.
   *
   * @param deadline what it may take
   * @throws MediaUnusableException if it cannot be decoded, has no picture, or takes too long
   */
  public Measure measure(Path file, Duration deadline, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(List.of("-max_error_rate", MAX_ERROR_RATE));
    arguments.addAll(Ffmpeg.clipInput(file, Duration.ZERO, LONGEST));
    arguments.addAll(List.of("-map", "0:V:0", "-an", "-sn", "-dn", "-vf", "fps=" + FPS));
    arguments.addAll(List.of("-progress", "pipe:1", "-f", "null", "-"));
    Command command =
        Command.of("ffmpeg-decode", arguments, MediaProbe.folderOf(file), deadline)
            .withMemory(Ffmpeg.MEMORY)
            .withStall(STALL);
    FrameLines lines = new FrameLines(frames -> {});
    ProcessRunner.Finished end;
    try {
      end = processes.run(command, stop, lines);
    } catch (ProcessTimeoutException e) {
      throw new MediaUnusableException(
          "it could not be decoded within " + deadline.toSeconds() + " s");
    }
    if (end.exitCode() != 0) {
      throw MediaProbe.unusable(end);
    }
    if (lines.frames() == 0) {
      throw new MediaUnusableException("no frame of it can be decoded");
    }
    return new Measure(Duration.ofNanos(lines.frames() * 1_000_000_000L / FPS), lines.frames());
  }
}
