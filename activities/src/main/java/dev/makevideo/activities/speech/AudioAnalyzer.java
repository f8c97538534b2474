package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.probe.AudioFacts;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Decodes a narration once and measures its length, volume and pauses. Thread-safe. */
final class AudioAnalyzer {
  /** Part of the key; changes when what is measured does. */
  static final String VERSION = "analysis-4";

  /** Nothing louder than this is silence, in dB of full scale. */
  private static final double SILENT_PEAK = -50;

  /** A header may round; a difference beyond this means that sound is missing. */
  private static final double CUT_SHORT = 0.5;

  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Duration STALL = Duration.ofSeconds(30);

  /** A container may round its length up; what is longer than this was never accepted. */
  private static final Duration LONGEST = VideoRequest.MAX_NARRATION.plusSeconds(1);

  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;
  private final MediaProbe probe;
  private final FfmpegProof proof;

  AudioAnalyzer(Ffmpeg ffmpeg, ProcessRunner processes) {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
    this.probe = new MediaProbe(ffmpeg, processes);
    this.proof = new FfmpegProof(ffmpeg, processes);
  }

  /**
   * Analyzes a file.
   *
   * @param folder where ffmpeg runs
   * @throws MediaUnusableException if it has no sound that can be decoded, or too much of it
   */
  SpeechFacts analyze(Path file, Path folder, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    AudioFacts header = probe.audio(file, stop);
    LoudnessCurve curve = decode(file, folder, stop);
    List<String> warnings = new ArrayList<>();
    // The packets of Vorbis add up to less than they hold: what was decoded may disprove them.
    boolean disproved =
        isLonger(header.container(), header.duration().toNanos() / 1e9)
            && !isLonger(header.container(), curve.duration());
    if (!disproved) {
      header.warning().ifPresent(warnings::add);
    }
    if (curve.duration() == 0) {
      throw new MediaUnusableException("no sound of it can be decoded");
    }
    if (curve.duration() > LONGEST.toSeconds() - 0.5) {
      throw new MediaUnusableException(
          "it is longer than " + VideoRequest.MAX_NARRATION.toSeconds() + " s");
    }
    boolean silent = curve.peakVolume() < SILENT_PEAK;
    if (silent) {
      warnings.add("the narration is silent: its loudest moment is " + level(curve.peakVolume()));
    }
    double threshold = SpeechThreshold.of(curve);
    List<SpeechSegment> speech = silent ? List.of() : SpeechThreshold.speech(curve);
    return new SpeechFacts(curve.duration(), curve.meanVolume(), threshold, speech, warnings);
  }

  private static boolean isLonger(Duration container, double seconds) {
    return container.toNanos() / 1e9 > seconds + CUT_SHORT;
  }

  private LoudnessCurve decode(Path file, Path folder, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(Ffmpeg.narrationInput(file, LONGEST));
    arguments.addAll(List.of("-map", "0:a:0", "-vn", "-sn", "-dn", "-ac", "2"));
    arguments.addAll(List.of("-ar", Integer.toString(LoudnessCurve.RATE)));
    arguments.addAll(List.of("-c:a", "pcm_s16le", "-f", "s16le", "pipe:1"));
    LoudnessCurve curve = new LoudnessCurve();
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-analyze", arguments, folder, DEADLINE)
                .withMemory(Ffmpeg.MEMORY)
                .withStall(STALL),
            stop,
            (ProcessRunner.OutputReader) curve::read);
    if (end.exitCode() != 0) {
      throw proof.blame(FfmpegTrouble.of(end), "the narration could not be decoded", folder, stop);
    }
    return curve;
  }

  private static String level(double decibels) {
    return Math.round(decibels) + " dB";
  }
}
