package dev.makevideo.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activity.FinalizeRequest;
import dev.makevideo.activity.FinalizeResult;
import dev.makevideo.activity.PlanRequest;
import dev.makevideo.activity.TimelineActivities;
import dev.makevideo.activity.TimelinePlan;
import dev.makevideo.beat.Beat;
import dev.makevideo.beat.Beats;
import dev.makevideo.job.ObjectRef;
import dev.makevideo.job.VideoRequest;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans the timeline, writes the report, and tidies up. */
public final class TimelineActivitiesImpl implements TimelineActivities {
  private static final Logger log = LoggerFactory.getLogger(TimelineActivitiesImpl.class);

  private final ObjectMapper mapper = Payloads.mapper();
  private final TimelinePlanner planner = new TimelinePlanner();
  private final ArtifactStore store;
  private final Scratch scratch;
  private final Beats beats;
  private final Metrics metrics;
  private final Map<String, String> toolVersions;
  private final Supplier<Attempt> attempt;

  /**
   * @param toolVersions for the report, by the tool's name
   * @param attempt {@code Attempt::current}, except in tests
   */
  public TimelineActivitiesImpl(
      ArtifactStore store,
      Scratch scratch,
      Beats beats,
      Metrics metrics,
      Map<String, String> toolVersions,
      Supplier<Attempt> attempt) {
    this.store = store;
    this.scratch = scratch;
    this.beats = beats;
    this.metrics = metrics;
    this.toolVersions = Map.copyOf(toolVersions);
    this.attempt = attempt;
  }

  @Override
  public TimelinePlan planTimeline(VideoRequest request, PlanRequest plan) {
    long began = System.nanoTime();
    try (Beat beat = beats.open()) {
      return ActivityWork.guarded(beat, () -> planned(request, plan, began));
    }
  }

  private TimelinePlan planned(VideoRequest request, PlanRequest plan, long began)
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
        millisSince(began));
  }

  private List<Cue> cues(Optional<ObjectRef> object) throws IOException {
    return object.isPresent()
        ? mapper.readValue(store.read(object.get()), Cues.class).cues()
        : List.of();
  }

  @Override
  public FinalizeResult finalizeVideo(VideoRequest request, FinalizeRequest finalize) {
    long began = System.nanoTime();
    try (Beat beat = beats.open()) {
      return ActivityWork.guarded(
          beat,
          () -> {
            Optional<Timeline> timeline =
                finalize.timeline().isPresent()
                    ? Optional.of(
                        mapper.readValue(store.read(finalize.timeline().get()), Timeline.class))
                    : Optional.empty();
            VideoReport report =
                VideoReport.of(
                    attempt.get().jobId(), request, finalize.result(), timeline, toolVersions);
            byte[] json = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
            ObjectRef object = store.put(json);
            metrics.videoInput(request.narrationDuration(), finalize.result().clipsUsed());
            return new FinalizeResult(object, millisSince(began));
          });
    }
  }

  @Override
  public void cleanUpJob(VideoRequest request) {
    String jobId = attempt.get().jobId();
    try (Beat beat = beats.open()) {
      ActivityWork.guarded(
          beat,
          () -> {
            scratch.deleteAll(jobId);
            return jobId;
          });
    }
    log.atInfo().addKeyValue("job_id", jobId).log("scratch deleted");
  }

  private static long millisSince(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }
}
