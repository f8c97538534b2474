package dev.makevideo.activities.subtitle;

import java.util.List;

/**
 * The captions of a job: the JSON object that a segment draws its part of.
 *
 * @param cues in order of time, without overlaps
 * @param style label of the job's SubtitleStyle
 * @param language BCP 47 tag
 */
public record Cues(List<Cue> cues, String style, String language) {
  public Cues {
    cues = List.copyOf(cues);
  }
}
