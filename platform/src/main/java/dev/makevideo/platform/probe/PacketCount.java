package dev.makevideo.platform.probe;

import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessRunner.LineSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the packets that ffprobe lists in its compact form. An MP3's encoder delay and padding
 * are taken off; Ogg and MP4 have shortened their last packet already. Vorbis packets do not know
 * their length, and ffprobe guesses too little where long and short blocks meet: there, what lies
 * between the timestamps counts if it is more. Where only the first and the last packets were
 * listed, it says whether they prove how much lies between them. For one run.
 */
final class PacketCount implements LineSink {
  /** A container may round; a difference beyond this means that sound is missing. */
  private static final double TOLERANCE_SECONDS = 0.5;

  private static final Pattern SKIPPED = Pattern.compile("\\bskip_samples=(\\d+)");
  private static final Pattern PADDING = Pattern.compile("\\bdiscard_padding=(\\d+)");
  private static final Pattern PACKET =
      Pattern.compile("packet\\|pts=(-?\\d{1,18}|N/A)\\|duration=(\\d{1,18}|N/A)");

  private final Map<String, String> stream = new HashMap<>();
  private String containerSeconds = "";
  private long ticks;
  private @Nullable Long begin;
  private long firstLength;
  private long end;
  private boolean ordered = true;
  private long skipped;
  private long padding;

  @Override
  public boolean accept(String line) {
    if (line.startsWith("stream|")) {
      fields(line, stream);
    } else if (line.startsWith("format|")) {
      Map<String, String> format = new HashMap<>();
      fields(line, format);
      containerSeconds = format.getOrDefault("duration", "");
    } else {
      packet(line);
    }
    return true;
  }

  /**
   * Whether PCM was listed that lasts, from the first packet to the last, just as long as a header
   * says: one sample is as long as any other.
   */
  boolean fillsPcm(double declaredSeconds) {
    double sample = 1 / number(stream.getOrDefault("sample_rate", ""));
    return stream.getOrDefault("codec_name", "").startsWith("pcm_")
        && Math.abs(span() * tick() - declaredSeconds) < sample;
  }

  boolean isVorbis() {
    return stream.getOrDefault("codec_name", "").equals("vorbis");
  }

  /** Whether what was listed ends with this sample. */
  boolean endsAt(long sample) {
    return span() > 0 && end == sample;
  }

  /**
   * Whether so many packets fill the time from the first one's begin to the last one's end, if all
   * are as long as the first; the last may be shorter.
   */
  boolean isFilledBy(long packets) {
    return packets > 0 && span() > (packets - 1) * firstLength && span() <= packets * firstLength;
  }

  /** Takes all as read that lies between the first packet and the last. */
  PacketCount spanned() {
    ticks = span();
    return this;
  }

  /** Ticks between the first packet and the last; 0 if some have no time, or not in order. */
  private long span() {
    return begin == null || !ordered ? 0 : end - begin;
  }

  /**
   * The facts, after the run.
   *
   * @param errors what ffprobe warned of
   * @param declared length in seconds by a WAV's header
   */
  AudioFacts facts(String errors, OptionalDouble declared) throws MediaUnusableException {
    if (stream.isEmpty()) {
      throw new MediaUnusableException("it has no sound");
    }
    String codec = stream.getOrDefault("codec_name", "unknown");
    int rate = (int) number(stream.getOrDefault("sample_rate", ""));
    int channels = (int) number(stream.getOrDefault("channels", ""));
    if (rate <= 0 || channels <= 0) {
      throw new MediaUnusableException("its sound has no sample rate or no channels");
    }
    double counted = seconds(codec, rate);
    double container = number(containerSeconds);
    double said = declared.orElse(container > 0 ? container : counted);
    if (counted <= 0) {
      throw new MediaUnusableException("it has no sound: not one packet can be read");
    }
    boolean estimate = declared.isEmpty() && errors.contains("Estimating duration from bitrate");
    Optional<String> warning =
        !estimate && said > counted + TOLERANCE_SECONDS
            ? Optional.of(
                String.format(
                    Locale.ROOT,
                    "the audio file says that it lasts %.1f s, but has only %.1f s of sound:"
                        + " it seems to be cut short",
                    said,
                    counted))
            : Optional.empty();
    return new AudioFacts(duration(counted), duration(said), codec, rate, channels, warning);
  }

  private double seconds(String codec, int rate) {
    long cut = codec.startsWith("mp3") ? skipped + padding : skipped;
    if (isVorbis() && begin != null) {
      // The first packet only primes the decoder: sound begins at its end.
      return (Math.max(ticks, end - begin) - firstLength) * tick() - (double) cut / rate;
    }
    return ticks * tick() - (double) cut / rate;
  }

  private double tick() {
    String[] base = stream.getOrDefault("time_base", "").split("/", 2);
    return base.length == 2 ? number(base[0]) / Math.max(1, number(base[1])) : 0;
  }

  private void packet(String line) {
    Matcher packet = PACKET.matcher(line);
    if (packet.lookingAt()) {
      long length = (long) number(packet.group(2));
      ticks += length;
      if (packet.group(1).equals("N/A")) {
        ordered = false;
      } else {
        place(Long.parseLong(packet.group(1)), length);
      }
    }
    if (line.contains("skip_samples")) {
      skipped += first(SKIPPED, line);
      padding += first(PADDING, line);
    }
  }

  private void place(long from, long length) {
    if (begin == null) {
      begin = from;
      firstLength = length;
    } else {
      ordered &= from + length > end;
    }
    end = from + length;
  }

  private static long first(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? (long) number(matcher.group(1)) : 0;
  }

  private static void fields(String line, Map<String, String> into) {
    for (String field : line.split("\\|")) {
      int at = field.indexOf('=');
      if (at > 0) {
        into.put(field.substring(0, at), field.substring(at + 1));
      }
    }
  }

  /** 0 for what is not a number, such as {@code N/A}. */
  private static double number(String text) {
    try {
      double value = Double.parseDouble(text);
      return value >= 0 && value < 1e15 ? value : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(Math.min(seconds, 1e8) * 1e9));
  }
}
