package dev.makevideo.activities.external;

import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.contract.ServiceWait;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What each HTTP status other than success means: the one table. */
final class StatusTable {
  /** For a 429 that does not say how long to wait. */
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

  private static final Set<Integer> NAMED =
      Set.of(
          200, 201, 204, 206, 301, 302, 307, 400, 401, 403, 404, 408, 410, 413, 415, 422, 429, 500,
          502, 503, 504);

  private StatusTable() {}

  static <T> AnswerMeaning<T> verdict(
      ExternalService service, String host, int status, Optional<Instant> retryAfter, Instant now) {
    String detail = host + " answered HTTP " + status;
    String label = label(status);
    if (status == 429 || (status == 503 && retryAfter.isPresent())) {
      return busy(service, detail, retryAfter, now, label);
    }
    if (status >= 500 || status == 408 || status == 425) {
      return AnswerMeaning.failed(detail, label);
    }
    return AnswerMeaning.rejected(
        switch (status) {
          case 404, 410 -> Reason.NOT_FOUND;
          case 401, 403, 407, 413, 451 -> Reason.NOT_ALLOWED;
          default -> Reason.UNUSABLE;
        },
        detail,
        label);
  }

  /** The service asks for patience. */
  static <T> AnswerMeaning<T> busy(
      ExternalService service,
      String detail,
      Optional<Instant> retryAfter,
      Instant now,
      String label) {
    Instant until = retryAfter.orElse(now.plus(DEFAULT_PATIENCE));
    return AnswerMeaning.waitFor(new ServiceWait(service.label(), until, detail), label);
  }

  /** The status as a metric's label: rare ones by their class, so that series stay few. */
  static String label(int status) {
    return NAMED.contains(status) ? Integer.toString(status) : status / 100 + "xx";
  }
}
