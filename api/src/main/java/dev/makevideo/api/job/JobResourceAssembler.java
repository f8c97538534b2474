package dev.makevideo.api.job;

import dev.makevideo.api.heartbeat.Heartbeats;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.RequestText;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.progress.ClipProgress;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobHold;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts together what is known of a job from all sources. Thread-safe. */
final class JobResourceAssembler {
  /** The source of what was written down, and not asked just now. */
  private static final String RECORD = "record";

  private final LiveQuery live;
  private final Heartbeats heartbeats;
  private final StageOverlay overlay;
  private final Retention retention;
  private final Clock clock;
  private final Optional<String> webUi;

  /**
   * @param clock by which what was written down is known to be old
   * @param webUi base of the Web UI's pages of this namespace
   */
  JobResourceAssembler(
      LiveQuery live,
      Heartbeats heartbeats,
      Retention retention,
      Clock clock,
      Optional<String> webUi) {
    this.live = live;
    this.heartbeats = heartbeats;
    this.overlay = new StageOverlay(heartbeats);
    this.retention = retention;
    this.clock = clock;
    this.webUi = webUi;
  }

  /** The job as it stands; without a worker as it was last written down, with live heartbeats. */
  JobResource of(JobLookup.Job job) {
    return of(job, job.isOpen() ? live.status(job.id()) : Optional.empty());
  }

  /** Where it stands: asked from a worker, or as it was last written down. */
  Optional<JobView> view(JobLookup.Job job) {
    Optional<JobView> asked = job.isOpen() ? live.status(job.id()) : Optional.empty();
    return asked.or(() -> job.memoView().map(last -> last.asOf(clock.instant())));
  }

  /** A job that was accepted just now: no worker is asked, for none may be there yet. */
  JobResource accepted(JobLookup.Job job, List<String> warnings) {
    return of(job, Optional.empty()).withWarnings(warnings);
  }

  /** A job that was started just now: nobody is asked, neither the server nor a worker. */
  JobResource of(NewJob job, List<String> warnings) {
    return new JobResource(
        job.id().value(),
        JobStatus.QUEUED.label(),
        Optional.of(RequestText.query(job.request())),
        Optional.of(job.metadata()).filter(metadata -> !metadata.isEmpty()),
        new JobResource.Progress(
            0,
            OptionalLong.empty(),
            overlay.stages(List.of(), List.of(), Optional.empty()),
            List.of(),
            JobResource.Holds.NONE),
        new JobResource.Clips(0, 0, List.of(), List.of()),
        warnings,
        new JobResource.Times(
            job.startedAt(), Optional.empty(), Optional.empty(), Optional.empty()),
        new JobResource.Ending(Optional.empty(), Optional.empty()),
        JobResource.Origin.of(job.lineage()),
        Optional.empty(),
        Optional.of(job.request().correlationId()),
        RECORD,
        links(job.id(), openLinks(job.id(), Optional.empty()), job.lineage()));
  }

  private JobResource of(JobLookup.Job job, Optional<JobView> asked) {
    Optional<JobView> view = asked.or(() -> job.memoView().map(last -> last.asOf(clock.instant())));
    Outcome outcome = Outcome.of(job);
    String source = !job.isOpen() ? "result" : asked.isPresent() ? "worker" : RECORD;
    JobStatus status = status(job, view);
    Optional<VideoResult> result = outcome.result();
    Optional<Instant> completedAt = Optional.ofNullable(job.description().getCloseTime());
    return new JobResource(
        job.id().value(),
        status.label(),
        job.memo(JobAttributes.MEMO_QUERY, String.class),
        job.memo(JobAttributes.MEMO_METADATA, Metadata.class),
        progress(job, status, view),
        clips(job, result, view),
        result.map(VideoResult::warnings).or(() -> view.map(JobView::warnings)).orElse(List.of()),
        new JobResource.Times(
            job.description().getStartTime(),
            completedAt.or(() -> view.map(JobView::updatedAt)),
            completedAt,
            completedAt.flatMap(retention::expiry)),
        new JobResource.Ending(
            outcome.failure().map(failure -> failure(failure, failedStage(view))),
            result.map(JobResourceAssembler::result)),
        JobResource.Origin.of(job.lineage()),
        view.map(v -> new JobResource.Timeouts(v.deadline().toSeconds(), v.worked().toSeconds())),
        job.correlationId(),
        source,
        links(job, status, view, result));
  }

  private JobResource.Progress progress(
      JobLookup.Job job, JobStatus status, Optional<JobView> view) {
    return new JobResource.Progress(
        status == JobStatus.COMPLETED ? 100 : view.map(JobView::percent).orElse(0),
        status.isFinal() ? OptionalLong.empty() : eta(view),
        overlay.stages(
            view.map(JobView::stages).orElse(List.of()),
            pending(job),
            Optional.ofNullable(job.description().getCloseTime())),
        status.isFinal() ? List.of() : waits(view),
        holds(job, status, view));
  }

  private static JobResource.Holds holds(
      JobLookup.Job job, JobStatus status, Optional<JobView> view) {
    return JobResource.Holds.of(
        status.isFinal() ? Optional.empty() : view.flatMap(JobView::hold),
        job.earlierRuns().map(runs -> runs.count() + 1));
  }

  private JobResource.Clips clips(
      JobLookup.Job job, Optional<VideoResult> result, Optional<JobView> view) {
    List<ClipProgress> clips =
        job.isOpen()
            ? ClipOverlay.clips(
                view.map(JobView::clips).orElse(List.of()), pending(job), heartbeats)
            : List.of();
    return new JobResource.Clips(
        result.map(VideoResult::approved).or(() -> view.map(JobView::approved)).orElse(0),
        result.map(r -> r.rejected().size()).or(() -> view.map(JobView::rejected)).orElse(0),
        result
            .map(r -> r.rejected().stream().map(JobResource.Rejected::of).toList())
            .orElseGet(
                () ->
                    clips.stream()
                        .map(JobResource.Rejected::of)
                        .flatMap(Optional::stream)
                        .toList()),
        clips.stream().map(JobResource.Tried::of).toList());
  }

  private static List<PendingActivityInfo> pending(JobLookup.Job job) {
    return job.description().getRawDescription().getPendingActivitiesList();
  }

  private static JobStatus status(JobLookup.Job job, Optional<JobView> view) {
    if (!job.isOpen()) {
      return job.status();
    }
    // The workflow may have said its last word and not be closed yet: no file before it is.
    return view.map(JobView::status)
        .map(status -> status.isFinal() ? JobStatus.RUNNING : status)
        .orElseGet(job::status);
  }

  private static OptionalLong eta(Optional<JobView> view) {
    return view.flatMap(JobView::eta)
        .map(Duration::toSeconds)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static List<JobResource.Wait> waits(Optional<JobView> view) {
    return view.map(JobView::waits).orElse(List.of()).stream()
        .map(wait -> new JobResource.Wait(wait.service(), wait.retryAt(), wait.reason()))
        .toList();
  }

  private static JobResource.Failure failure(Outcome.Failure failure, Optional<String> stage) {
    return new JobResource.Failure(
        ProblemType.uri(failure.type().label()),
        title(failure.type()),
        failure.detail(),
        failure.type().label(),
        failure.type().isRetryable(),
        stage);
  }

  private static Optional<String> failedStage(Optional<JobView> view) {
    return view.map(JobView::stages).orElse(List.of()).stream()
        .filter(stage -> stage.state() == StageState.FAILED)
        .map(stage -> stage.stage().label())
        .findFirst();
  }

  private static String title(FailureType type) {
    String words = type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static JobResource.Result result(VideoResult result) {
    return new JobResource.Result(
        new JobResource.Video(result.video().sha256(), result.video().bytes()),
        result.duration().toMillis() / 1000.0,
        result.driftMillis(),
        result.segments(),
        result.segmentsEncoded(),
        result.clipsUsed(),
        result.stageMillis(),
        result.warnings());
  }

  private Map<String, String> links(
      JobLookup.Job job, JobStatus status, Optional<JobView> view, Optional<VideoResult> result) {
    Map<String, String> own = new LinkedHashMap<>();
    String self = self(job.id().value());
    if (job.isOpen()) {
      own.putAll(openLinks(job.id(), view.flatMap(JobView::hold)));
    } else if (status != JobStatus.COMPLETED) {
      own.put("retry", self + "/retry");
    }
    result.ifPresent(
        made -> {
          own.put("file", self + "/file");
          made.srt().ifPresent(srt -> own.put("subtitles_srt", self + "/subtitles.srt"));
          made.vtt().ifPresent(vtt -> own.put("subtitles_vtt", self + "/subtitles.vtt"));
          made.report().ifPresent(report -> own.put("report", self + "/report"));
          made.report().ifPresent(report -> own.put("manifest", self + "/manifest.json"));
          own.put("rerender", self + "/rerender");
          made.credits().ifPresent(credits -> own.put("credits", self + "/credits.txt"));
        });
    return links(job.id(), own, job.lineage());
  }

  /** What can be done to a job that is not over. */
  private static Map<String, String> openLinks(JobId id, Optional<JobHold> hold) {
    Map<String, String> links = new LinkedHashMap<>();
    String self = self(id.value());
    links.put("cancel", self + "/cancel");
    String steer = hold.flatMap(JobHold::pausedSince).isPresent() ? "resume" : "pause";
    links.put(steer, self + "/" + steer);
    if (hold.flatMap(JobHold::approval).isPresent()) {
      links.put("review", self + "/review");
      links.put("approve", self + "/approve");
    }
    return links;
  }

  /** All links of a job: what every job has around what it can do as it stands. */
  private Map<String, String> links(JobId id, Map<String, String> own, Optional<Lineage> lineage) {
    Map<String, String> links = new LinkedHashMap<>();
    String self = self(id.value());
    links.put("self", self);
    links.put("events", self + "/events");
    links.putAll(own);
    lineage.ifPresent(from -> links.put("parent", self(from.parent())));
    webUi.ifPresent(base -> links.put("web_ui", base + "/workflows/" + id));
    return links;
  }

  static String self(String id) {
    return RequestText.path(id);
  }
}
