package dev.makevideo.platform.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegProof;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ClipFacts;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks ffprobe what a file is. Answers within 100 ms for files of the allowed sizes on an idle
 * host. Thread-safe.
 */
public final class MediaProbe {
  private static final Set<String> INTERLACED = Set.of("tt", "bb", "tb", "bt");

  /** A clip whose picture begins later than this is longer than any that is used. */
  private static final double LATEST_START = 3600;

  private final ObjectMapper mapper = Payloads.mapper();
  private final Ffmpeg ffmpeg;
  private final FfprobeRun ffprobe;
  private final AudioProbe audio;

  public MediaProbe(Ffmpeg ffmpeg, ProcessRunner processes) {
    this(ffmpeg, processes, false);
  }

  private MediaProbe(Ffmpeg ffmpeg, ProcessRunner processes, boolean urgent) {
    this.ffmpeg = ffmpeg;
    this.ffprobe = new FfprobeRun(processes, new FfmpegProof(ffmpeg, processes), urgent);
    this.audio = new AudioProbe(ffmpeg, ffprobe);
  }

  /** A probe for whom somebody waits: its programs do not stand back behind others. */
  public static MediaProbe urgent(Ffmpeg ffmpeg, ProcessRunner processes) {
    return new MediaProbe(ffmpeg, processes, true);
  }

  /**
   * What a clip's headers say.
   *
   * @throws MediaUnusableException if it is not a video that may be opened
   */
  public ClipFacts clip(Path file, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(ffmpeg.probe("error"));
    arguments.addAll(Ffmpeg.clipGuard());
    arguments.addAll(List.of("-show_streams", "-show_format", "-of", "json", Ffmpeg.url(file)));
    JsonNode answer = mapper.readTree(ffprobe.run(file, arguments, stop).output());
    for (JsonNode stream : answer.path("streams")) {
      if (stream.path("codec_type").asText().equals("video")
          && stream.path("disposition").path("attached_pic").asInt() == 0) {
        return clipFacts(stream, answer.path("format"));
      }
    }
    throw new MediaUnusableException("it has no picture");
  }

  /**
   * What a file's first audio stream is, and how long it lasts by its packets.
   *
   * @throws MediaUnusableException if it has no sound that may be opened
   */
  public AudioFacts audio(Path file, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    AudioFacts facts = audio.facts(file, stop);
    return OggEnd.isMissing(file) ? facts.withoutEnd() : facts;
  }

  static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("file has no folder: " + file);
    }
    return parent;
  }

  private static ClipFacts clipFacts(JsonNode stream, JsonNode format)
      throws MediaUnusableException {
    int width = stream.path("width").asInt();
    int height = stream.path("height").asInt();
    if (width <= 0 || height <= 0) {
      throw new MediaUnusableException("its picture is too large or has no size");
    }
    double aspect = ratio(stream.path("sample_aspect_ratio").asText(), ':');
    double sampleAspect = aspect > 0 ? aspect : 1;
    boolean turned = Math.abs(rotation(stream)) % 180 == 90;
    double seconds =
        stream.hasNonNull("duration")
            ? stream.path("duration").asDouble()
            : format.path("duration").asDouble();
    return new ClipFacts(
        turned ? height : width,
        turned ? width : height,
        turned ? 1 / sampleAspect : sampleAspect,
        seconds > 0 && seconds < 1e6 ? Duration.ofNanos(Math.round(seconds * 1e9)) : Duration.ZERO,
        ratio(stream.path("avg_frame_rate").asText(), '/'),
        stream.path("codec_name").asText("unknown"),
        stream.path("pix_fmt").asText("unknown"),
        stream.path("color_range").asText("unknown"),
        stream.path("color_space").asText("unknown"),
        stream.path("color_primaries").asText("unknown"),
        stream.path("color_transfer").asText("unknown"),
        INTERLACED.contains(stream.path("field_order").asText()),
        hasAlphaLayer(stream.path("tags")),
        start(stream, format),
        firstTime(stream));
  }

  private static boolean hasAlphaLayer(JsonNode tags) {
    return tags.path("alpha_mode").asText(tags.path("ALPHA_MODE").asText()).equals("1");
  }

  private static Duration start(JsonNode stream, JsonNode format) {
    double later = stream.path("start_time").asDouble() - format.path("start_time").asDouble();
    return later > 0 && later < LATEST_START
        ? Duration.ofNanos(Math.round(later * 1e9))
        : Duration.ZERO;
  }

  private static Optional<Duration> firstTime(JsonNode stream) {
    double first = stream.path("start_time").asDouble(Double.NaN);
    return Math.abs(first) < LATEST_START
        ? Optional.of(Duration.ofNanos(Math.round(first * 1e9)))
        : Optional.empty();
  }

  private static int rotation(JsonNode stream) {
    for (JsonNode data : stream.path("side_data_list")) {
      if (data.hasNonNull("rotation")) {
        return (int) Math.round(data.path("rotation").asDouble());
      }
    }
    return 0;
  }

  /** The value of a fraction such as {@code 30000/1001}; 0 if it is none. */
  private static double ratio(String text, char separator) {
    int at = text.indexOf(separator);
    if (at < 0) {
      return 0;
    }
    try {
      double divisor = Double.parseDouble(text.substring(at + 1));
      return divisor == 0 ? 0 : Double.parseDouble(text.substring(0, at)) / divisor;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
