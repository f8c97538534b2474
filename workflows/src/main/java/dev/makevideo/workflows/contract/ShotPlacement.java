package dev.makevideo.workflows.contract;

import java.util.List;

/**
 * A shot list laid upon the narration.
 *
 * @param parts of the whole narration, in order and without gaps
 * @param warnings for the report, such as words that are not said
 */
public record ShotPlacement(List<Part> parts, List<String> warnings, long ranMillis)
    implements Timed {
  public ShotPlacement {
    parts = List.copyOf(parts);
    warnings = List.copyOf(warnings);
  }

  /**
   * A part of the video.
   *
   * @param phrases whose footage is shown in it, in turns; indexes of the request's phrases
   * @param frames how long it is
   */
  public record Part(List<Integer> phrases, int frames) {
    /**
     * @throws IllegalArgumentException if nothing is shown in it, or if it has no length
     */
    public Part {
      phrases = List.copyOf(phrases);
      if (phrases.isEmpty() || frames < 1) {
        throw new IllegalArgumentException("part of " + frames + " frames shows " + phrases);
      }
    }
  }
}
