package dev.makevideo.platform.probe;

import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.media.MediaSniffer;
import dev.makevideo.platform.media.MediaType;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds how long a narration lasts by its packets. To list all packets of ten minutes takes ffprobe
 * 50 to 90 ms, nearly all of it to write them down, and a client waits. So it lists the first and
 * the last ones. What lies between them counts if something else that was read of the file proves
 * it; if not, every packet is listed. Thread-safe.
 *
 * <ul>
 *   <li>PCM in a WAV: it fills the length that the header declares.
 *   <li>Vorbis, whose packets have many lengths: it ends with the file's last sample, and every
 *       page is there ({@link OggPages}).
 *   <li>Any other, such as MP3, AAC and Opus: all packets were counted at the same time, and so
 *       many of the first one's length fill it.
 * </ul>
 */
final class AudioProbe {
  private static final String PACKETS =
      "packet=pts,duration:packet_side_data=skip_samples,discard_padding"
          + ":stream=codec_name,sample_rate,channels,time_base,duration:format=duration";

  private static final Pattern COUNTED = Pattern.compile("\\bnb_read_packets=(\\d{1,18})");

  /** In seconds; a look behind the end of a file finds its last packet. */
  private static final double BEHIND_ALL = 99_999;

  /** A WAV has nothing behind its end, so that the look goes just before it. */
  private static final double BEFORE_END_SECONDS = 0.5;

  private final Ffmpeg ffmpeg;
  private final FfprobeRun ffprobe;
  private final MediaSniffer sniffer = new MediaSniffer();

  AudioProbe(Ffmpeg ffmpeg, FfprobeRun ffprobe) {
    this.ffmpeg = ffmpeg;
    this.ffprobe = ffprobe;
  }

  /**
   * The facts of the first audio stream.
   *
   * @throws MediaUnusableException if there is no sound that may be opened
   */
  AudioFacts facts(Path file, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    Optional<AudioFacts> facts = factsByEnds(file, stop);
    return facts.isPresent() ? facts.get() : factsByAll(file, stop);
  }

  AudioFacts factsByAll(Path file, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    PacketCount all = new PacketCount();
    Finished end = list(file, List.of(), all, stop);
    return all.facts(end.errorTail(), WavLength.declared(file));
  }

  /** Empty if nothing proves what lies between the ends. */
  Optional<AudioFacts> factsByEnds(Path file, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    OptionalDouble declared = WavLength.declared(file);
    MediaType type = sniffer.sniff(file);
    List<String> interval = List.of("-read_intervals", ends(declared));
    PacketCount ends = new PacketCount();
    Finished end;
    boolean proven;
    if (type == MediaType.WAV) {
      end = list(file, interval, ends, stop);
      proven = declared.isPresent() && ends.fillsPcm(declared.getAsDouble());
    } else {
      try (BackgroundTask<Long> packets =
          new BackgroundTask<>("ffprobe-count", stop, own -> count(file, own))) {
        end = list(file, interval, ends, stop);
        if (ends.isVorbis()) {
          OptionalLong last = OggPages.lastSample(file);
          proven = last.isPresent() && ends.endsAt(last.getAsLong());
        } else {
          proven = ends.isFilledBy(packets.await());
        }
      }
    }
    return proven ? Optional.of(ends.spanned().facts(end.errorTail(), declared)) : Optional.empty();
  }

  /** Where packets are listed: two in front, and what is found when the end is looked for. */
  private static String ends(OptionalDouble declared) {
    double last = declared.isPresent() ? declared.getAsDouble() - BEFORE_END_SECONDS : BEHIND_ALL;
    return String.format(Locale.ROOT, "%%+#2,%.3f%%", Math.max(0, last));
  }

  private Finished list(Path file, List<String> options, PacketCount packets, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    List<String> arguments = arguments(file);
    arguments.addAll(options);
    arguments.addAll(List.of("-show_entries", PACKETS, "-of", "compact", Ffmpeg.url(file)));
    return ffprobe.run(file, arguments, stop, packets);
  }

  /** How many packets can be read. */
  private long count(Path file, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException {
    List<String> arguments = arguments(file);
    arguments.addAll(List.of("-count_packets", "-show_entries", "stream=nb_read_packets"));
    arguments.addAll(List.of("-of", "compact", Ffmpeg.url(file)));
    Matcher count = COUNTED.matcher(ffprobe.run(file, arguments, stop).output());
    return count.find() ? Long.parseLong(count.group(1)) : 0;
  }

  private List<String> arguments(Path file) throws IOException {
    List<String> arguments = new ArrayList<>(ffmpeg.probe("warning"));
    arguments.addAll(Ffmpeg.narrationGuard(file));
    arguments.addAll(List.of("-select_streams", "a:0"));
    return arguments;
  }
}
