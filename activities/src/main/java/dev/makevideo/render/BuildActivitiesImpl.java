package dev.makevideo.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activity.ActivityProgress;
import dev.makevideo.activity.AssembledVideo;
import dev.makevideo.activity.BuildActivities;
import dev.makevideo.activity.SegmentResult;
import dev.makevideo.beat.Beat;
import dev.makevideo.beat.Beats;
import dev.makevideo.failure.FailureType;
import dev.makevideo.failure.Failures;
import dev.makevideo.job.ObjectRef;
import dev.makevideo.job.SubtitleStyle;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.media.Ffmpeg;
import dev.makevideo.media.MediaUnusableException;
import dev.makevideo.process.ProcessRunner;
import dev.makevideo.process.ProcessTimeoutException;
import dev.makevideo.storage.ActionKey;
import dev.makevideo.storage.ArtifactStore;
import dev.makevideo.storage.MissingObjectException;
import dev.makevideo.storage.Scratch;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes segments and joins them. What is in the store already is not made again. */
public final class BuildActivitiesImpl implements BuildActivities {
  private static final Logger log = LoggerFactory.getLogger(BuildActivitiesImpl.class);

  private final ObjectMapper mapper = Payloads.mapper();
  private final AssWriter captions = new AssWriter();
  private final Fonts fonts = new Fonts();
  private final ArtifactStore store;
  private final Scratch scratch;
  private final Beats beats;
  private final Metrics metrics;
  private final Path dataFolder;
  private final Supplier<Attempt> attempt;
  private final ActionKeys keys;
  private final SegmentEncoder encoder;
  private final VideoJoiner joiner;
  private final VideoCheck check;

  /**
   * @param dataFolder below it the fonts are unpacked
   * @param attempt {@code Attempt::current}, except in tests
   */
  public BuildActivitiesImpl(
      ArtifactStore store,
      Scratch scratch,
      ProcessRunner processes,
      Beats beats,
      Metrics metrics,
      Ffmpeg ffmpeg,
      Path dataFolder,
      Supplier<Attempt> attempt) {
    this.store = store;
    this.scratch = scratch;
    this.beats = beats;
    this.metrics = metrics;
    this.dataFolder = dataFolder;
    this.attempt = attempt;
    this.keys = new ActionKeys(ffmpeg.version());
    this.encoder = new SegmentEncoder(ffmpeg, processes);
    this.joiner = new VideoJoiner(ffmpeg, processes);
    this.check = new VideoCheck(ffmpeg, processes);
  }

  @Override
  public SegmentResult renderSegment(VideoRequest request, ObjectRef timeline, int index) {
    long began = System.nanoTime();
    try (Beat beat = beats.open()) {
      return ActivityWork.guarded(
          beat,
          () -> {
            Timeline plan = mapper.readValue(store.read(timeline), Timeline.class);
            return render(request, plan, plan.segments().get(index), beat, began);
          });
    }
  }

  private SegmentResult render(
      VideoRequest request, Timeline plan, Segment segment, Beat beat, long began)
      throws IOException, InterruptedException {
    EncoderSettings settings = EncoderSettings.of(request.quality());
    Optional<String> text = captionsOf(request, plan, segment);
    ActionKey key = keys.segment(segment, plan.size(), request.cropPosition(), settings, text);
    Optional<ObjectRef> found = store.find(key);
    if (found.isPresent()) {
      return done(segment, found.get(), false, began);
    }
    Path clip = store.path(segment.clip());
    try (Scratch.Folder folder = scratch.open(attempt.get().jobId())) {
      SegmentEncoder.Job job =
          new SegmentEncoder.Job(
              segment,
              clip,
              plan.size(),
              request.cropPosition(),
              settings,
              text,
              fonts.folder(dataFolder));
      log.atInfo().addKeyValue("segment", segment.index()).log("segment encode started");
      Path encoded = encoder.encode(job, folder.path(), beat.stop(), progressOf(beat));
      metrics.videoProcessing(Metrics.Operation.SEGMENT, since(began));
      return done(segment, store.publish(key, encoded), true, began);
    } catch (MediaUnusableException e) {
      return unusable(segment, e.reason(), began);
    } catch (ProcessTimeoutException e) {
      // Once it may be the host's fault; the same again on another attempt is the clip's.
      if (attempt.get().number() > 1) {
        return unusable(segment, "encoding it stands still", began);
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
      Segment segment, ObjectRef object, boolean encoded, long began) {
    return new SegmentResult(
        segment.index(),
        segment.clipIndex(),
        Optional.of(object),
        encoded,
        Optional.empty(),
        since(began).toMillis());
  }

  private static SegmentResult unusable(Segment segment, String reason, long began) {
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
        since(began).toMillis());
  }

  @Override
  public AssembledVideo assembleVideo(
      VideoRequest request, ObjectRef timeline, List<ObjectRef> segments) {
    long began = System.nanoTime();
    try (Beat beat = beats.open()) {
      return ActivityWork.guarded(
          beat,
          () -> {
            Timeline plan = mapper.readValue(store.read(timeline), Timeline.class);
            return assemble(request, plan, segments, beat, began);
          });
    }
  }

  private AssembledVideo assemble(
      VideoRequest request, Timeline plan, List<ObjectRef> segments, Beat beat, long began)
      throws IOException, InterruptedException {
    ActionKey key = keys.video(plan, segments, request.narration());
    try (Scratch.Folder folder = scratch.open(attempt.get().jobId())) {
      Optional<ObjectRef> found = store.find(key);
      ObjectRef video;
      VideoCheck.Measured measured;
      if (found.isPresent()) {
        video = found.get();
        measured = check.measure(store.path(video), plan, folder.path(), beat.stop());
      } else {
        Path narration = narrationOf(request);
        List<Path> files = new ArrayList<>();
        for (ObjectRef segment : segments) {
          files.add(store.path(segment));
          beat.check();
        }
        long from = System.nanoTime();
        Path joined =
            joiner.join(plan, files, narration, folder.path(), beat.stop(), progressOf(beat));
        measured = check.measure(joined, plan, folder.path(), beat.stop());
        metrics.videoProcessing(Metrics.Operation.CONCAT, since(from));
        video = store.publish(key, joined);
      }
      return new AssembledVideo(
          video, measured.picture(), measured.drift().toMillis(), since(began).toMillis());
    }
  }

  /** No stage can make the narration again: its owner must. */
  private Path narrationOf(VideoRequest request) throws IOException {
    try {
      return store.path(request.narration());
    } catch (MissingObjectException e) {
      throw Failures.of(
          FailureType.NOT_FOUND, "the narration is no longer in the store: upload it again", e);
    }
  }

  private static java.util.function.DoubleConsumer progressOf(Beat beat) {
    return fraction -> beat.progress(new ActivityProgress(0, 1, Math.min(1, fraction), List.of()));
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
