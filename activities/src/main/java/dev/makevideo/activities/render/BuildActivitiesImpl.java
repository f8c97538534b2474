package dev.makevideo.activities.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.music.MusicBed;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.ErrorTranslation;
import dev.makevideo.activities.runner.RunningActivity;
import dev.makevideo.activities.runner.Uploads;
import dev.makevideo.activities.speech.NarrationAnalysis;
import dev.makevideo.activities.speech.SpeechFacts;
import dev.makevideo.activities.subtitle.AssWriter;
import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.subtitle.FontSet;
import dev.makevideo.activities.subtitle.Fonts;
import dev.makevideo.activities.timeline.Segment;
import dev.makevideo.activities.timeline.Timeline;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.AssembledVideo;
import dev.makevideo.workflows.contract.BuildActivities;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.SegmentResult;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes segments and joins them. What is in the store already is not made again. */
public final class BuildActivitiesImpl implements BuildActivities {
  private static final Logger log = LoggerFactory.getLogger(BuildActivitiesImpl.class);

  private final ObjectMapper mapper = Payloads.mapper();
  private final ArtifactStore store;
  private final Uploads uploads;
  private final ActivityRunner runner;
  private final Metrics metrics;
  private final Path dataFolder;
  private final Fonts fonts;
  private final RenderKeys keys;
  private final SegmentEncoder encoder;
  private final VideoJoiner joiner;
  private final VideoCheck check;
  private final NarrationAnalysis narrations;
  private final MusicBed bed;

  /**
   * @param dataFolder below it the fonts are unpacked
   * @param fonts for the captions
   */
  public BuildActivitiesImpl(
      ArtifactStore store,
      ActivityRunner runner,
      ProcessRunner processes,
      Metrics metrics,
      Ffmpeg ffmpeg,
      Path dataFolder,
      Fonts fonts) {
    this.fonts = fonts;
    this.store = store;
    this.uploads = new Uploads(store);
    this.runner = runner;
    this.metrics = metrics;
    this.dataFolder = dataFolder;
    this.keys = new RenderKeys(ffmpeg.version());
    this.encoder = new SegmentEncoder(ffmpeg, processes);
    this.joiner = new VideoJoiner(ffmpeg, processes);
    this.check = new VideoCheck(ffmpeg, processes);
    this.narrations = new NarrationAnalysis(store, ffmpeg, processes);
    this.bed = new MusicBed(store, ffmpeg, processes);
  }

  @Override
  public SegmentResult renderSegment(VideoRequest request, ObjectRef timeline, int index) {
    return runner.run(
        activity -> {
          Timeline plan = plan(timeline);
          return render(request, plan, plan.segments().get(index), activity);
        });
  }

  /** The plan; one on another frame grid, of an earlier version, is made again. */
  private Timeline plan(ObjectRef timeline) throws IOException {
    Timeline plan = mapper.readValue(store.read(timeline), Timeline.class);
    if (plan.fps() != FrameGrid.FPS) {
      throw Failures.of(
          FailureType.ARTIFACT_MISSING,
          "the timeline is for " + plan.fps() + " frames a second, not " + FrameGrid.FPS);
    }
    return plan;
  }

  private SegmentResult render(
      VideoRequest request, Timeline plan, Segment segment, RunningActivity activity)
      throws IOException, InterruptedException {
    EncoderSettings settings = EncoderSettings.of(request.quality());
    FontSet drawn = fonts.forText(shown(request, plan), request.language(), activity.stop());
    Optional<String> text = captionsOf(request, plan, segment, drawn);
    ActionKey key = keys.segment(segment, plan.size(), request.cropPosition(), settings, text);
    Optional<ObjectRef> found = store.find(key);
    if (found.isPresent()) {
      return done(segment, found.get(), false, activity);
    }
    SegmentEncoder.Job job =
        new SegmentEncoder.Job(
            segment,
            store.file(segment.clip(), activity.scratch()),
            plan.size(),
            request.cropPosition(),
            settings,
            text,
            fonts.folder(dataFolder, drawn));
    log.atInfo().addKeyValue("segment", segment.index()).log("segment encode started");
    try {
      long from = System.nanoTime();
      Path encoded = encoder.encode(job, activity.scratch(), activity.stop(), activity::progress);
      processed(Metrics.Operation.SEGMENT, from);
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

  /** A run that ended well: what it took, without what was read and written around it. */
  private void processed(Metrics.Operation operation, long from) {
    metrics.videoProcessing(operation, Duration.ofNanos(System.nanoTime() - from));
  }

  /** All that the video shows, not the segment: its fonts are chosen for the whole. */
  private static String shown(VideoRequest request, Timeline plan) {
    return request.subtitleStyle().isDrawn()
        ? plan.segments().stream()
            .flatMap(segment -> segment.cues().stream())
            .map(Cue::text)
            .distinct()
            .collect(Collectors.joining(" "))
        : "";
  }

  /** The letters that no font has are left out of it, so that it tells which fonts there were. */
  private static Optional<String> captionsOf(
      VideoRequest request, Timeline plan, Segment segment, FontSet drawn) {
    if (request.subtitleStyle() == SubtitleStyle.NONE || segment.cues().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new AssWriter(drawn)
            .write(
                segment.cues(),
                request.subtitleStyle(),
                request.language(),
                plan.size().width(),
                plan.size().height()));
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
          Timeline plan = plan(timeline);
          return assemble(request, plan, segments, activity);
        });
  }

  private AssembledVideo assemble(
      VideoRequest request, Timeline plan, List<ObjectRef> segments, RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    ActionKey key = keys.video(plan, segments, request.narration(), request.music());
    Path folder = activity.scratch();
    StopSignal stop = activity.stop();
    Optional<ObjectRef> found = store.find(key);
    ObjectRef video;
    VideoCheck.Measured measured;
    if (found.isPresent()) {
      video = found.get();
      measured = check.measure(store.file(video, folder), plan, folder, stop);
    } else {
      Path narration = uploads.file(request.narration(), "narration", folder);
      List<Path> files = new ArrayList<>();
      for (ObjectRef segment : segments) {
        files.add(store.file(segment, folder));
        activity.heartbeat().check();
      }
      long from = System.nanoTime();
      Optional<MusicBed.Laid> music = music(request, plan, activity);
      Path joined = joiner.join(plan, files, narration, music, folder, stop, activity::progress);
      processed(Metrics.Operation.CONCAT, from);
      measured = check.measure(joined, plan, folder, stop);
      video = store.publish(key, joined);
    }
    return new AssembledVideo(
        video, measured.picture(), measured.drift().toMillis(), activity.ranMillis());
  }

  private Optional<MusicBed.Laid> music(
      VideoRequest request, Timeline plan, RunningActivity activity)
      throws MediaUnusableException, IOException, InterruptedException {
    if (request.music().isEmpty()) {
      return Optional.empty();
    }
    SpeechFacts facts = narrations.facts(narrations.of(request, activity));
    return Optional.of(
        bed.lay(request, request.music().get(), facts.speech(), plan.narration(), activity));
  }
}
