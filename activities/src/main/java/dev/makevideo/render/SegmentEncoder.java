package dev.makevideo.render;

import dev.makevideo.job.CropPosition;
import dev.makevideo.media.ClipFacts;
import dev.makevideo.media.Ffmpeg;
import dev.makevideo.media.FfmpegTrouble;
import dev.makevideo.media.FrameLines;
import dev.makevideo.media.MediaProbe;
import dev.makevideo.media.MediaUnusableException;
import dev.makevideo.process.Command;
import dev.makevideo.process.ProcessRunner;
import dev.makevideo.process.StopSignal;
import dev.makevideo.storage.StoreFullException;
import dev.makevideo.timeline.FrameSize;
import dev.makevideo.timeline.Segment;
import dev.makevideo.timeline.Timeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** Encodes one segment in one run of ffmpeg, and checks what came out. Thread-safe. */
final class SegmentEncoder {
  /** An encoder that shows no new frame for so long stands still. */
  private static final Duration STALL = Duration.ofSeconds(60);

  /** A segment has about six seconds; even a slow host needs far less. */
  private static final Duration DEADLINE = Duration.ofMinutes(20);

  /** A clip's frames may be far apart: so much more of it is read than is shown. */
  private static final Duration READ_AHEAD = Duration.ofSeconds(2);

  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;
  private final MediaProbe probe;

  SegmentEncoder(Ffmpeg ffmpeg, ProcessRunner processes) {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
    this.probe = new MediaProbe(ffmpeg, processes);
  }

  /**
   * What to encode.
   *
   * @param clip the clip's file
   * @param captions ASS text, if any are shown
   * @param fonts the folder of its fonts
   */
  record Job(
      Segment segment,
      Path clip,
      FrameSize size,
      CropPosition crop,
      EncoderSettings encoder,
      Optional<String> captions,
      Path fonts) {}

  /**
   * Encodes into a new file of the folder.
   *
   * @param progress told how far it is, 0 to 1
   * @throws MediaUnusableException if the clip cannot be rendered
   * @throws dev.makevideo.process.ProcessTimeoutException if the encoder stood still
   */
  Path encode(Job job, Path folder, StopSignal stop, DoubleConsumer progress)
      throws MediaUnusableException, IOException, InterruptedException {
    ClipFacts facts = probe.clip(job.clip(), stop);
    Path output = folder.resolve("segment.mp4");
    Command command =
        Command.of("ffmpeg-segment", arguments(job, facts, folder, output), folder, DEADLINE)
            .withStall(STALL);
    int frames = job.segment().frames();
    FrameLines lines = new FrameLines(count -> progress.accept((double) count / frames));
    ProcessRunner.Finished end = processes.run(command, stop, lines);
    if (end.exitCode() != 0) {
      throw judged(FfmpegTrouble.of(end.exitCode(), end.errorTail()));
    }
    check(job.segment(), output);
    return output;
  }

  private List<String> arguments(Job job, ClipFacts facts, Path folder, Path output)
      throws IOException {
    Segment segment = job.segment();
    Optional<FilterChain.Captions> captions = Optional.empty();
    if (job.captions().isPresent()) {
      Path file = folder.resolve("captions.ass");
      Files.writeString(file, job.captions().get(), StandardCharsets.UTF_8);
      captions = Optional.of(new FilterChain.Captions(file, job.fonts()));
    }
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(
        Ffmpeg.clipInput(
            job.clip(),
            Timeline.lengthOf(segment.inFrame()),
            Timeline.lengthOf(segment.frames()).plus(READ_AHEAD)));
    arguments.addAll(
        List.of(
            "-map", "0:V:0", "-an", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"));
    arguments.add("-vf");
    arguments.add(FilterChain.of(segment, facts, job.size(), job.crop(), captions));
    arguments.addAll(List.of("-frames:v", Integer.toString(segment.frames())));
    arguments.addAll(job.encoder().arguments());
    // Nothing in the file may tell when or by which build it was made: equal input, equal bytes.
    arguments.addAll(List.of("-fflags", "+bitexact", "-progress", "pipe:1", Ffmpeg.url(output)));
    return arguments;
  }

  private static MediaUnusableException judged(FfmpegTrouble trouble) throws IOException {
    return switch (trouble.cause()) {
      case INPUT -> new MediaUnusableException(trouble.reason());
      case HOST -> throw new StoreFullException(trouble.reason());
      case PROGRAM -> throw new IOException("ffmpeg failed: " + trouble.reason());
    };
  }

  private static void check(Segment segment, Path output) throws MediaUnusableException {
    Mp4Track track;
    try {
      track = Mp4Track.read(output);
    } catch (IOException e) {
      throw new MediaUnusableException("it has no picture at the place that is to be shown");
    }
    if (track.frames() != segment.frames()
        || track.frameTicks() != EncoderSettings.TICKS_PER_FRAME
        || track.timescale() != EncoderSettings.TIMESCALE) {
      throw new MediaUnusableException(
          "its picture changes in a way that gives "
              + track.frames()
              + " frames where "
              + segment.frames()
              + " are needed");
    }
  }
}
