package dev.makevideo.workflows.progress;

import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.stage.StageTimeouts;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * What users see of one job: its status, stages, waits and events. Changes that are worth a history
 * event raise a flag, which {@link ProgressPublisher} lowers when it has published them together.
 */
public final class JobProgress {
  private final Instant createdAt;
  private final Duration deadline;
  private final JobClock clock;
  private final StageTracker tracker;
  private final EventLog events = new EventLog();
  private final Holding holding = new Holding(this);
  private final Map<Stage, ServiceWait> waits = new EnumMap<>(Stage.class);
  private JobStatus status = JobStatus.RUNNING;
  private Instant updatedAt;
  private Optional<Instant> completedAt = Optional.empty();
  private Optional<String> failureType = Optional.empty();
  private Optional<String> failureMessage = Optional.empty();
  private final List<String> warnings = new ArrayList<>();
  private Supplier<List<ClipProgress>> clips = List::of;
  private int approved;
  private int rejected;
  private boolean changed = true;
  private boolean touched = true;

  public JobProgress(Instant createdAt, StageTimeouts timeouts, JobClock clock) {
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
    this.deadline = timeouts.job();
    this.clock = clock;
    this.tracker = new StageTracker(timeouts);
  }

  public void start(Stage stage, int total) {
    tracker.start(stage, total, touch());
    event(stage, "stage_started", words(stage) + " started");
    changed = true;
  }

  /**
   * Progress inside a stage.
   *
   * @param fraction how far the stage is, 0 to 1
   */
  public void update(Stage stage, int done, int total, double fraction) {
    touch();
    tracker.update(stage, done, total, fraction);
  }

  public void complete(Stage stage) {
    end(stage, StageState.COMPLETED, "", "stage_completed", words(stage) + " completed");
  }

  public void skip(Stage stage, String why) {
    end(stage, StageState.SKIPPED, why, "stage_skipped", words(stage) + " skipped: " + why);
  }

  private void end(Stage stage, StageState state, String note, String type, String message) {
    tracker.end(stage, state, note, touch());
    event(stage, type, message);
    changed = true;
  }

  /**
   * A stage waits. Whether that is worth a history event is for the caller to say.
   *
   * @param until when the workflow will try again
   * @return the stage's note from now on
   */
  public String waitFor(Stage stage, ServiceWait wait, Instant until) {
    touch();
    ServiceWait shown = new ServiceWait(wait.service(), until, wait.reason());
    waits.put(stage, shown);
    String note = note(shown);
    tracker.waiting(stage, note);
    event(stage, "wait_started", note + ": " + wait.reason());
    return note;
  }

  /**
   * Some items of a stage wait to be tried again, and nothing else of it can be done until then. No
   * history event is worth that by itself.
   */
  public void waitForItems(Stage stage, String note) {
    touch();
    tracker.waiting(stage, note);
    event(stage, "items_deferred", note);
  }

  /** Those items are tried again. */
  public void itemsDue(Stage stage) {
    touch();
    tracker.resume(stage);
  }

  /** A stage's name for people, such as {@code downloading shorts}. */
  static String words(Stage stage) {
    return stage.label().replace('_', ' ');
  }

  /** What a stage's note says of a wait. */
  static String note(ServiceWait wait) {
    return "waiting for " + wait.service() + ", retry at " + seconds(wait.retryAt());
  }

  /** A time for people. */
  public static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  public void waitOver(Stage stage) {
    touch();
    ServiceWait wait = waits.remove(stage);
    tracker.resume(stage);
    event(
        stage,
        "wait_ended",
        "trying " + (wait == null ? "the service" : wait.service()) + " again");
  }

  /** What people hold the job up with. */
  public Holding holding() {
    return holding;
  }

  /** This run comes after others: its events go on where theirs can never have been. */
  public void comesAfter(EarlierRuns runs) {
    events.goOnAfter(runs.lastEvent());
    event("job_retried", "run " + (runs.count() + 1) + "; the run before " + runs.ending());
  }

  /** Shows these clips from now on, each time that somebody looks. */
  public void showClips(Supplier<List<ClipProgress>> now) {
    clips = now;
  }

  public void counts(int approvedClips, int rejectedClips) {
    approved = approvedClips;
    rejected = rejectedClips;
  }

  /** Tells people at once what will stand in the result. */
  public void warn(List<String> more) {
    if (!more.isEmpty()) {
      touch();
      more.stream().filter(warning -> !warnings.contains(warning)).forEach(warnings::add);
    }
  }

  /** All warnings so far, each once. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Records an event that belongs to one stage. */
  public void event(Stage stage, String type, String message) {
    try (MDC.MDCCloseable bound = MDC.putCloseable(CorrelationKeys.STAGE, stage.label())) {
      event(type, message);
    }
  }

  public void event(String type, String message) {
    events.add(touch(), type, message);
    JobLog.event(type, message);
  }

  public void completed() {
    close(JobStatus.COMPLETED, "job_completed", "the video is finished");
  }

  public void failed(ApplicationFailure failure) {
    failureType = Optional.of(failure.getType());
    failureMessage = Optional.of(failure.getOriginalMessage());
    close(JobStatus.FAILED, "job_failed", failure.getType() + ": " + failure.getOriginalMessage());
  }

  public void cancelled() {
    close(JobStatus.CANCELLED, "job_cancelled", "the job was cancelled");
  }

  private void close(JobStatus last, String type, String message) {
    Instant now = touch();
    status = last;
    completedAt = Optional.of(now);
    waits.clear();
    holding.over();
    tracker.active().forEach(stage -> tracker.end(stage, StageState.FAILED, "stopped", now));
    event(type, message);
    changed = true;
  }

  /** Asks for publication without a change of stage. */
  public void publishSoon() {
    changed = true;
  }

  boolean hasChanged() {
    return changed;
  }

  void published() {
    changed = false;
  }

  /** Whether anything at all is new since this was last asked. */
  boolean takeNews() {
    boolean news = touched;
    touched = false;
    return news;
  }

  /** As {@link #takeNews}, but stays. */
  boolean hasNews() {
    return touched;
  }

  JobStatus status() {
    return status;
  }

  List<String> activeStages() {
    return tracker.active().stream().map(Stage::label).toList();
  }

  public List<JobEvent> eventsAfter(long number) {
    return events.after(number);
  }

  /** The view with its newest events. */
  public JobView view() {
    return view(clips.get(), events.newest(JobLimits.EVENTS_SHOWN));
  }

  /**
   * The view as the memo keeps it, which is written often and stays in the history: it is small.
   */
  JobView viewWithoutEvents() {
    return view(List.of(), List.of());
  }

  private JobView view(List<ClipProgress> tried, List<JobEvent> shown) {
    int percent = status == JobStatus.COMPLETED ? 100 : tracker.percent();
    return new JobView(
        status,
        createdAt,
        updatedAt,
        completedAt,
        percent,
        eta(percent),
        deadline,
        clock.worked(),
        tracker.all(),
        List.copyOf(waits.values()),
        approved,
        rejected,
        tried,
        shown,
        warnings,
        failureType,
        failureMessage,
        holding.now());
  }

  private Optional<Duration> eta(int percent) {
    boolean going = status == JobStatus.RUNNING && holding.now().isEmpty();
    if (!going || percent < 5 || clock.worked().isZero()) {
      return Optional.empty();
    }
    return Optional.of(clock.worked().multipliedBy(100 - percent).dividedBy(percent));
  }

  private Instant touch() {
    touched = true;
    updatedAt = Instant.ofEpochMilli(Workflow.currentTimeMillis());
    return updatedAt;
  }
}
