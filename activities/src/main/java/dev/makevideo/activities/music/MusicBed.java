package dev.makevideo.activities.music;

import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.Music;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes of a job's music what lies under its voice: as long as the narration, and as loud as was
 * asked for. Thread-safe.
 */
public final class MusicBed {
  /** Part of a video's key, where it has music. */
  public static final String VERSION = "music-1";

  /** What both together may reach, in dB; more only where the voice alone does. */
  private static final double CEILING = -1;

  /** A voice that is too quiet to be measured is taken for one of this loudness, in LUFS. */
  private static final double USUAL_VOICE = -20;

  /** Music is made louder by no more than this, in dB: what is quieter is noise. */
  private static final double MOST_GAIN = 24;

  private static final double SHORTEST = 0.1;
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Duration STALL = Duration.ofSeconds(30);

  private final Uploads uploads;
  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;
  private final LoudnessMeter meter;
  private final FfmpegProof proof;

  public MusicBed(ArtifactStore store, Ffmpeg ffmpeg, ProcessRunner processes) {
    this.uploads = new Uploads(store);
    this.ffmpeg = ffmpeg;
    this.processes = processes;
    this.meter = new LoudnessMeter(store, ffmpeg, processes);
    this.proof = new FfmpegProof(ffmpeg, processes);
  }

  /**
   * What lies under a voice.
   *
   * @param file a WAV, a little longer than the narration
   * @param ceiling what the sum of both may reach, as a part of full scale
   */
  public record Laid(Path file, double ceiling) {}

  /**
   * Whether a job's music can be used: asked before anything else is done for the job.
   *
   * @return warnings for the report
   * @throws io.temporal.failure.ApplicationFailure media-unusable, if it cannot be decoded
   */
  public List<String> examine(VideoRequest request, RunningActivity activity)
      throws IOException, InterruptedException {
    if (request.music().isEmpty()) {
      return List.of();
    }
    Music music = request.music().get();
    SoundLevel level = level(music, file(music, activity), request.narrationDuration(), activity);
    return level.isSilent()
        ? List.of("the music is silent where it is used: the video has none that can be heard")
        : List.of();
  }

  /**
   * Makes the bed.
   *
   * @param speech where somebody speaks, in order
   * @param length of the narration as it is heard in the video
   * @throws io.temporal.failure.ApplicationFailure as {@link #examine}
   */
  public Laid lay(
      VideoRequest request,
      Music music,
      List<SpeechSegment> speech,
      Duration length,
      RunningActivity activity)
      throws IOException, InterruptedException {
    Path file = file(music, activity);
    SoundLevel under = level(music, file, request.narrationDuration(), activity);
    SoundLevel voice = voice(request, activity);
    Path raw = decoded(file, length, activity);
    Path bed = activity.scratch().resolve("music.wav");
    long frames = SoundInput.frames(length);
    try (LoopedSound sound = new LoopedSound(raw, frames)) {
      if (sound.frames() == 0) {
        throw unusable("no sound of it can be decoded");
      }
      MusicCurve curve = new MusicCurve(speech, length.toNanos() / 1e9);
      double factor = Math.pow(10, gain(voice, under, music.volume()) / 20);
      BedWriter.write(sound, curve, factor, frames, bed, () -> activity.heartbeat().check());
    }
    Files.delete(raw);
    return new Laid(bed, Math.min(1, Math.max(Math.pow(10, CEILING / 20), voice.peak())));
  }

  /** In dB, for the time in which somebody speaks. */
  static double gain(SoundLevel voice, SoundLevel music, int volume) {
    if (music.isSilent()) {
      return 0;
    }
    double reference = voice.isSilent() ? USUAL_VOICE : voice.level();
    double gain = reference + volume - music.level();
    double unclipped = CEILING - MusicCurve.LIFT - music.peakDecibels();
    return Math.min(Math.min(gain, MOST_GAIN), unclipped);
  }

  private Path file(Music music, RunningActivity activity) throws IOException {
    return uploads.file(music.object(), "music", activity.scratch());
  }

  private SoundLevel level(Music music, Path file, Duration length, RunningActivity activity)
      throws IOException, InterruptedException {
    SoundLevel level;
    try {
      level = meter.measure(music.object(), file, length, activity);
    } catch (MediaUnusableException e) {
      throw unusable(e.reason());
    }
    if (level.seconds() < SHORTEST) {
      throw unusable("it has less than " + SHORTEST + " s of sound that can be decoded");
    }
    return level;
  }

  private SoundLevel voice(VideoRequest request, RunningActivity activity)
      throws IOException, InterruptedException {
    ObjectRef narration = request.narration();
    Path file = uploads.file(narration, "narration", activity.scratch());
    try {
      return meter.measure(narration, file, VideoRequest.MAX_NARRATION, activity);
    } catch (MediaUnusableException e) {
      throw Failures.of(
          FailureType.MEDIA_UNUSABLE, "the narration cannot be used: " + e.reason(), e);
    }
  }

  private Path decoded(Path file, Duration length, RunningActivity activity)
      throws IOException, InterruptedException {
    Path raw = activity.scratch().resolve("music.s16");
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(SoundInput.arguments(file, length));
    arguments.add(SoundInput.filters(length));
    arguments.addAll(List.of("-c:a", "pcm_s16le", "-f", "s16le", "-progress", "pipe:1"));
    arguments.add(Ffmpeg.url(raw));
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-music", arguments, activity.scratch(), DEADLINE)
                .withMemory(Ffmpeg.MEMORY)
                .withStall(STALL),
            activity.stop(),
            (ProcessRunner.LineSink) line -> line.startsWith("out_time"));
    FfmpegTrouble.refuseFullDisk(end);
    if (end.exitCode() != 0) {
      try {
        throw proof.blame(
            FfmpegTrouble.of(end), "it could not be decoded", activity.scratch(), activity.stop());
      } catch (MediaUnusableException e) {
        throw unusable(e.reason());
      }
    }
    return raw;
  }

  private static RuntimeException unusable(String reason) {
    return Failures.of(FailureType.MEDIA_UNUSABLE, "the music cannot be used: " + reason);
  }
}
