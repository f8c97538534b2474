package dev.makevideo.activities.render;

import dev.makevideo.activities.timeline.Timeline;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.FrameGrid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures a finished video from its packets, whatever was meant when it was made. Thread-safe. */
final class VideoCheck {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;

  VideoCheck(Ffmpeg ffmpeg, ProcessRunner processes) {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
  }

  /**
   * What was measured.
   *
   * @param picture length of the picture by its frames
   * @param drift length of the picture less that of the narration
   */
  record Measured(Duration picture, Duration drift) {}

  /**
   * Measures, and refuses what is not as promised.
   *
   * @throws IOException if frames are missing, a gap differs, or the streams differ by more than a
   *     frame from each other or from the narration
   */
  Measured measure(Path video, Timeline timeline, Path folder, StopSignal stop)
      throws IOException, InterruptedException {
    List<Long> times = new ArrayList<>();
    Map<String, String> lengths = new HashMap<>();
    List<String> arguments = new ArrayList<>(ffmpeg.probe("error"));
    arguments.addAll(List.of("-protocol_whitelist", "file", "-format_whitelist", "mov,mp4"));
    arguments.addAll(List.of("-show_entries", "packet=codec_type,pts:stream=codec_type,duration"));
    arguments.addAll(List.of("-of", "compact", Ffmpeg.url(video)));
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffprobe", arguments, folder, DEADLINE),
            stop,
            (ProcessRunner.LineSink) line -> read(line, times, lengths));
    if (end.exitCode() != 0) {
      throw FfmpegTrouble.of(end).cause() == FfmpegTrouble.Cause.HOST
          ? new HostExhaustedException("the video cannot be examined")
          : new IOException("the video cannot be examined: exit code " + end.exitCode());
    }
    return judged(times, lengths, timeline);
  }

  private static boolean read(String line, List<Long> times, Map<String, String> lengths) {
    String packet = "packet|codec_type=video|pts=";
    String stream = "stream|codec_type=";
    if (line.startsWith(packet)) {
      int bar = line.indexOf('|', packet.length());
      times.add(Long.parseLong(line.substring(packet.length(), bar < 0 ? line.length() : bar)));
    } else if (line.startsWith(stream)) {
      int bar = line.indexOf("|duration=");
      if (bar > 0) {
        lengths.put(line.substring(stream.length(), bar), line.substring(bar + 10));
      }
    }
    return true;
  }

  private static Measured judged(List<Long> times, Map<String, String> lengths, Timeline timeline)
      throws IOException {
    if (times.size() != timeline.totalFrames()) {
      throw new IOException(
          "the video has " + times.size() + " frames, not " + timeline.totalFrames());
    }
    Collections.sort(times);
    for (int i = 1; i < times.size(); i++) {
      long gap = times.get(i) - times.get(i - 1);
      if (gap != EncoderSettings.TICKS_PER_FRAME) {
        throw new IOException("frame " + i + " of the video comes after " + gap + " ticks");
      }
    }
    Duration picture = FrameGrid.lengthOf(times.size());
    Duration sound = seconds(lengths.getOrDefault("audio", ""));
    Duration drift = picture.minus(timeline.narration());
    for (Duration distance :
        List.of(drift, sound.minus(timeline.narration()), picture.minus(sound))) {
      if (distance.abs().compareTo(FrameGrid.lengthOf(1).plusMillis(1)) > 0) {
        throw new IOException(
            "picture, sound and narration last "
                + picture
                + ", "
                + sound
                + ", "
                + timeline.narration());
      }
    }
    return new Measured(picture, drift);
  }

  private static Duration seconds(String text) throws IOException {
    try {
      return Duration.ofNanos(Math.round(Double.parseDouble(text) * 1e9));
    } catch (NumberFormatException e) {
      throw new IOException("the video has no sound");
    }
  }
}
