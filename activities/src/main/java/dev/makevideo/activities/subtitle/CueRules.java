package dev.makevideo.activities.subtitle;

import dev.makevideo.workflows.job.SubtitleStyle;

/**
 * How words are grouped.
 *
 * @param maxWords a cue has no more
 * @param lineChars a line is no wider, in columns (see Columns)
 * @param lines a cue has no more
 * @param goodChars what a cue should have, in columns
 * @param maxSeconds a cue of several words speaks no longer
 * @param pause a silence of this many seconds always ends a cue
 * @param linger how long a cue stays when nothing follows, in seconds
 */
record CueRules(
    int maxWords,
    int lineChars,
    int lines,
    int goodChars,
    double maxSeconds,
    double pause,
    double linger) {
  /** For subtitle files: whole phrases. */
  static final CueRules FILES = new CueRules(30, 42, 2, 56, 6, 1.0, 0.8);

  static CueRules of(SubtitleStyle style) {
    return switch (style) {
      case BOLD, HEADLINE -> new CueRules(4, 24, 1, 16, 3, 0.35, 0.3);
      case PLAIN, FILES, NONE -> new CueRules(15, 42, 1, 34, 5, 0.8, 0.6);
    };
  }
}
