package dev.makevideo.checks.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The practical limit: the same video by one ffmpeg command, that seeks in every clip, filters,
 * joins, draws the captions and encodes in one go; with the preset, the filters and the settings
 * that the segments were encoded with.
 */
final class SinglePass {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int FPS = 30;

  /** So much more of a clip is read than is shown, for its frames may be off the grid. */
  private static final double MARGIN_SECONDS = 0.2;

  /** How many threads the parts get; 0: as many as they like. */
  enum Threads {
    AUTOMATIC(0, 0, 0),
    ENCODER_TWO(0, 0, 2),
    DECODERS_ONE(1, 0, 0),
    FILTERS_ONE(0, 1, 0),
    ENCODER_ALONE(1, 1, 0),
    ENCODER_ALONE_TWO(1, 1, 2),
    ONE(1, 1, 1);

    private final int decoder;
    private final int filters;
    private final int encoder;

    Threads(int decoder, int filters, int encoder) {
      this.decoder = decoder;
      this.filters = filters;
      this.encoder = encoder;
    }
  }

  private final Path ffmpeg;
  private final Path folder;
  private final List<SegmentRun> segments;
  private final Path narration;

  SinglePass(Path ffmpeg, Path folder, List<SegmentRun> segments, Path narration)
      throws IOException {
    this.ffmpeg = ffmpeg;
    this.folder = Files.createDirectories(folder);
    this.segments = segments;
    this.narration = narration;
    mergeCaptions();
  }

  Cost run(Threads threads) throws IOException, InterruptedException {
    return TimedCommand.run(command(threads), Map.of(), folder.resolve("single-pass.log"), LIMIT);
  }

  List<String> command(Threads threads) {
    List<String> command =
        new ArrayList<>(List.of(ffmpeg.toString(), "-nostdin", "-v", "error", "-y"));
    command.addAll(List.of("-filter_complex_threads", Integer.toString(threads.filters)));
    StringBuilder graph = new StringBuilder();
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      SegmentRun segment = segments.get(i);
      command.addAll(List.of("-threads", Integer.toString(threads.decoder)));
      if (segment.from() > 0) {
        command.addAll(List.of("-noaccurate_seek", "-ss", Double.toString(segment.from())));
      }
      command.addAll(List.of("-t", seconds(segment.frames() / (double) FPS + MARGIN_SECONDS)));
      command.addAll(List.of("-i", segment.clip()));
      graph.append("[%d:v:0]%s[v%d];".formatted(i, segment.picture(), i));
      joined.append("[v%d]".formatted(i));
    }
    long frames = segments.stream().mapToLong(SegmentRun::frames).sum();
    command.addAll(List.of("-t", seconds(frames / (double) FPS), "-i", narration.toString()));
    SegmentRun first = segments.get(0);
    graph
        .append(joined)
        .append("concat=n=%d:v=1:a=0,ass=filename=".formatted(segments.size()))
        .append(captions())
        .append(":fontsdir=")
        .append(first.fonts())
        .append("[v]");
    command.addAll(List.of("-filter_complex", graph.toString(), "-map", "[v]"));
    command.addAll(List.of("-map", segments.size() + ":a:0"));
    List<String> encoder = new ArrayList<>(first.encoder());
    encoder.set(encoder.indexOf("-threads") + 1, Integer.toString(threads.encoder));
    command.addAll(encoder);
    command.addAll(List.of("-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-ac", "2"));
    command.addAll(
        List.of("-movflags", "+faststart", folder.resolve("single-pass.mp4").toString()));
    return command;
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }

  private Path captions() {
    return folder.resolve("captions.ass");
  }

  /** All segments' captions in one file: one head, and every line once. */
  private void mergeCaptions() throws IOException {
    Set<String> lines = new LinkedHashSet<>();
    List<String> head = new ArrayList<>();
    for (SegmentRun segment : segments) {
      boolean first = head.isEmpty();
      for (String line : Files.readAllLines(segment.captions())) {
        if (line.startsWith("Dialogue:")) {
          lines.add(line);
        } else if (first) {
          head.add(line);
        }
      }
    }
    head.addAll(lines);
    Files.write(captions(), head);
  }
}
