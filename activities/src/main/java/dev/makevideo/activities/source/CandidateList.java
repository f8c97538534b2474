package dev.makevideo.activities.source;

import java.util.List;

/** The candidates of a job, in the order in which to try them: the JSON object of a fetch. */
public record CandidateList(List<Candidate> candidates) {
  public CandidateList {
    candidates = List.copyOf(candidates);
  }
}
