package dev.makevideo.activities.source;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a job's sources have answered so far. For one thread. */
final class Gathered {
  private final Wanted wanted;
  private final List<Candidate> found = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final List<String> nothing = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private Optional<ServiceWait> wait = Optional.empty();

  Gathered(Wanted wanted) {
    this.wanted = wanted;
  }

  void add(ClipSource source, CallResult<List<Candidate>> result) {
    List<Candidate> offered =
        result.fold(
            ok -> ok,
            detail -> trouble(source, detail),
            rejection -> trouble(source, refusal(source, rejection)),
            this::waiting);
    if (isAnswer(result) && offered.isEmpty()) {
      nothing.add(source.nothingFound(wanted));
    }
    for (Candidate candidate : offered) {
      // A line that is no URL has no address, and each is a candidate of its own.
      boolean fresh = candidate.location().isEmpty() || seen.add(candidate.location());
      if (fresh && found.size() < wanted.most()) {
        found.add(candidate.at(found.size()));
      }
    }
  }

  boolean isAnswer(CallResult<?> result) {
    return result instanceof CallResult.Ok;
  }

  /** A service that does not let us in was given the wrong key, or is the wrong one. */
  private static String refusal(ClipSource source, Rejection rejection) {
    return rejection.reason() == Reason.NOT_ALLOWED && !source.access().isEmpty()
        ? rejection.message() + "; check " + source.access()
        : rejection.message();
  }

  private List<Candidate> trouble(ClipSource source, String detail) {
    troubles.add(source.name().title() + ": " + detail);
    return List.of();
  }

  private List<Candidate> waiting(ServiceWait service) {
    if (wait.filter(known -> !service.retryAt().isBefore(known.retryAt())).isEmpty()) {
      wait = Optional.of(service);
    }
    return List.of();
  }

  boolean isEnough() {
    return wanted.isEnough(found);
  }

  /** What there is; else whom to wait for; else what went wrong. */
  CallResult<List<Candidate>> result() {
    if (!found.isEmpty()) {
      return new CallResult.Ok<>(List.copyOf(found));
    }
    if (wait.isPresent()) {
      return new CallResult.Wait<>(wait.get());
    }
    throw troubles.isEmpty()
        ? Failures.of(FailureType.NOT_FOUND, String.join("; ", nothing))
        : Failures.of(FailureType.DEPENDENCY_UNAVAILABLE, String.join("; ", troubles));
  }
}
