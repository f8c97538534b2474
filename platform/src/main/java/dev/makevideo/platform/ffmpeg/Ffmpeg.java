package dev.makevideo.platform.ffmpeg;

import dev.makevideo.platform.media.Id3Tag;
import dev.makevideo.platform.media.MediaSniffer;
import dev.makevideo.platform.media.MediaType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The two programs, and the options with which a stranger's file may be opened by them: the format
 * must be on a list (playlists and scripts could name other files), only files may be read, and
 * pictures, streams and memory are bounded. Thread-safe.
 *
 * @param ffmpeg path of ffmpeg
 * @param ffprobe path of ffprobe
 * @param version the full version as ffmpeg prints it; part of the keys of what it makes
 */
public record Ffmpeg(Path ffmpeg, Path ffprobe, String version) {
  /**
   * What ffmpeg may have to decode a stranger's file: 1 GiB, twice what 16 megapixels with 16
   * reference frames take. A file of a few kilobytes can describe an index of many gigabytes.
   */
  public static final long MEMORY = 1L << 30;

  /** What ffprobe may have: 384 MiB. It takes 60 MB for the same, and many look at once. */
  public static final long PROBE_MEMORY = 384L << 20;

  private static final String CLIP_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm";
  private static final String NARRATION_FORMATS = "mp3,wav,ogg,mov,mp4,m4a";

  /** 16 megapixels: 4K passes, a picture bomb does not. */
  private static final String MAX_PIXELS = "16777216";

  private static final String MAX_STREAMS = "64";

  /** The largest single allocation: 512 MiB. */
  private static final String MAX_ALLOC = "536870912";

  /** The beginning of a run of ffmpeg: never reads the terminal, overwrites, prints errors only. */
  public List<String> run() {
    return List.of(
        ffmpeg.toString(),
        "-nostdin",
        "-hide_banner",
        "-v",
        "error",
        "-y",
        "-max_alloc",
        MAX_ALLOC,
        "-filter_threads",
        "1");
  }

  /**
   * A graph of filters between several inputs or outputs, with one thread. By itself a graph takes
   * one for each processor, whose stacks take more than {@link #MEMORY} on a host with many.
   */
  public static List<String> graph(String graph) {
    return List.of("-filter_complex_threads", "1", "-filter_complex", graph);
  }

  /** The beginning of a run of ffprobe. */
  public List<String> probe(String verbosity) {
    return List.of(ffprobe.toString(), "-hide_banner", "-v", verbosity, "-max_alloc", MAX_ALLOC);
  }

  /** The options that must stand before a clip's name, for both programs. */
  public static List<String> clipGuard() {
    return guard(CLIP_FORMATS);
  }

  /**
   * The options that must stand before a narration's name, for both programs. An MP3 is named as
   * such, and its tag left out: behind one of more than 1 MB, such as a large cover, they would not
   * find it, and a tag of 50 MB takes them 70 ms.
   *
   * @throws IOException if the file cannot be read
   */
  public static List<String> narrationGuard(Path file) throws IOException {
    List<String> arguments = new ArrayList<>(guard(NARRATION_FORMATS));
    if (new MediaSniffer().sniff(file) == MediaType.MP3) {
      long tag = Id3Tag.length(file);
      arguments.addAll(List.of("-f", "mp3", "-skip_initial_bytes", Long.toString(tag)));
    }
    return arguments;
  }

  /**
   * A clip as an input of ffmpeg.
   *
   * @param from where to begin; the frames before it that must be decoded, or are still shown then,
   *     come first with negative times
   * @param longest how much is read at the most, from the first frame that is decoded
   */
  public static List<String> clipInput(Path file, Duration from, Duration longest) {
    List<String> arguments = new ArrayList<>(clipGuard());
    arguments.addAll(List.of("-threads", "1"));
    if (!from.isZero()) {
      arguments.addAll(List.of("-noaccurate_seek", "-ss", seconds(from)));
    }
    arguments.addAll(List.of("-t", seconds(longest), "-i", url(file)));
    return arguments;
  }

  /**
   * As {@link #clipInput(Path, Duration, Duration)}, by the time stamps of the picture: where other
   * streams of the file begin does not matter, on which versions of ffmpeg and ffprobe disagree
   * (whether the priming of AAC in Matroska counts).
   *
   * @param first the time stamp of the first picture; may be below zero
   * @param into how much later to begin
   */
  public static List<String> clipInput(Path file, Duration first, Duration into, Duration longest) {
    List<String> arguments = new ArrayList<>(clipGuard());
    arguments.addAll(List.of("-threads", "1", "-seek_timestamp", "1"));
    if (into.isZero()) {
      arguments.addAll(List.of("-itsoffset", seconds(first.negated())));
    } else {
      arguments.addAll(List.of("-noaccurate_seek", "-ss", seconds(first.plus(into))));
    }
    arguments.addAll(List.of("-t", seconds(longest), "-i", url(file)));
    return arguments;
  }

  /**
   * A narration as an input of ffmpeg.
   *
   * @throws IOException if the file cannot be read
   */
  public static List<String> narrationInput(Path file, Duration longest) throws IOException {
    List<String> arguments = new ArrayList<>(narrationGuard(file));
    arguments.addAll(List.of("-t", seconds(longest), "-i", url(file)));
    return arguments;
  }

  /** A file's name in a form that is never taken for an option or another protocol. */
  public static String url(Path file) {
    return "file:" + file;
  }

  /** Seconds with microseconds, as ffmpeg reads them. */
  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.6f", duration.toNanos() / 1e9);
  }

  private static List<String> guard(String formats) {
    return List.of(
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        formats,
        "-max_pixels",
        MAX_PIXELS,
        "-max_streams",
        MAX_STREAMS);
  }
}
