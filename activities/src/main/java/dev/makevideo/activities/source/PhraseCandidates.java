package dev.makevideo.activities.source;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.ShotPlan;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The candidates of a job with several phrases.
 *
 * @param candidates the phrases in turns, each with its best first
 * @param warnings of phrases that found nothing
 */
public record PhraseCandidates(List<Candidate> candidates, List<String> warnings) {
  public PhraseCandidates {
    candidates = List.copyOf(candidates);
    warnings = List.copyOf(warnings);
  }

  /** By candidate: which phrase it was found for. */
  public List<Integer> phrases() {
    return candidates.stream().map(clip -> clip.phrase().orElse(ShotPlan.ANY)).toList();
  }

  /** Puts together what the phrases find. For one thread. */
  static final class Turns {
    private final int most;
    private final List<List<Candidate>> found = new ArrayList<>();
    private final List<Candidate> any = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<ApplicationFailure> failures = new ArrayList<>();

    /**
     * @param most candidates of all phrases together
     */
    Turns(int most) {
      this.most = most;
    }

    void warn(String warning) {
      warnings.add(warning);
    }

    /** What a phrase found; or the service to wait for, if it found nothing. */
    Optional<ServiceWait> add(int phrase, String text, Gathered gathered) {
      try {
        CallResult<List<Candidate>> result = gathered.result();
        if (result instanceof CallResult.Ok<List<Candidate>> ok) {
          found.add(ok.value().stream().map(clip -> clip.of(phrase)).toList());
          return Optional.empty();
        }
        return Optional.of(((CallResult.Wait<List<Candidate>>) result).serviceWait());
      } catch (ApplicationFailure nothing) {
        failures.add(nothing);
        warnings.add(
            "nothing was found for \""
                + text
                + "\", so other footage stands in for it: "
                + nothing.getOriginalMessage());
        return Optional.empty();
      }
    }

    /** Clips that may be shown with every phrase, after the others. */
    void addAny(List<Candidate> clips) {
      any.addAll(clips);
    }

    /**
     * One of each phrase, round after round; what two have found is of the first.
     *
     * @throws ApplicationFailure if there is nothing at all
     */
    PhraseCandidates taken() {
      List<Candidate> taken = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      int longest = found.stream().mapToInt(List::size).max().orElse(0);
      for (int round = 0; round < longest; round++) {
        for (List<Candidate> phrase : found) {
          if (round < phrase.size()) {
            take(phrase.get(round), taken, seen);
          }
        }
      }
      any.forEach(clip -> take(clip, taken, seen));
      if (taken.isEmpty()) {
        boolean away =
            failures.stream()
                .anyMatch(f -> f.getType().equals(FailureType.DEPENDENCY_UNAVAILABLE.label()));
        throw Failures.of(
            away ? FailureType.DEPENDENCY_UNAVAILABLE : FailureType.NOT_FOUND,
            String.join(
                "; ",
                failures.stream().map(ApplicationFailure::getOriginalMessage).distinct().toList()));
      }
      return new PhraseCandidates(taken, warnings);
    }

    private void take(Candidate clip, List<Candidate> taken, Set<String> seen) {
      boolean fresh = clip.location().isEmpty() || seen.add(clip.location());
      if (fresh && taken.size() < most) {
        taken.add(clip.at(taken.size()));
      }
    }
  }
}
