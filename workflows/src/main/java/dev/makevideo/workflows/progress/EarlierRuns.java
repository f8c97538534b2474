package dev.makevideo.workflows.progress;

/**
 * The runs of a job before this one; it stands in the memo of a run that was asked for by retry.
 *
 * @param count how many, at least 1
 * @param ending how the last of them ended, in a sentence's part
 */
public record EarlierRuns(int count, String ending) {
  /**
   * No run has as many events: a history may have 51,200, and few of its events are more than one
   * of the job's.
   */
  private static final long EVENTS_OF_A_RUN = 1_000_000;

  private static final int LONGEST_ENDING = 500;

  /**
   * @throws IllegalArgumentException if there is none
   */
  public EarlierRuns {
    if (count < 1) {
      throw new IllegalArgumentException("count of earlier runs is " + count);
    }
    ending = ending.length() > LONGEST_ENDING ? ending.substring(0, LONGEST_ENDING) + "…" : ending;
  }

  /** The number of no event before this run, and below all of this run. */
  long lastEvent() {
    return count * EVENTS_OF_A_RUN;
  }
}
