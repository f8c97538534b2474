package dev.makevideo.activities.validation;

import dev.makevideo.activities.ocr.Frame;
import dev.makevideo.activities.ocr.TextRecognizer;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.FrameGrid;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decodes a clip once, in one guarded run of ffmpeg: counts its frames on the output's grid, learns
 * when and where there is something to see, the size of its upright frames and what they look like,
 * and has sampled frames read for text. Thread-safe.
 *
 * <p>The count is the length of a file to which every frame of the {@link FrameGrid} adds one
 * {@link GreyPoints thumbnail}: the very filter of the later encode, so a clip has as many frames
 * as a segment can get from it, and no version of ffmpeg prints it differently.
 */
final class ClipCheck {
  private static final String THUMBNAILS = "thumbnails.gray";
  private static final String FIRST = "first.pgm";
  private static final String SMALL = "small.yuv";

  /** A clip is decoded no further. */
  private static final Duration LONGEST = Duration.ofSeconds(600);

  /** Less than half a second of picture is of no use. */
  private static final int FEWEST_FRAMES = VisibleSpans.LEAST;

  /** At most so many frames are read for text, evenly spread. */
  private static final int MOST_SAMPLES = 60;

  private static final Duration STALL = Duration.ofSeconds(60);

  /** With more undecodable frames than this a clip would look broken. */
  private static final String MAX_ERROR_RATE = "0.1";

  private static final String TOO_MANY_ERRORS = "decode error rate";

  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;
  private final FfmpegProof proof;
  private final Metrics metrics;
  private final Supplier<TextRecognizer> recognizer;

  ClipCheck(
      Ffmpeg ffmpeg,
      ProcessRunner processes,
      Metrics metrics,
      Supplier<TextRecognizer> recognizer) {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
    this.proof = new FfmpegProof(ffmpeg, processes);
    this.metrics = metrics;
    this.recognizer = recognizer;
  }

  /**
   * Checks one clip.
   *
   * @param claimed how long its headers say it is; only the sampling depends on it
   * @param folder a scratch folder, which may hold what the check of another clip left
   * @throws ProcessStoppedException if {@code stop} was set
   * @throws dev.makevideo.platform.process.ProcessTimeoutException if {@code deadline} passed:
   *     perhaps the host's fault
   * @throws dev.makevideo.platform.media.HostExhaustedException if the host ended ffmpeg
   * @throws dev.makevideo.platform.storage.StoreFullException if the disk is full
   * @throws dev.makevideo.activities.ocr.RecognitionException if text recognition itself does not
   *     work
   */
  ClipVerdict check(
      Path file,
      Duration claimed,
      boolean checkText,
      Path folder,
      Duration deadline,
      StopSignal stop)
      throws IOException, InterruptedException {
    Files.deleteIfExists(folder.resolve(THUMBNAILS));
    Files.deleteIfExists(folder.resolve(FIRST));
    Files.deleteIfExists(folder.resolve(SMALL));
    Command command =
        Command.of("ffmpeg-check", arguments(file, claimed, checkText), folder, deadline)
            .withMemory(Ffmpeg.MEMORY)
            .withStall(STALL);
    TextEvidence evidence = new TextEvidence();
    ProcessRunner.OutputReader frameReader = output -> readText(output, evidence, stop);
    ProcessRunner.LineSink anyProgress = line -> true;
    ProcessRunner.Finished end =
        checkText
            ? processes.run(command, stop, frameReader)
            : processes.run(command, stop, anyProgress);
    if (stop.isStopped()) {
      // ffmpeg may have ended before it was stopped, but not every frame was read.
      throw new ProcessStoppedException(command.label());
    }
    return verdict(end, folder, evidence.verdict(), stop);
  }

  private ClipVerdict verdict(
      ProcessRunner.Finished end,
      Path folder,
      Optional<ClipVerdict.BurnedText> text,
      StopSignal stop)
      throws IOException, InterruptedException {
    Optional<String> trouble = trouble(end, folder, stop);
    Path points = folder.resolve(THUMBNAILS);
    int frames = GreyPoints.count(points);
    if (frames < FEWEST_FRAMES) {
      return ClipVerdict.unusable(trouble.orElseGet(() -> tooShort(frames)));
    }
    if (trouble.isPresent() && end.errorTail().contains(TOO_MANY_ERRORS)) {
      return ClipVerdict.unusable(trouble.get());
    }
    // Other trouble came after the frames that were counted, and these can be used.
    VisibleSpans visible = new VisibleSpans();
    Letterbox letterbox = new Letterbox();
    GreyPoints.read(points, visible.andThen(letterbox));
    List<ClipVerdict.Span> spans = visible.spans();
    if (spans.isEmpty()) {
      return ClipVerdict.unusable("nowhere is there half a second of it that is not black");
    }
    int[] size = size(folder);
    return new ClipVerdict(
        frames,
        size[0],
        size[1],
        spans,
        letterbox.picture(),
        text,
        Optional.of(SmallFrames.fingerprint(folder.resolve(SMALL))),
        Optional.empty());
  }

  private List<String> arguments(Path file, Duration claimed, boolean checkText) {
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(List.of("-max_error_rate", MAX_ERROR_RATE));
    if (!checkText) {
      arguments.addAll(List.of("-progress", "pipe:1"));
    }
    arguments.addAll(Ffmpeg.clipInput(file, Duration.ZERO, LONGEST));
    arguments.addAll(
        output("fps=" + FrameGrid.FPS + "," + GreyPoints.FILTERS, "-f", "rawvideo", THUMBNAILS));
    arguments.addAll(
        output("format=gray", "-frames:v", "1", "-f", "image2", "-update", "1", FIRST));
    arguments.addAll(
        output(SmallFrames.FILTERS, "-frames:v", SmallFrames.MOST, "-f", "rawvideo", SMALL));
    if (checkText) {
      long seconds = Math.min(claimed.toSeconds(), LONGEST.toSeconds());
      long every = Math.max(1, (seconds + MOST_SAMPLES - 1) / MOST_SAMPLES);
      String sampled =
          "fps=1/"
              + every
              + ":eof_action=pass,scale=640:640:force_original_aspect_ratio=decrease,format=rgb24";
      arguments.addAll(output(sampled, "-f", "image2pipe", "-c:v", "ppm", "pipe:1"));
    }
    return arguments;
  }

  private static List<String> output(String filters, String... rest) {
    List<String> arguments = new ArrayList<>(List.of("-map", "0:V:0", "-an", "-sn", "-dn"));
    // Else the wait for a picture that begins later than the sound is filled with frames. One
    // thread: with one for each processor their stacks alone take much of the memory.
    arguments.addAll(List.of("-fps_mode", "passthrough", "-threads", "1", "-vf", filters));
    arguments.addAll(List.of(rest));
    return arguments;
  }

  private void readText(InputStream output, TextEvidence evidence, StopSignal stop)
      throws IOException {
    long nanos = 0;
    BufferedInputStream frames = new BufferedInputStream(output, 1 << 16);
    try {
      while (evidence.looked() < MOST_SAMPLES && !evidence.isPlenty() && !stop.isStopped()) {
        Optional<Frame> frame = next(frames);
        if (frame.isEmpty()) {
          break;
        }
        long began = System.nanoTime();
        evidence.add(recognizer.get().read(frame.get()));
        nanos += System.nanoTime() - began;
      }
    } finally {
      if (evidence.looked() > 0) {
        metrics.ocr(evidence.looked(), Duration.ofNanos(nanos));
      }
    }
    evidence.verdict().ifPresent(text -> metrics.ocrConfidence(text.confidence()));
  }

  private static Optional<Frame> next(BufferedInputStream frames) throws IOException {
    try {
      return Frame.readPixmap(frames);
    } catch (EOFException e) {
      // ffmpeg was killed or gave up in mid-frame: how it ended says more.
      return Optional.empty();
    }
  }

  /**
   * What ffmpeg complained of, if the clip is to blame.
   *
   * @throws IOException if the host or the program is
   */
  private Optional<String> trouble(ProcessRunner.Finished end, Path folder, StopSignal stop)
      throws IOException, InterruptedException {
    FfmpegTrouble.refuseFullDisk(end);
    return end.exitCode() == 0
        ? Optional.empty()
        : Optional.of(
            proof
                .blame(FfmpegTrouble.of(end), "ffmpeg could not check a clip", folder, stop)
                .reason());
  }

  private static String tooShort(int frames) {
    return frames == 0
        ? "no frame of it can be decoded"
        : "it has only %d frames of picture, and %d are needed".formatted(frames, FEWEST_FRAMES);
  }

  /** Width and height, from the header {@code P5 width height 255} of the first frame. */
  private static int[] size(Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(FIRST))) {
      String header = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
      String[] words = header.split("\\s+", 4);
      return new int[] {Integer.parseInt(words[1]), Integer.parseInt(words[2])};
    }
  }
}
