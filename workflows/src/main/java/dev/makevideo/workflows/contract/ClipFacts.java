package dev.makevideo.workflows.contract;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a clip's headers say of its picture: read once, when it was downloaded, and needed again for
 * each segment of it.
 *
 * @param width of the upright picture, in stored pixels, after the rotation it asks for
 * @param height as {@code width}
 * @param sampleAspect width of one pixel by its height, after rotation; 1 for square ones
 * @param duration as the headers say; zero if they do not; validation counts it
 * @param frameRate average frames a second; 0 if unknown
 * @param codec such as {@code h264}
 * @param pixelFormat such as {@code yuv420p}
 * @param range {@code tv}, {@code pc} or {@code unknown}
 * @param matrix colour matrix such as {@code bt709}, or {@code unknown}
 * @param primaries such as {@code bt709}, or {@code unknown}
 * @param transfer such as {@code bt709}, or {@code unknown}
 * @param interlaced whether its frames are woven of two fields
 * @param alphaLayer whether a VP8 or VP9 stream keeps transparency beside the picture, where only a
 *     decoder of libvpx finds it
 * @param start how much later than the file its picture begins; not negative
 * @param firstTime the time that the file gives its first picture, which may be below zero; empty
 *     in older facts. Unlike {@code start} it does not depend on the other streams: versions of
 *     ffmpeg disagree on when a file with sound begins
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
    String transfer,
    boolean interlaced,
    boolean alphaLayer,
    Duration start,
    Optional<Duration> firstTime) {
  private static final Pattern TRANSPARENT =
      Pattern.compile("(yuva|gbrap|rgba|argb|bgra|abgr|ya|ayuv|vuya|pal8).*");

  /** Whether the picture itself, as ffmpeg decodes it by default, has an alpha channel. */
  public boolean transparent() {
    return TRANSPARENT.matcher(pixelFormat).matches();
  }
}
