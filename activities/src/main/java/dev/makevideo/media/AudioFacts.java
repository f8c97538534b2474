package dev.makevideo.media;

import java.time.Duration;
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
    Optional<String> warning) {}
