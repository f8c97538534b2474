package dev.makevideo.activities.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One of the files in which a source offers a clip.
 *
 * @param url its address
 * @param type its media type; empty: the address's ending tells
 * @param width of the picture, in pixels; 0: not known
 * @param height of the picture, in pixels; 0: not known
 * @param bytes about how large it is; 0: not known
 */
record Rendition(String url, String type, int width, int height, long bytes) {
  private static final int MAX_URL = 2_000;

  /** A picture with a shorter side than this is mush in any frame. */
  private static final int LEAST_SIDE = 240;

  /** Enlarged by less than this a picture still looks sharp. */
  private static final double SHARP = 1.8;

  /** More pixels than so many times the frame's are not worth their bytes. */
  private static final double AMPLE = 2.5;

  private static final Comparator<Rendition> BY_SIZE =
      Comparator.comparingLong(Rendition::area).thenComparingLong(Rendition::bytes);

  /**
   * The one to get: the smallest that fills the job's frame; where that is far larger than the
   * frame, the largest below it that still looks sharp; else what comes nearest. Empty: none is fit
   * to be shown, or of a kind that is read here.
   */
  static Optional<Rendition> best(List<Rendition> offered, Wanted wanted) {
    List<Rendition> usable =
        offered.stream().filter(r -> r.isUsable(wanted.maxBytes())).sorted(BY_SIZE).toList();
    Predicate<Rendition> ample = r -> r.area() <= AMPLE * wanted.width() * (double) wanted.height();
    Predicate<Rendition> fills = r -> r.enlargement(wanted) <= 1;
    return usable.stream()
        .filter(fills.and(ample))
        .findFirst()
        .or(() -> last(usable, ample.and(r -> r.enlargement(wanted) <= SHARP)))
        .or(() -> usable.stream().filter(fills).findFirst())
        .or(() -> last(usable, r -> true));
  }

  private static Optional<Rendition> last(List<Rendition> sorted, Predicate<Rendition> fit) {
    return sorted.stream().filter(fit).reduce((a, b) -> b);
  }

  /** Whether a picture of this size lies as the frame does; a square lies as both. */
  boolean liesAs(Wanted wanted) {
    return Integer.signum(width - height) * Integer.signum(wanted.width() - wanted.height()) >= 0;
  }

  private boolean isUsable(long maxBytes) {
    return Math.min(width, height) >= LEAST_SIDE
        && bytes <= maxBytes
        && isMp4OrWebm()
        && path(url).isPresent();
  }

  private boolean isMp4OrWebm() {
    String kind = type.toLowerCase(Locale.ROOT);
    String path = path(url).orElse("").toLowerCase(Locale.ROOT);
    return kind.isBlank()
        ? path.endsWith(".mp4") || path.endsWith(".webm")
        : kind.matches("video/(mp4|webm)(\\s*;.*)?");
  }

  /** The path of an address that can be got from; empty: it is none. */
  private static Optional<String> path(String url) {
    return url.length() > MAX_URL ? Optional.empty() : http(url).map(URI::getPath);
  }

  /** What is an http or https URL with a host, and no user in it. */
  static Optional<URI> http(String text) {
    try {
      URI uri = new URI(text);
      boolean good =
          ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
              && uri.getHost() != null
              && uri.getRawUserInfo() == null;
      return good ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private long area() {
    return (long) width * height;
  }

  /** By how much the picture must grow to fill the frame; below 1 it shrinks. */
  private double enlargement(Wanted wanted) {
    return Math.max(wanted.width() / (double) width, wanted.height() / (double) height);
  }
}
