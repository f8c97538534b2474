package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.Timed;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.progress.JobClock;
import dev.makevideo.workflows.progress.JobProgress;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.stage.StageActivityOptions;
import dev.makevideo.workflows.stage.StageTimeouts;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** What all parts of one job's workflow share. */
final class JobContext {
  private VideoRequest request;
  private final StageTimeouts timeouts;
  private final StageActivityOptions activityOptions;
  private final JobClock clock;
  private final JobProgress progress;
  private final WorkflowChanges changes;
  private final PauseGate gate;
  private final Approvals approvals = new Approvals(this);
  private final WaitBudget waitBudget = new WaitBudget();
  private final Map<String, Long> stageMillis = new TreeMap<>();

  JobContext(VideoRequest request) {
    this.request = request;
    this.timeouts = StageTimeouts.of(request);
    this.activityOptions = new StageActivityOptions(timeouts);
    long start = Workflow.getInfo().getRunStartedTimestampMillis();
    this.clock = new JobClock(start);
    this.progress = new JobProgress(Instant.ofEpochMilli(start), timeouts, clock);
    this.gate = new PauseGate(progress.holding());
    this.changes = WorkflowChanges.ofThisRun();
  }

  VideoRequest request() {
    return request;
  }

  /** From here on the job has these phrases, which its narration has proposed. */
  void adopt(Phrases proposed) {
    VideoRequest before = request;
    request =
        new VideoRequest(
            before.storeId(),
            before.tenant(),
            before.correlationId(),
            proposed.texts().get(0),
            before.narration(),
            before.narrationDuration(),
            before.script(),
            before.clips(),
            before.maxShorts(),
            before.aspectRatio(),
            before.cropPosition(),
            before.subtitleStyle(),
            before.language(),
            before.checkText(),
            before.quality(),
            before.keepScript(),
            before.sources(),
            Optional.of(proposed),
            before.approve(),
            before.rerender(),
            before.priority(),
            before.music());
  }

  StageTimeouts timeouts() {
    return timeouts;
  }

  StageActivityOptions activityOptions() {
    return activityOptions;
  }

  /** Activities to be called next: waits first while the job is paused. */
  <T> T activities(Class<T> type, ActivityOptions options) {
    gate.pass();
    return Workflow.newActivityStub(type, options);
  }

  PauseGate gate() {
    return gate;
  }

  Approvals approvals() {
    return approvals;
  }

  JobProgress progress() {
    return progress;
  }

  /** Working time by stage label so far. */
  Map<String, Long> stageMillis() {
    return stageMillis;
  }

  long now() {
    return Workflow.currentTimeMillis();
  }

  /**
   * Counts the work behind a result.
   *
   * @throws io.temporal.failure.ApplicationFailure if the job has used up its time
   */
  <T extends Timed> T counted(Stage stage, T result) {
    clock.add(now(), result.ranMillis());
    stageMillis.merge(stage.label(), result.ranMillis(), Long::sum);
    if (clock.worked().compareTo(timeouts.job()) > 0) {
      throw Failures.of(
          FailureType.DEADLINE_EXCEEDED,
          "the job worked for "
              + clock.worked().toSeconds()
              + " s, and may for "
              + timeouts.job().toSeconds()
              + " s; ask for fewer shorts or a shorter narration, or add workers");
    }
    return result;
  }

  /** Whether a clip is rejected that shows what an approved one shows. */
  boolean countsFootageOnce() {
    return changes.sameFootage();
  }

  /** For one run of a stage. */
  StageWaits serviceWaits() {
    return changes.boundedWaits() ? StageWaits.within(waitBudget) : StageWaits.ofOneStage();
  }

  /** Waits for a service, visibly, until it may be tried again or {@code enough} holds. */
  void awaitService(Stage stage, StageWaits waits, ServiceWait wait, BooleanSupplier enough) {
    Duration pause = waits.next(wait, now());
    String shown = progress.waitFor(stage, wait, Instant.ofEpochMilli(now() + pause.toMillis()));
    if (!changes.boundedWaits() || !waits.isAgain()) {
      progress.publishSoon();
    }
    await(pause, shown + ": " + wait.reason(), enough);
    progress.waitOver(stage);
    if (!changes.boundedWaits()) {
      progress.publishSoon();
    }
  }

  /**
   * Asks for publication after a call of a service: in vain while it is away, for then nothing but
   * the time of the next try has changed.
   */
  void publishUnlessAway(Optional<ServiceWait> wait) {
    if (!changes.boundedWaits() || wait.isEmpty()) {
      progress.publishSoon();
    }
  }

  /** Waits for this long or until {@code enough} holds, by a timer of that name. */
  void await(Duration pause, String name, BooleanSupplier enough) {
    NamedTimer.await(pause, name, enough, changes.boundedWaits());
  }
}
