package dev.makevideo.worker.housekeeping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.workflows.contract.ExpiredJobs;
import dev.makevideo.workflows.contract.ForgottenJob;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.webhook.WebhookWorkflow;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which jobs are deleted, case by case. */
class JobExpiryTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Duration KEPT = Duration.ofDays(10);
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(20));
  private static final Optional<Instant> OLD = Optional.of(NOW.minus(Duration.ofDays(11)));
  private static final Optional<Instant> YOUNG = Optional.of(NOW.minus(Duration.ofDays(9)));
  private static final Optional<Instant> OPEN = Optional.empty();
  private static final ObjectRef VIDEO = new ObjectRef("a".repeat(64), 20);
  private static final String JOB = "mv-1";

  private final FakeRuns runs = new FakeRuns();
  private final CountedHeartbeat heartbeat = new CountedHeartbeat();
  private final List<ForgottenJob> told = new ArrayList<>();

  private void job(String run, Optional<Instant> closed) {
    runs.job(JOB, run, LONG_AGO, closed, FakeRuns.naming(VIDEO));
  }

  private void deliveries(String run, Optional<Instant> closed) {
    String id = WebhookWorkflow.id(JOB);
    runs.add(id, run, WebhookWorkflow.TYPE, LONG_AGO, closed, FakeRuns.NOTHING);
  }

  private ExpiredJobs expire(Optional<Duration> kept, Consumer<List<ForgottenJob>> freeing) {
    return new JobExpiry(runs, freeing, kept, Clock.fixed(NOW, ZoneOffset.UTC), heartbeat)
        .expireJobs();
  }

  private ExpiredJobs expire() {
    return expire(Optional.of(KEPT), told::addAll);
  }

  /** What the server knows, how many jobs go, and what is left of it. */
  private enum Case {
    IT_ENDED_LONG_AGO(1) {
      @Override
      void make(JobExpiryTest test) {
        test.job("r1", OLD);
      }
    },
    IT_ENDED_NOT_SO_LONG_AGO(0, "r1") {
      @Override
      void make(JobExpiryTest test) {
        test.job("r1", YOUNG);
      }
    },
    IT_RUNS(0, "r1") {
      @Override
      void make(JobExpiryTest test) {
        test.job("r1", OPEN);
      }
    },
    ITS_RETRY_RUNS(0, "r1", "r2") {
      @Override
      void make(JobExpiryTest test) {
        test.job("r1", OLD);
        test.job("r2", OPEN);
      }
    },
    ITS_RETRY_ENDED_NOT_SO_LONG_AGO(0, "r1", "r2") {
      @Override
      void make(JobExpiryTest test) {
        test.job("r1", OLD);
        test.job("r2", YOUNG);
      }
    },
    ITS_RETRY_ENDED_LONG_AGO(1) {
      @Override
      void make(JobExpiryTest test) {
        test.job("r1", OLD);
        test.job("r2", OLD);
      }
    },
    ITS_DELIVERIES_ARE_OVER(1) {
      @Override
      void make(JobExpiryTest test) {
        test.job("r1", OLD);
        test.deliveries("d1", YOUNG);
      }
    },
    SOMEBODY_IS_STILL_TO_BE_TOLD_OF_IT(0, "r1", "d1") {
      @Override
      void make(JobExpiryTest test) {
        test.job("r1", OLD);
        test.deliveries("d1", OPEN);
      }
    },
    SOMEBODY_IS_TO_BE_TOLD_OF_IT_ONCE_MORE(0, "r1", "d1", "d2") {
      @Override
      void make(JobExpiryTest test) {
        test.job("r1", OLD);
        test.deliveries("d1", OLD);
        test.deliveries("d2", OPEN);
      }
    };

    private final int jobs;
    private final Set<String> left;

    Case(int jobs, String... left) {
      this.jobs = jobs;
      this.left = Set.of(left);
    }

    abstract void make(JobExpiryTest test);
  }

  @ParameterizedTest
  @EnumSource
  void aJobIsDeletedOnceAllOfItEndedLongAgo(Case it) {
    it.make(this);
    assertEquals(new ExpiredJobs(it.jobs, 0), expire());
    assertEquals(it.left, runs.left());
    assertEquals(it.jobs > 0, told.contains(new ForgottenJob(JOB, List.of(VIDEO), List.of())));
  }

  @Test
  void withoutALimitNoneIsDeleted() {
    job("r1", OLD);
    assertEquals(ExpiredJobs.NONE, expire(Optional.empty(), told::addAll));
    assertEquals(Set.of("r1"), runs.left());
  }

  @Test
  void aConversationThatEndedLongAgoIsDeletedToo() {
    runs.conversation("c1", LONG_AGO, OLD, FakeRuns.naming(VIDEO));
    runs.conversation("c2", LONG_AGO, YOUNG, FakeRuns.NOTHING);
    assertEquals(new ExpiredJobs(0, 1), expire());
    assertEquals(Set.of("c2"), runs.left());
    assertEquals(List.of(), told);
  }

  @Test
  void theJobGoesAfterWhatBelongsToIt() {
    job("r1", OLD);
    deliveries("d1", YOUNG);
    expire();
    assertEquals(List.of("d1", "r1"), runs.deleted);
  }

  @Test
  void aJobThatIsRetriedWhileWhatItNamedIsToldStays() {
    job("r1", OLD);
    deliveries("d1", YOUNG);
    ExpiredJobs count = expire(Optional.of(KEPT), jobs -> job("r2", OPEN));
    assertEquals(ExpiredJobs.NONE, count);
    assertEquals(Set.of("r1", "d1", "r2"), runs.left());
  }

  @Test
  void aJobOfWhichSomebodyIsToBeToldAgainMeanwhileStaysWithThat() {
    job("r1", OLD);
    deliveries("d1", YOUNG);
    ExpiredJobs count = expire(Optional.of(KEPT), jobs -> deliveries("d2", OPEN));
    assertEquals(ExpiredJobs.NONE, count);
    assertEquals(List.of(), runs.deleted);
  }

  @Test
  void anotherAttemptGoesOnCounting() {
    heartbeat.last = new ExpiredJobs(7, 3);
    job("r1", OLD);
    assertEquals(new ExpiredJobs(8, 3), expire());
  }

  @Test
  void nothingIsDeletedWhenTheServerDoesNotAnswer() {
    job("r1", OLD);
    runs.answers = false;
    assertThrows(StatusRuntimeException.class, this::expire);
    assertEquals(List.of(), runs.deleted);
  }
}
