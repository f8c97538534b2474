package dev.makevideo.activities.validation;

import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.footage.Fingerprint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was found out about a clip's bytes; kept in the store and the shared cache, for every job
 * that meets the same bytes again.
 *
 * @param frames how many frames of the {@link FrameGrid} it has, as counted by decoding
 * @param width of the upright picture, in pixels; 0 if unusable
 * @param height of the upright picture, in pixels; 0 if unusable
 * @param spans where there is something to see, in order; not empty unless unusable
 * @param picture where in its frames the picture is; absent: everywhere
 * @param text what is burned in, if anything
 * @param fingerprint what its frames look like; absent if unusable
 * @param unusable why it cannot be used, a part of a sentence, if it cannot
 */
record ClipVerdict(
    int frames,
    int width,
    int height,
    List<Span> spans,
    Optional<Clip.Area> picture,
    Optional<BurnedText> text,
    Optional<Fingerprint> fingerprint,
    Optional<String> unusable) {
  private static final int LONGEST_QUOTE = 80;

  /**
   * @throws IllegalArgumentException if a usable clip has no frames, no size or nothing to see
   */
  ClipVerdict {
    spans = List.copyOf(spans);
    if (unusable.isEmpty() && (frames < 1 || width < 1 || height < 1 || spans.isEmpty())) {
      throw new IllegalArgumentException(
          "usable clip of %d frames, %d x %d, spans %s".formatted(frames, width, height, spans));
    }
  }

  /** A stretch of the clip, in frames of the {@link FrameGrid}. */
  record Span(int from, int frames) {}

  /**
   * Text that is burned in.
   *
   * @param words the surest line
   * @param confidence of that line, 0 to 1
   * @param frames in how many frames there was text
   * @param looked at how many frames were looked
   */
  record BurnedText(String words, double confidence, int frames, int looked) {
    private String quote() {
      return words.length() <= LONGEST_QUOTE ? words : words.substring(0, LONGEST_QUOTE) + "…";
    }
  }

  static ClipVerdict unusable(String reason) {
    return new ClipVerdict(
        0,
        0,
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(reason));
  }

  /** The middle of what is shown, in the clip's time; where nothing is, its beginning. */
  Duration middle() {
    int left = spans.stream().mapToInt(Span::frames).sum() / 2;
    for (Span span : spans) {
      if (left < span.frames) {
        return FrameGrid.millisOf(span.from + left);
      }
      left -= span.frames;
    }
    return Duration.ZERO;
  }

  /** What it means for an item; the attempt is the first, as batches carry none. */
  ItemOutcome outcome(int index, Clip clip) {
    if (unusable.isPresent()) {
      return ItemOutcome.rejected(index, 1, Rejection.of(Reason.UNUSABLE, unusable.get()));
    }
    if (text.isPresent()) {
      BurnedText found = text.get();
      String message =
          "text \"%s\" in %d of %d frames".formatted(found.quote(), found.frames, found.looked);
      return ItemOutcome.rejected(
          index, 1, new Rejection(Reason.TEXT_FOUND, message, OptionalDouble.of(found.confidence)));
    }
    return ItemOutcome.done(
            index,
            1,
            new Clip(
                clip.object(),
                clip.name(),
                FrameGrid.millisOf(frames),
                width,
                height,
                clipSpans(),
                picture,
                clip.facts()))
        .with(fingerprint);
  }

  /** None if all of it is to be shown: the common case is said in the fewest bytes. */
  private List<Clip.Span> clipSpans() {
    boolean whole = spans.size() == 1 && spans.get(0).frames == frames;
    return whole
        ? List.of()
        : spans.stream()
            .map(
                span ->
                    new Clip.Span(FrameGrid.millisOf(span.from), FrameGrid.millisOf(span.frames)))
            .toList();
  }
}
