package dev.makevideo.activities.music;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures how loud the beginning of a sound is, once for all jobs. Thread-safe. */
final class LoudnessMeter {
  /** Part of the key; changes when what is measured does. */
  private static final String VERSION = "loudness-1";

  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Duration STALL = Duration.ofSeconds(30);
  private static final double STEP_SECONDS = 0.1;
  private static final String STEP = "frame:";
  private static final String LOUDNESS = "lavfi.r128.I=";
  private static final String PEAK = "lavfi.r128.sample_peaks_ch";

  private final ObjectMapper mapper = Payloads.mapper();
  private final ArtifactStore store;
  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;
  private final FfmpegProof proof;

  LoudnessMeter(ArtifactStore store, Ffmpeg ffmpeg, ProcessRunner processes) {
    this.store = store;
    this.ffmpeg = ffmpeg;
    this.processes = processes;
    this.proof = new FfmpegProof(ffmpeg, processes);
  }

  /**
   * The level of a file's first audio stream.
   *
   * @param object the file
   * @param file where it lies
   * @param length how much of it is measured at the most
   * @throws MediaUnusableException if it has no sound that can be decoded
   */
  SoundLevel measure(ObjectRef object, Path file, Duration length, RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    ActionKey key =
        ActionKey.of("loudness", VERSION, ffmpeg.version(), object.sha256(), length.toString());
    Optional<ObjectRef> known = store.find(key);
    if (known.isPresent()) {
      return mapper.readValue(store.read(known.get()), SoundLevel.class);
    }
    SoundLevel level = read(file, length, activity);
    store.publish(key, mapper.writeValueAsBytes(level));
    return level;
  }

  private SoundLevel read(Path file, Duration length, RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(SoundInput.arguments(file, length));
    arguments.add(
        SoundInput.filters(length) + ",ebur128=metadata=1:peak=sample,ametadata=mode=print:file=-");
    arguments.addAll(List.of("-f", "null", "-"));
    Lines lines = new Lines();
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-loudness", arguments, activity.scratch(), DEADLINE)
                .withMemory(Ffmpeg.MEMORY)
                .withStall(STALL),
            activity.stop(),
            (ProcessRunner.LineSink) lines::read);
    if (end.exitCode() != 0) {
      throw proof.blame(
          FfmpegTrouble.of(end), "it could not be decoded", activity.scratch(), activity.stop());
    }
    return new SoundLevel(lines.loudness, lines.peak, lines.steps * STEP_SECONDS);
  }

  /** What the filter prints of each step; the last value is that of the whole. */
  private static final class Lines {
    private double loudness = SoundLevel.FLOOR;
    private double peak;
    private int steps;

    boolean read(String line) {
      if (line.startsWith(STEP)) {
        steps++;
        return true;
      }
      if (line.startsWith(LOUDNESS)) {
        double value = number(line.substring(LOUDNESS.length()));
        loudness = value > SoundLevel.FLOOR ? value : SoundLevel.FLOOR;
      } else if (line.startsWith(PEAK)) {
        double value = number(line.substring(line.indexOf('=') + 1));
        peak = value > peak ? value : peak;
      }
      return false;
    }

    /** Silence is {@code -inf} or {@code nan} to some versions. */
    private static double number(String text) {
      try {
        return Double.parseDouble(text.strip());
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }
  }
}
