package dev.makevideo.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activity.AssembledVideo;
import dev.makevideo.activity.BuildActivities;
import dev.makevideo.activity.SegmentResult;
import dev.makevideo.job.ObjectRef;
import dev.makevideo.job.SubtitleStyle;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.media.Ffmpeg;
import dev.makevideo.media.HostExhaustedException;
import dev.makevideo.media.MediaUnusableException;
import dev.makevideo.process.ProcessRunner;
import dev.makevideo.process.ProcessTimeoutException;
import dev.makevideo.process.StopSignal;
import dev.makevideo.runner.ActivityRunner;
import dev.makevideo.runner.ErrorTranslation;
import dev.makevideo.runner.RunningActivity;
import dev.makevideo.runner.Uploads;
import dev.makevideo.storage.ActionKey;
import dev.makevideo.storage.ArtifactStore;
import dev.makevideo.subtitle.AssWriter;
import dev.makevideo.subtitle.Fonts;
import dev.makevideo.telemetry.Metrics;
import dev.makevideo.timeline.Segment;
import dev.makevideo.timeline.Timeline;
import dev.makevideo.wire.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes segments and joins them. What is in the store already is not made again. */
public final class BuildActivitiesImpl implements BuildActivities {
  private static final Logger log = LoggerFactory.getLogger(BuildActivitiesImpl.class);

  private final ObjectMapper mapper = Payloads.mapper();
  private final AssWriter captions = new AssWriter();
  private final Fonts fonts = new Fonts();
  private final ArtifactStore store;
  private final Uploads uploads;
  private final ActivityRunner runner;
  private final Metrics metrics;
  private final Path dataFolder;
  private final ActionKeys keys;
  private final SegmentEncoder encoder;
  private final VideoJoiner joiner;
  private final VideoCheck check;

  /**
   * @param dataFolder below it the fonts are unpacked
   */
  public BuildActivitiesImpl(
      ArtifactStore store,
      ActivityRunner runner,
      ProcessRunner processes,
      Metrics metrics,
      Ffmpeg ffmpeg,
      Path dataFolder) {
    this.store = store;
    this.uploads = new Uploads(store);
    this.runner = runner;
    this.metrics = metrics;
    this.dataFolder = dataFolder;
    this.keys = new ActionKeys(ffmpeg.version());
    this.encoder = new SegmentEncoder(ffmpeg, processes);
    this.joiner = new VideoJoiner(ffmpeg, processes);
    this.check = new VideoCheck(ffmpeg, processes);
  }

  @Override
  public SegmentResult renderSegment(VideoRequest request, ObjectRef timeline, int index) {
    return runner.run(
        activity -> {
          Timeline plan = mapper.readValue(store.read(timeline), Timeline.class);
          return render(request, plan, plan.segments().get(index), activity);
        });
  }

  private SegmentResult render(
      VideoRequest request, Timeline plan, Segment segment, RunningActivity activity)
      throws IOException, InterruptedException {
    EncoderSettings settings = EncoderSettings.of(request.quality());
    Optional<String> text = captionsOf(request, plan, segment);
    ActionKey key = keys.segment(segment, plan.size(), request.cropPosition(), settings, text);
    Optional<ObjectRef> found = store.find(key);
    if (found.isPresent()) {
      return done(segment, found.get(), false, activity);
    }
    SegmentEncoder.Job job =
        new SegmentEncoder.Job(
            segment,
            store.path(segment.clip()),
            plan.size(),
            request.cropPosition(),
            settings,
            text,
            fonts.folder(dataFolder));
    log.atInfo().addKeyValue("segment", segment.index()).log("segment encode started");
    try {
      Path encoded = encoder.encode(job, activity.scratch(), activity.stop(), activity::progress);
      metrics.videoProcessing(Metrics.Operation.SEGMENT, activity.ran());
      return done(segment, store.publish(key, encoded), true, activity);
    } catch (MediaUnusableException e) {
      return unusable(segment, e.reason(), activity);
    } catch (ProcessTimeoutException | HostExhaustedException e) {
      // It may be the host's fault each time, so nothing is kept of it: this job goes on without.
      if (activity.isLastAttempt()) {
        return unusable(
            segment,
            "it could not be encoded in "
                + ErrorTranslation.UNEXPECTED_ATTEMPTS
                + " attempts: "
                + e.getMessage(),
            activity);
      }
      throw e;
    }
  }

  private Optional<String> captionsOf(VideoRequest request, Timeline plan, Segment segment) {
    if (request.subtitleStyle() == SubtitleStyle.NONE || segment.cues().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        captions.write(
            segment.cues(), request.subtitleStyle(), plan.size().width(), plan.size().height()));
  }

  private static SegmentResult done(
      Segment segment, ObjectRef object, boolean encoded, RunningActivity activity) {
    return new SegmentResult(
        segment.index(),
        segment.clipIndex(),
        Optional.of(object),
        encoded,
        Optional.empty(),
        activity.ranMillis());
  }

  private static SegmentResult unusable(Segment segment, String reason, RunningActivity activity) {
    log.atWarn()
        .addKeyValue("segment", segment.index())
        .addKeyValue("clip", segment.clipName())
        .addKeyValue("reason", reason)
        .log("clip cannot be rendered");
    return new SegmentResult(
        segment.index(),
        segment.clipIndex(),
        Optional.empty(),
        false,
        Optional.of(reason),
        activity.ranMillis());
  }

  @Override
  public AssembledVideo assembleVideo(
      VideoRequest request, ObjectRef timeline, List<ObjectRef> segments) {
    return runner.run(
        activity -> {
          Timeline plan = mapper.readValue(store.read(timeline), Timeline.class);
          return assemble(request, plan, segments, activity);
        });
  }

  private AssembledVideo assemble(
      VideoRequest request, Timeline plan, List<ObjectRef> segments, RunningActivity activity)
      throws IOException, InterruptedException {
    ActionKey key = keys.video(plan, segments, request.narration());
    Path folder = activity.scratch();
    StopSignal stop = activity.stop();
    Optional<ObjectRef> found = store.find(key);
    ObjectRef video;
    VideoCheck.Measured measured;
    if (found.isPresent()) {
      video = found.get();
      measured = check.measure(store.path(video), plan, folder, stop);
    } else {
      Path narration = uploads.path(request.narration(), "narration");
      List<Path> files = new ArrayList<>();
      for (ObjectRef segment : segments) {
        files.add(store.path(segment));
        activity.beat().check();
      }
      long from = System.nanoTime();
      Path joined = joiner.join(plan, files, narration, folder, stop, activity::progress);
      measured = check.measure(joined, plan, folder, stop);
      metrics.videoProcessing(Metrics.Operation.CONCAT, Duration.ofNanos(System.nanoTime() - from));
      video = store.publish(key, joined);
    }
    return new AssembledVideo(
        video, measured.picture(), measured.drift().toMillis(), activity.ranMillis());
  }
}
