package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.coordination.limit.LimitPolicy;
import dev.makevideo.coordination.limit.Limits;
import dev.makevideo.coordination.limit.Limits.Decision;
import dev.makevideo.platform.settings.QuotaSettings;
import io.grpc.StatusRuntimeException;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many jobs, and how much narration, a tenant may have. What is left is said with every job, by
 * the fields {@code RateLimit} and {@code RateLimit-Policy} (IETF draft httpapi-ratelimit-headers).
 * Thread-safe.
 */
public final class JobQuotas {
  private static final int AGAIN_SECONDS = 30;
  private static final int SECONDS_PER_MINUTE = 60;

  private final Logger log = LoggerFactory.getLogger(JobQuotas.class);
  private final Limits limits;
  private final ToLongFunction<String> running;
  private final Optional<Integer> atOnce;
  private final Optional<LimitPolicy> jobs;
  private final Optional<LimitPolicy> seconds;

  /**
   * @param running how many jobs of a tenant run now, by the server's lists, which are about a
   *     second late
   */
  public JobQuotas(Limits limits, QuotaSettings settings, ToLongFunction<String> running) {
    this.limits = limits;
    this.running = running;
    atOnce = settings.jobsAtOnce();
    jobs =
        settings.jobsPerHour().map(quota -> LimitPolicy.window("jobs", quota, Duration.ofHours(1)));
    seconds =
        settings
            .minutesPerDay()
            .map(quota -> (long) quota * SECONDS_PER_MINUTE)
            .map(quota -> LimitPolicy.window("narration-seconds", quota, Duration.ofDays(1)));
  }

  /** Whether anything is limited; if not, nothing need be counted. */
  boolean isLimited() {
    return atOnce.isPresent() || jobs.isPresent() || seconds.isPresent();
  }

  /**
   * Counts a job that is about to start; it counts also if it then cannot be started.
   *
   * @throws ProblemException with 429 and Retry-After if the tenant has had its share, with 422 if
   *     the narration is longer than the tenant's share of a day
   */
  public void require(Context ctx, String tenant, Duration narration) {
    try {
      count(ctx, tenant, narration);
    } catch (ProblemException e) {
      if (e.type() == ProblemType.TOO_MANY_REQUESTS) {
        log.atInfo()
            .addKeyValue("tenant", tenant)
            .addKeyValue("reason", e.detail())
            .log("job refused: quota is used up");
      }
      throw e;
    }
  }

  /** Why a job would be refused now; it is not counted. */
  Optional<ProblemException> objection(String tenant, Duration narration) {
    try {
      requireAtOnce(tenant);
      long cost = cost(narration);
      if (seconds.isPresent()) {
        requireLength(seconds.get(), cost);
        requireLeft(tenant, seconds.get(), cost);
      }
      if (jobs.isPresent()) {
        requireLeft(tenant, jobs.get(), 1);
      }
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e);
    }
  }

  private void requireLeft(String tenant, LimitPolicy policy, long cost) {
    Decision look = limits.take(tenant, policy, 0);
    if (look.remaining() < cost) {
      throw usedUp(policy, seconds(look.resetAfter()));
    }
  }

  private static long cost(Duration narration) {
    return Math.max(1, narration.plusMillis(999).toSeconds());
  }

  private void count(Context ctx, String tenant, Duration narration) {
    requireAtOnce(tenant);
    long cost = cost(narration);
    Map<LimitPolicy, Decision> told = new LinkedHashMap<>();
    if (seconds.isPresent()) {
      requireLength(seconds.get(), cost);
      Decision look = limits.take(tenant, seconds.get(), 0);
      if (look.remaining() >= cost) {
        jobs.ifPresent(policy -> told.put(policy, limits.take(tenant, policy, 1)));
      }
      boolean refused = told.values().stream().anyMatch(decision -> !decision.allowed());
      told.put(seconds.get(), refused ? look : limits.take(tenant, seconds.get(), cost));
    } else {
      jobs.ifPresent(policy -> told.put(policy, limits.take(tenant, policy, 1)));
    }
    tell(ctx, told);
    told.forEach((policy, decision) -> refuse(policy, decision));
  }

  void requireAtOnce(String tenant) {
    if (atOnce.isEmpty()) {
      return;
    }
    long now = 0;
    try {
      now = running.applyAsLong(tenant);
    } catch (StatusRuntimeException e) { // the start itself will say what is wrong
      log.atWarn().addKeyValue("reason", e.toString()).log("running jobs could not be counted");
    }
    if (now >= atOnce.get()) {
      throw ProblemException.later(
              ProblemType.TOO_MANY_REQUESTS,
              now + " jobs of yours run or wait; allowed: " + atOnce.get() + " at once.",
              AGAIN_SECONDS)
          .withLimit(atOnce.get() + " jobs at once");
    }
  }

  private static void requireLength(LimitPolicy policy, long cost) {
    if (cost > policy.quota()) {
      throw ProblemException.value(
              "audio",
              null,
              "The narration lasts "
                  + cost
                  + " s; allowed: "
                  + policy.quota()
                  + " s of narration in a day.")
          .withLimit(policy.quota() + " s of narration in a day");
    }
  }

  private static void refuse(LimitPolicy policy, Decision decision) {
    if (!decision.allowed()) {
      throw usedUp(policy, seconds(decision.retryAfter()));
    }
  }

  private static ProblemException usedUp(LimitPolicy policy, int again) {
    String what = policy.name().equals("jobs") ? "jobs in an hour" : "s of narration in a day";
    String limit = policy.quota() + " " + what;
    return ProblemException.later(
            ProblemType.TOO_MANY_REQUESTS,
            "You have had your share: allowed are " + limit + ".",
            again)
        .withLimit(limit);
  }

  private static void tell(Context ctx, Map<LimitPolicy, Decision> told) {
    if (told.isEmpty()) {
      return;
    }
    ctx.header(
        "RateLimit-Policy",
        told.keySet().stream()
            .map(
                one -> "\"%s\";q=%d;w=%d".formatted(one.name(), one.quota(), one.per().toSeconds()))
            .collect(Collectors.joining(", ")));
    ctx.header(
        "RateLimit",
        told.entrySet().stream()
            .map(
                one ->
                    "\"%s\";r=%d;t=%d"
                        .formatted(
                            one.getKey().name(),
                            one.getValue().remaining(),
                            seconds(one.getValue().resetAfter())))
            .collect(Collectors.joining(", ")));
  }

  private static int seconds(Duration duration) {
    return (int) Math.max(1, duration.plusMillis(999).toSeconds());
  }
}
