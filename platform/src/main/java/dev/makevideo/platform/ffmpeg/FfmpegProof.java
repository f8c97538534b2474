package dev.makevideo.platform.ffmpeg;

import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells a file that ffmpeg cannot handle from an ffmpeg that handles no file: before a file is
 * blamed, a picture of ffmpeg's own is encoded, decoded and examined. Else a broken program, such
 * as one that was built for another processor, would have every clip of every job rejected. Takes a
 * second, at most once a minute while the program works. Thread-safe.
 */
public final class FfmpegProof {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long SOUND_FOR_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int BY_SIGNAL = 128;

  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;
  private final LongSupplier nanos;
  private volatile Optional<Long> soundAt = Optional.empty();

  public FfmpegProof(Ffmpeg ffmpeg, ProcessRunner processes) {
    this(ffmpeg, processes, System::nanoTime);
  }

  FfmpegProof(Ffmpeg ffmpeg, ProcessRunner processes, LongSupplier nanos) {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
    this.nanos = nanos;
  }

  /**
   * As {@link FfmpegTrouble#unusable}, but a file is blamed only if ffmpeg works.
   *
   * @param what what could not be done, a sentence
   * @param folder a scratch folder
   * @return what to throw if it is the file's fault
   * @throws dev.makevideo.platform.storage.StoreFullException if the disk is full
   * @throws dev.makevideo.platform.media.HostExhaustedException if the host is to blame otherwise
   * @throws IOException if the program is
   * @throws dev.makevideo.platform.process.ProcessStoppedException if {@code stop} was set
   */
  public MediaUnusableException blame(
      FfmpegTrouble trouble, String what, Path folder, StopSignal stop)
      throws IOException, InterruptedException {
    if (trouble.cause() == FfmpegTrouble.Cause.INPUT) {
      Optional<String> flaw = flaw(folder, stop);
      if (flaw.isPresent()) {
        throw new IOException(
            what
                + ": "
                + trouble.reason()
                + "; but "
                + ffmpeg.ffmpeg().getFileName()
                + " "
                + ffmpeg.version()
                + " cannot even "
                + flaw.get());
      }
    }
    return trouble.unusable(what);
  }

  private Optional<String> flaw(Path folder, StopSignal stop)
      throws IOException, InterruptedException {
    if (soundAt.filter(at -> nanos.getAsLong() - at < SOUND_FOR_NANOS).isPresent()) {
      return Optional.empty();
    }
    Path own = Files.createTempFile(folder, "proof", ".mp4");
    try {
      Optional<String> flaw = run("encode a picture of its own", encode(own), folder, stop);
      if (flaw.isEmpty()) {
        flaw = run("decode what it encoded", decode(own), folder, stop);
      }
      if (flaw.isEmpty()) {
        flaw = run("examine it by its ffprobe", probe(own), folder, stop);
      }
      if (flaw.isEmpty()) {
        soundAt = Optional.of(nanos.getAsLong());
      }
      return flaw;
    } finally {
      Files.deleteIfExists(own);
    }
  }

  private List<String> encode(Path own) {
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=128x128:rate=10:duration=0.5"));
    arguments.addAll(List.of("-f", "lavfi", "-i", "sine=duration=0.5"));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
    arguments.addAll(List.of("-threads", "1", "-c:a", "aac", Ffmpeg.url(own)));
    return arguments;
  }

  private List<String> decode(Path own) {
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(Ffmpeg.clipInput(own, Duration.ZERO, Duration.ofSeconds(1)));
    arguments.addAll(List.of("-f", "null", "-"));
    return arguments;
  }

  private List<String> probe(Path own) {
    List<String> arguments = new ArrayList<>(ffmpeg.probe("error"));
    arguments.addAll(Ffmpeg.clipGuard());
    arguments.addAll(List.of("-show_streams", "-of", "json", Ffmpeg.url(own)));
    return arguments;
  }

  private Optional<String> run(String what, List<String> arguments, Path folder, StopSignal stop)
      throws IOException, InterruptedException {
    ProcessRunner.Finished end =
        processes.run(
            Command.of("ffmpeg-proof", arguments, folder, LIMIT).withMemory(Ffmpeg.MEMORY), stop);
    if (end.exitCode() == 0) {
      return Optional.empty();
    }
    FfmpegTrouble trouble = FfmpegTrouble.of(end);
    if (trouble.cause() == FfmpegTrouble.Cause.DISK
        || trouble.cause() == FfmpegTrouble.Cause.HOST) {
      // Throws what it means.
      throw new IllegalStateException(trouble.unusable("ffmpeg could not be tried out"));
    }
    int code = end.exitCode();
    String how = code > BY_SIGNAL ? "signal " + (code - BY_SIGNAL) : "exit code " + code;
    String said = trouble.said().isEmpty() ? "" : "; it said: " + trouble.said();
    return Optional.of(what + " (" + how + ")" + said);
  }
}
