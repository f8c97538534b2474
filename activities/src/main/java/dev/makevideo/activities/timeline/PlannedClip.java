package dev.makevideo.activities.timeline;

import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.ValidateBatch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One clip while a timeline is planned: how much of it there is, and what was taken. */
final class PlannedClip {
  private final ValidateBatch.Item item;
  private final List<Span> spans;
  private int span;
  private int taken;
  private boolean shown;
  private int cuts;

  PlannedClip(ValidateBatch.Item item) {
    this.item = item;
    this.spans = spans(item.clip()).filter(s -> s.frames >= TimelinePlanner.MIN_CUT).toList();
  }

  private static Stream<Span> spans(Clip clip) {
    return clip.spans().isEmpty()
        ? Stream.of(new Span(0, FrameGrid.framesOf(clip.duration())))
        : clip.spans().stream()
            .map(s -> new Span(FrameGrid.framesOf(s.start()), FrameGrid.framesOf(s.length())));
  }

  private record Span(int from, int frames) {}

  /** A stretch of a clip; {@code again} if an earlier one showed it already. */
  record Cut(PlannedClip clip, int inFrame, int frames, boolean again) {
    Cut withFrames(int other) {
      return new Cut(clip, inFrame, other, again);
    }
  }

  ValidateBatch.Item item() {
    return item;
  }

  int usable() {
    return spans.stream().mapToInt(Span::frames).sum();
  }

  /** How many stretches of it are shown so far. */
  int cuts() {
    return cuts;
  }

  boolean hasRest() {
    return span < spans.size();
  }

  /** From here on the clip is shown again, from its beginning. */
  void rewind() {
    span = 0;
    taken = 0;
    shown = true;
  }

  /**
   * A cut of this clip made longer, begun earlier if need be, if its stretch of the clip has it.
   */
  Optional<Cut> longer(Cut cut, int frames) {
    return spans.stream()
        .filter(s -> s.from <= cut.inFrame() && cut.inFrame() < s.from + s.frames)
        .filter(s -> s.frames >= frames)
        .map(s -> Math.min(cut.inFrame(), s.from + s.frames - frames))
        .map(from -> new Cut(this, from, frames, cut.again() || from < cut.inFrame()))
        .findFirst();
  }

  /** A cut of footage that may have been shown, if a stretch is as long. */
  Optional<Cut> again(int frames) {
    return spans.stream()
        .filter(s -> s.frames >= frames)
        .map(s -> new Cut(this, s.from, frames, true))
        .findFirst();
  }

  /**
   * The next stretch: at most {@link TimelinePlanner#MAX_CUT}, or to the span's end if what would
   * be left is too short for a stretch of its own.
   *
   * @param most no longer than this
   */
  Cut next(int most) {
    Span now = spans.get(span);
    int rest = now.frames - taken;
    int length =
        rest - TimelinePlanner.MAX_CUT < TimelinePlanner.MIN_CUT ? rest : TimelinePlanner.MAX_CUT;
    Cut cut = new Cut(this, now.from + taken, Math.min(length, most), shown);
    taken += length;
    cuts++;
    if (taken == now.frames) {
      span++;
      taken = 0;
    }
    return cut;
  }
}
