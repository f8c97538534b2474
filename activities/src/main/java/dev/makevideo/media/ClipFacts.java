package dev.makevideo.media;

import java.time.Duration;

/**
 * What a clip's headers say of its picture.
 *
 * @param width of the upright picture, in stored pixels, after the rotation it asks for
 * @param height as {@code width}
 * @param sampleAspect width of one pixel by its height, after rotation; 1 for square ones
 * @param duration as the headers say; zero if they do not; {@link ClipDecoder} counts it
 * @param frameRate average frames a second; 0 if unknown
 * @param codec such as {@code h264}
 * @param pixelFormat such as {@code yuv420p}
 * @param range {@code tv}, {@code pc} or {@code unknown}
 * @param matrix colour matrix such as {@code bt709}, or {@code unknown}
 * @param primaries such as {@code bt709}, or {@code unknown}
 * @param transfer such as {@code bt709}, or {@code unknown}
 */
public record ClipFacts(
    int width,
    int height,
    double sampleAspect,
    Duration duration,
    double frameRate,
    String codec,
    String pixelFormat,
    String range,
    String matrix,
    String primaries,
    String transfer) {}
