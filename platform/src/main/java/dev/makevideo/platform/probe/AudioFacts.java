package dev.makevideo.platform.probe;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of a file's first audio stream after its packets were counted.
 *
 * @param duration counted, not as the container says
 * @param container duration as the container says; equal to {@code duration} if it does not
 * @param codec such as {@code mp3}
 * @param sampleRate in hertz
 * @param channels at least 1
 * @param warning if the file seems to be cut short
 */
public record AudioFacts(
    Duration duration,
    Duration container,
    String codec,
    int sampleRate,
    int channels,
    Optional<String> warning) {
  /** The same of a file whose own format shows that its end is missing. */
  AudioFacts withoutEnd() {
    String missing =
        String.format(
            Locale.ROOT,
            "the audio file breaks off after %.1f s of sound: it seems to be cut short",
            duration.toNanos() / 1e9);
    return new AudioFacts(
        duration, container, codec, sampleRate, channels, warning.or(() -> Optional.of(missing)));
  }
}
