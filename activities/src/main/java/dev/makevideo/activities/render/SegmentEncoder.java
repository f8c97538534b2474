package dev.makevideo.activities.render;

import dev.makevideo.activities.subtitle.Fonts;
import dev.makevideo.activities.timeline.FrameSize;
import dev.makevideo.activities.timeline.Segment;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.ffmpeg.FfmpegTrouble;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.probe.FrameLines;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.probe.VpxDecoder;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ClipFacts;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.job.CropPosition;
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

  /** 1.5 GiB: twice what 16 megapixels with 16 reference frames take, and what an alpha takes. */
  private static final long MEMORY = 3L << 29;

  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;
  private final MediaProbe probe;
  private final VpxDecoder alphaDecoder;
  private final FfmpegProof proof;

  SegmentEncoder(Ffmpeg ffmpeg, ProcessRunner processes) {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
    this.probe = new MediaProbe(ffmpeg, processes);
    this.alphaDecoder = new VpxDecoder(ffmpeg, processes);
    this.proof = new FfmpegProof(ffmpeg, processes);
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
   * @throws dev.makevideo.platform.process.ProcessTimeoutException if the encoder stood still
   * @throws dev.makevideo.platform.media.HostExhaustedException if the host ended it
   * @throws dev.makevideo.platform.storage.StoreFullException if the disk is full
   */
  Path encode(Job job, Path folder, StopSignal stop, DoubleConsumer progress)
      throws MediaUnusableException, IOException, InterruptedException {
    Optional<ClipFacts> known = job.segment().facts();
    ClipFacts facts = known.isPresent() ? known.get() : probe.clip(job.clip(), stop);
    Optional<String> decoder = alphaDecoder.of(facts, folder, stop);
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    decoder.ifPresent(name -> arguments.addAll(List.of("-c:v", name)));
    arguments.addAll(input(job, facts));
    arguments.add("-vf");
    arguments.add(filters(job, facts, decoder.isPresent(), folder));
    Path output = folder.resolve("segment.mp4");
    arguments.addAll(output(job, output));
    Command command =
        Command.of("ffmpeg-segment", arguments, folder, DEADLINE)
            .withEnvironment(Fonts.environment(job.fonts()))
            .withStall(STALL)
            .withMemory(MEMORY);
    int frames = job.segment().frames();
    FrameLines lines = new FrameLines(count -> progress.accept((double) count / frames));
    ProcessRunner.Finished end = processes.run(command, stop, lines);
    FfmpegTrouble.refuseFullDisk(end);
    if (end.exitCode() != 0) {
      throw proof.blame(FfmpegTrouble.of(end), "a segment could not be encoded", folder, stop);
    }
    check(job.segment(), output);
    return output;
  }

  /** The clip from where the segment begins; all of it before may have to be decoded for that. */
  private static List<String> input(Job job, ClipFacts facts) {
    Duration into = FrameGrid.lengthOf(job.segment().inFrame());
    Duration from = facts.start().plus(into);
    Duration longest = from.plus(FrameGrid.lengthOf(job.segment().frames())).plus(READ_AHEAD);
    List<String> arguments =
        new ArrayList<>(
            facts
                .firstTime()
                .map(first -> Ffmpeg.clipInput(job.clip(), first, into, longest))
                .orElseGet(() -> Ffmpeg.clipInput(job.clip(), from, longest)));
    arguments.addAll(
        List.of(
            "-map", "0:V:0", "-an", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"));
    return arguments;
  }

  private static String filters(Job job, ClipFacts facts, boolean alphaLayer, Path folder)
      throws IOException {
    Optional<FilterChain.Captions> captions = Optional.empty();
    if (job.captions().isPresent()) {
      Path file = folder.resolve("captions.ass");
      Files.writeString(file, job.captions().get(), StandardCharsets.UTF_8);
      captions = Optional.of(new FilterChain.Captions(file, job.fonts()));
    }
    ClipColours colours = ClipColours.of(facts);
    Optional<Path> table = Optional.empty();
    if (colours.table().isPresent()) {
      Path file = folder.resolve("colours.cube");
      colours.table().get().write(file);
      table = Optional.of(file);
    }
    FilterChain.Picture picture =
        new FilterChain.Picture(
            facts.interlaced(), facts.transparent() || alphaLayer, colours, table);
    return FilterChain.of(job.segment(), picture, job.size(), job.crop(), captions);
  }

  private static List<String> output(Job job, Path file) {
    List<String> arguments =
        new ArrayList<>(List.of("-frames:v", Integer.toString(job.segment().frames())));
    arguments.addAll(job.encoder().arguments());
    // Nothing in the file may tell when or by which build it was made: equal input, equal bytes.
    arguments.addAll(List.of("-fflags", "+bitexact", "-progress", "pipe:1", Ffmpeg.url(file)));
    return arguments;
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
