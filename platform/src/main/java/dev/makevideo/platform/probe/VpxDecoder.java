package dev.makevideo.platform.probe;

import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ClipFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the decoder that reads the transparency of VP8 and VP9. ffmpeg's own decoders leave it out;
 * those of libvpx do not, but a build may lack them. Thread-safe.
 */
public final class VpxDecoder {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Ffmpeg ffmpeg;
  private final ProcessRunner processes;

  public VpxDecoder(Ffmpeg ffmpeg, ProcessRunner processes) {
    this.ffmpeg = ffmpeg;
    this.processes = processes;
  }

  /**
   * The decoder's name, if the clip has such transparency and ffmpeg has the decoder. Asks ffmpeg
   * only if the clip has.
   *
   * @param folder any that exists
   */
  public Optional<String> of(ClipFacts facts, Path folder, StopSignal stop)
      throws IOException, InterruptedException {
    if (!facts.alphaLayer()) {
      return Optional.empty();
    }
    Optional<String> name =
        switch (facts.codec()) {
          case "vp8" -> Optional.of("libvpx");
          case "vp9" -> Optional.of("libvpx-vp9");
          default -> Optional.empty();
        };
    return name.isPresent() && has(name.get(), folder, stop) ? name : Optional.empty();
  }

  private boolean has(String name, Path folder, StopSignal stop)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(ffmpeg.run());
    arguments.addAll(List.of("-h", "decoder=" + name));
    ProcessRunner.Finished end =
        processes.run(Command.of("ffmpeg-decoder", arguments, folder, LIMIT), stop);
    // It answers with 0 in either case. Without an answer, a clip would lose its transparency.
    if (end.exitCode() != 0) {
      throw new HostExhaustedException("ffmpeg could not be asked for its decoders");
    }
    return end.output().contains("Decoder " + name);
  }
}
