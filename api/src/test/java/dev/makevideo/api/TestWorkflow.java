package dev.makevideo.api;

import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ClipActivities;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.Review;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.job.ReviewDecision;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.ApprovalWait;
import dev.makevideo.workflows.progress.ClipProgress;
import dev.makevideo.workflows.progress.EarlierRuns;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobHold;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.progress.StageProgress;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Does what the query says: complete, fail, wait, download. Its video is the narration. */
public final class TestWorkflow implements MakeVideoWorkflow {
  private JobView view = view(JobStatus.QUEUED, 0);
  private Optional<Instant> paused = Optional.empty();
  private Optional<Review> review = Optional.empty();
  private Optional<ReviewDecision> decision = Optional.empty();

  @Override
  public VideoResult makeVideo(VideoRequest request) {
    view = view(JobStatus.RUNNING, 40);
    Workflow.upsertTypedSearchAttributes(
        JobAttributes.STATUS.valueSet("running"), JobAttributes.STAGES.valueSet(List.of("x")));
    Workflow.upsertMemo(Map.of(JobAttributes.MEMO_VIEW, view));
    switch (request.query()) {
      case "fail" ->
          throw Failures.of(FailureType.TOO_LITTLE_FOOTAGE, "only 3 s of footage were approved");
      case "wait" -> Workflow.sleep(Duration.ofHours(1));
      case "fail once" -> {
        if (Workflow.getMemo(JobAttributes.MEMO_EARLIER, EarlierRuns.class) == null) {
          throw Failures.of(FailureType.CONTENT_REFUSED, "not the first time");
        }
      }
      case "approve" -> show(request);
      case "download" ->
          Workflow.newActivityStub(
                  ClipActivities.class,
                  ActivityOptions.newBuilder()
                      .setTaskQueue(TaskQueues.IO)
                      .setStartToCloseTimeout(Duration.ofMinutes(1))
                      .setRetryOptions(
                          RetryOptions.newBuilder()
                              .setInitialInterval(Duration.ofMinutes(10))
                              .build())
                      .build())
              .downloadShorts(
                  request,
                  new DownloadBatch(request.narration(), List.of(), Duration.ofSeconds(30)));
      default -> {}
    }
    return new VideoResult(
        request.narration(),
        request.script(),
        Optional.empty(),
        request.script(),
        request.narrationDuration(),
        3,
        2,
        2,
        4,
        5,
        List.of(new RejectedClip(7, "b.mp4", "text_found", "text: SALE", OptionalDouble.of(0.93))),
        Map.of("finalizing", 12L),
        List.of(),
        Optional.empty(),
        groundwork(request.query()));
  }

  /** What a query such as {@code built of SHA-256 BYTES} names. */
  private static Optional<ObjectRef> groundwork(String query) {
    String[] words = query.split(" ");
    return query.startsWith("built of ")
        ? Optional.of(new ObjectRef(words[2], Long.parseLong(words[3])))
        : Optional.empty();
  }

  private void show(VideoRequest request) {
    List<ValidateBatch.Item> clips =
        List.of(
            new ValidateBatch.Item(
                0, Clip.whole(request.narration(), "a.mp4", Duration.ofSeconds(3), 640, 360)),
            new ValidateBatch.Item(
                3, Clip.whole(request.narration(), "d.mp4", Duration.ofSeconds(4), 1080, 1920)));
    ObjectRef srt = request.script().orElse(request.narration());
    review =
        Optional.of(
            new Review(
                clips,
                Optional.empty(),
                request.script().map(any -> new SubtitlesResult(srt, srt, srt, 2, 0, 1)),
                request.narrationDuration()));
    Workflow.await(() -> decision.isPresent());
    review = Optional.empty();
  }

  @Override
  public void pause() {
    paused = Optional.of(Instant.ofEpochSecond(1_700_000_000));
  }

  @Override
  public void resume() {
    paused = Optional.empty();
  }

  @Override
  public void approve(ReviewDecision taken) {
    decision = Optional.of(taken);
  }

  @Override
  public void checkApproval(ReviewDecision taken) {
    if (review.isEmpty()) {
      throw Failures.of(FailureType.INVALID_REQUEST, ReviewDecision.NOT_AWAITED);
    }
  }

  @Override
  public @Nullable Review review() {
    return review.orElse(null);
  }

  private static JobView view(JobStatus status, int percent) {
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    return new JobView(
        status,
        now,
        now,
        Optional.empty(),
        percent,
        Optional.of(Duration.ofSeconds(90)),
        Duration.ofMinutes(30),
        Duration.ofSeconds(20),
        List.of(
            new StageProgress(
                Stage.DOWNLOADING_SHORTS,
                StageState.RUNNING,
                10,
                50,
                Optional.of(now),
                Optional.empty(),
                Duration.ofMinutes(5),
                "batch 2")),
        List.of(
            new ServiceWait("video-downloader", Instant.parse("2100-01-01T00:00:00Z"), "open"),
            new ServiceWait("audio-transcriber", now, "its time has passed")),
        6,
        1,
        List.of(
            ClipProgress.of(0, "a.mp4", ClipProgress.State.APPROVED, 1_000),
            ClipProgress.of(10, "k.mp4", ClipProgress.State.DOWNLOADED, 2_000),
            ClipProgress.rejected(
                2, "c.mp4", 3_000, "text_found", "text: SALE", OptionalDouble.of(0.93))),
        List.of(),
        List.of("the narration says 48695 s and has 2 s"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public JobView status() {
    Optional<ApprovalWait> wait =
        review.map(any -> new ApprovalWait(List.of("clips"), Instant.ofEpochSecond(1_800_000_000)));
    return paused.isEmpty() && wait.isEmpty() ? view : held(view, new JobHold(paused, wait));
  }

  private static JobView held(JobView view, JobHold hold) {
    return new JobView(
        view.status(),
        view.createdAt(),
        view.updatedAt(),
        view.completedAt(),
        view.percent(),
        view.eta(),
        view.deadline(),
        view.worked(),
        view.stages(),
        view.waits(),
        view.approved(),
        view.rejected(),
        view.clips(),
        view.events(),
        view.warnings(),
        view.failureType(),
        view.failureMessage(),
        Optional.of(hold));
  }

  @Override
  public List<JobEvent> events(long after) {
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    return List.of(
            new JobEvent(1, now, "job_started", "making a video"),
            new JobEvent(2, now, "stage_started", "downloading"))
        .stream()
        .filter(event -> event.number() > after)
        .toList();
  }
}
