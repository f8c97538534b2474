package dev.makevideo.workflows.contract;

/**
 * What was deleted from the server because it had ended long ago.
 *
 * @param jobs how many jobs
 * @param conversations how many conversations
 */
public record ExpiredJobs(int jobs, int conversations) {
  /** Nothing. */
  public static final ExpiredJobs NONE = new ExpiredJobs(0, 0);
}
