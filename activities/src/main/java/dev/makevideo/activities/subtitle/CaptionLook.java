package dev.makevideo.activities.subtitle;

import dev.makevideo.workflows.job.SubtitleStyle;

/**
 * What captions of one style look like, in pixels of a picture whose shorter side has 1080.
 *
 * @param size libass's font size: ascent plus descent, not the em square
 * @param highlight whether the spoken word has its own colour
 */
record CaptionLook(CaptionFont font, int size, int outline, int shadow, boolean highlight) {
  static CaptionLook of(SubtitleStyle style) {
    return switch (style) {
      case BOLD -> new CaptionLook(CaptionFont.MONTSERRAT, 96, 7, 3, true);
      case HEADLINE -> new CaptionLook(CaptionFont.ANTON, 120, 7, 3, true);
      case PLAIN -> new CaptionLook(CaptionFont.NOTO_SANS, 64, 4, 2, false);
      case FILES, NONE ->
          throw new IllegalArgumentException("style " + style.label() + " has no look");
    };
  }
}
