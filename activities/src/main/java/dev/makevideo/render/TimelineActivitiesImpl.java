package dev.makevideo.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activity.FinalizeRequest;
import dev.makevideo.activity.FinalizeResult;
import dev.makevideo.activity.PlanRequest;
import dev.makevideo.activity.TimelineActivities;
import dev.makevideo.activity.TimelinePlan;
import dev.makevideo.job.ObjectRef;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.runner.ActivityRunner;
import dev.makevideo.runner.RunningActivity;
import dev.makevideo.storage.ArtifactStore;
import dev.makevideo.storage.Scratch;
import dev.makevideo.subtitle.Cue;
import dev.makevideo.subtitle.Cues;
import dev.makevideo.telemetry.Metrics;
import dev.makevideo.timeline.FrameSize;
import dev.makevideo.timeline.Timeline;
import dev.makevideo.timeline.TimelinePlanner;
import dev.makevideo.wire.Payloads;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans the timeline, writes the report, and tidies up. */
public final class TimelineActivitiesImpl implements TimelineActivities {
  private static final Logger log = LoggerFactory.getLogger(TimelineActivitiesImpl.class);

  private final ObjectMapper mapper = Payloads.mapper();
  private final TimelinePlanner planner = new TimelinePlanner();
  private final ArtifactStore store;
  private final Scratch scratch;
  private final ActivityRunner runner;
  private final Metrics metrics;
  private final Map<String, String> toolVersions;

  /**
   * @param toolVersions for the report, by the tool's name
   */
  public TimelineActivitiesImpl(
      ArtifactStore store,
      Scratch scratch,
      ActivityRunner runner,
      Metrics metrics,
      Map<String, String> toolVersions) {
    this.store = store;
    this.scratch = scratch;
    this.runner = runner;
    this.metrics = metrics;
    this.toolVersions = Map.copyOf(toolVersions);
  }

  @Override
  public TimelinePlan planTimeline(VideoRequest request, PlanRequest plan) {
    return runner.run(activity -> planned(request, plan, activity));
  }

  private TimelinePlan planned(VideoRequest request, PlanRequest plan, RunningActivity activity)
      throws IOException {
    TimelinePlanner.Planned planned =
        planner.plan(
            plan.narration(),
            plan.clips(),
            cues(plan.cues()),
            FrameSize.of(request.aspectRatio(), request.quality()));
    Timeline timeline = planned.timeline();
    return new TimelinePlan(
        store.put(mapper.writeValueAsBytes(timeline)),
        timeline.segments().size(),
        timeline.totalFrames(),
        planned.used(),
        planned.reused(),
        activity.ranMillis());
  }

  private List<Cue> cues(Optional<ObjectRef> object) throws IOException {
    return object.isPresent()
        ? mapper.readValue(store.read(object.get()), Cues.class).cues()
        : List.of();
  }

  @Override
  public FinalizeResult finalizeVideo(VideoRequest request, FinalizeRequest finalize) {
    return runner.run(activity -> written(request, finalize, activity));
  }

  private FinalizeResult written(
      VideoRequest request, FinalizeRequest finalize, RunningActivity activity) throws IOException {
    Optional<Timeline> timeline =
        finalize.timeline().isPresent()
            ? Optional.of(mapper.readValue(store.read(finalize.timeline().get()), Timeline.class))
            : Optional.empty();
    VideoReport report =
        VideoReport.of(activity.jobId(), request, finalize.result(), timeline, toolVersions);
    byte[] json = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
    ObjectRef object = store.put(json);
    metrics.videoInput(request.narrationDuration(), finalize.result().clipsUsed());
    return new FinalizeResult(object, activity.ranMillis());
  }

  @Override
  public void cleanUpJob(VideoRequest request) {
    String jobId =
        runner.run(
            activity -> {
              scratch.deleteAll(activity.jobId());
              return activity.jobId();
            });
    log.atInfo().addKeyValue("job_id", jobId).log("scratch deleted");
  }
}
