package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.Review;
import dev.makevideo.workflows.contract.TimelineActivities;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.ReviewDecision;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.progress.EarlierRuns;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobLog;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.progress.ProgressPublisher;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workflow of one job: runs it, and closes it as completed, failed or cancelled. Only failures
 * that Temporal knows close a job; any other exception is a fault in this code, and leaves the
 * workflow waiting for a version that is mended.
 */
public final class MakeVideoWorkflowImpl implements MakeVideoWorkflow {
  private @Nullable JobContext started;
  private boolean pausedFirst;

  /** Called by the worker, once for each run. */
  public MakeVideoWorkflowImpl() {}

  @Override
  public VideoResult makeVideo(VideoRequest request) {
    JobLog.bind(request);
    JobContext job = new JobContext(request);
    started = job;
    ProgressPublisher publisher = new ProgressPublisher(request, job.progress());
    if (Workflow.getMemo(JobAttributes.MEMO_EARLIER, EarlierRuns.class)
        instanceof EarlierRuns runs) {
      job.progress().comesAfter(runs);
    }
    job.progress().event("job_started", "making a video for \"" + shown(request) + "\"");
    if (pausedFirst) {
      job.progress().holding().pause();
    }
    publisher.start();
    JobNotices notices = new JobNotices(request, job.progress());
    notices.start();
    try {
      VideoResult result = new VideoPipeline(job).run();
      job.progress().completed();
      publisher.publish();
      notices.ended(publisher);
      return result;
    } catch (TemporalFailure failure) {
      TemporalFailure last = closed(job, publisher, failure);
      notices.ended(publisher);
      throw last;
    }
  }

  private static String shown(VideoRequest request) {
    return request.query().isEmpty() ? "what is said" : request.query();
  }

  private static TemporalFailure closed(
      JobContext job, ProgressPublisher publisher, TemporalFailure failure) {
    boolean cancelled = CancellationScope.current().isCancelRequested();
    cleanUp(job);
    TemporalFailure last;
    if (cancelled) {
      job.progress().cancelled();
      last = new CanceledFailure("the job was cancelled");
    } else {
      ApplicationFailure why = JobFailures.of(failure);
      job.progress().failed(why);
      last = why;
    }
    publisher.publish();
    return last;
  }

  private static void cleanUp(JobContext job) {
    TimelineActivities activities =
        Workflow.newActivityStub(TimelineActivities.class, job.activityOptions().cleanUpJob());
    Workflow.newDetachedCancellationScope(
            () -> {
              try {
                activities.cleanUpJob(job.request());
              } catch (ActivityFailure failure) {
                // What is left is swept when a worker starts.
                job.progress()
                    .event("clean_up_failed", JobFailures.of(failure).getOriginalMessage());
              }
            })
        .run();
  }

  /** May come before the job's first step. */
  @Override
  public void pause() {
    JobContext job = started;
    if (job == null) {
      pausedFirst = true;
    } else {
      job.progress().holding().pause();
    }
  }

  @Override
  public void resume() {
    JobContext job = started;
    if (job == null) {
      pausedFirst = false;
    } else {
      job.progress().holding().resume();
    }
  }

  @Override
  public void approve(ReviewDecision decision) {
    job().approvals().decide(decision);
  }

  @Override
  public void checkApproval(ReviewDecision decision) {
    if (started == null) {
      throw Failures.of(FailureType.INVALID_REQUEST, ReviewDecision.NOT_AWAITED);
    }
    job().approvals().check(decision);
  }

  @Override
  public @Nullable Review review() {
    return job().approvals().shown().orElse(null);
  }

  @Override
  public JobView status() {
    return job().progress().view();
  }

  @Override
  public List<JobEvent> events(long after) {
    return job().progress().eventsAfter(after);
  }

  private JobContext job() {
    JobContext job = started;
    if (job == null) {
      throw new IllegalStateException("the job has not started");
    }
    return job;
  }
}
