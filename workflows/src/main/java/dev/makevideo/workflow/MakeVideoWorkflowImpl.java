package dev.makevideo.workflow;

import dev.makevideo.activity.TimelineActivities;
import dev.makevideo.job.JobEvent;
import dev.makevideo.job.JobView;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.job.VideoResult;
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
  private @Nullable Job started;

  /** Called by the worker, once for each run. */
  public MakeVideoWorkflowImpl() {}

  @Override
  public VideoResult makeVideo(VideoRequest request) {
    JobLog.bind(request);
    Job job = new Job(request);
    started = job;
    ProgressPublisher publisher = new ProgressPublisher(request, job.progress());
    job.progress().event("job_started", "making a video for \"" + request.query() + "\"");
    publisher.start();
    try {
      VideoResult result = new JobRun(job).run();
      job.progress().completed();
      publisher.publish();
      return result;
    } catch (TemporalFailure failure) {
      throw closed(job, publisher, failure);
    }
  }

  private static TemporalFailure closed(
      Job job, ProgressPublisher publisher, TemporalFailure failure) {
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

  private static void cleanUp(Job job) {
    TimelineActivities activities =
        Workflow.newActivityStub(TimelineActivities.class, job.policies().cleanUpJob());
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

  @Override
  public JobView status() {
    return job().progress().view();
  }

  @Override
  public List<JobEvent> events(long after) {
    return job().progress().eventsAfter(after);
  }

  private Job job() {
    Job job = started;
    if (job == null) {
      throw new IllegalStateException("the job has not started");
    }
    return job;
  }
}
