package dev.makevideo.activities.render;

import dev.makevideo.activities.heartbeat.KeptHeartbeat;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.Attempt;
import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.subtitle.Cues;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.activities.timeline.Timeline;
import dev.makevideo.activities.timeline.TimelineActivitiesImpl;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.probe.TestMedia;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.platform.storage.Scratch;
import dev.makevideo.platform.storage.StoreFolder;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.AssembledVideo;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ClipFacts;
import dev.makevideo.workflows.contract.PlanRequest;
import dev.makevideo.workflows.contract.SegmentResult;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The activities of the build with everything around them, and a job to run through them. */
public final class RenderBench implements AutoCloseable {
  public static final String JOB = "mv-test";
  public static final Duration NARRATION = Duration.ofMillis(6020);

  private final Path folder;
  public final TestMedia media;
  public final StoreFolder storeFolder;
  public final FileArtifactStore store;
  final Scratch scratch;
  final KeptHeartbeat heartbeats = new KeptHeartbeat();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final BuildActivitiesImpl build;
  public final TimelineActivitiesImpl timelines;
  int attempt = 1;

  /** The folder's name has what a filter or a list could stumble over. */
  public RenderBench(Path folder) throws Exception {
    media = new TestMedia(folder);
    storeFolder = new StoreFolder(folder.resolve("it's, a [st:ore]; 100%"));
    store = storeFolder.open();
    scratch = storeFolder.scratch();
    this.folder = folder;
    build = buildWith(media.processes());
    timelines = timelinesWith(() -> new Attempt(JOB, "run-1", attempt));
  }

  public TimelineActivitiesImpl timelinesWith(Supplier<Attempt> current) {
    return new TimelineActivitiesImpl(
        store,
        scratch,
        new ActivityRunner(heartbeats, scratch, current),
        Map.of("ffmpeg", media.ffmpeg().version()));
  }

  ActivityRunner runner() {
    return new ActivityRunner(heartbeats, scratch, () -> new Attempt(JOB, "run-1", attempt));
  }

  BuildActivitiesImpl buildWith(ProcessRunner processes) {
    return buildWith(store, processes);
  }

  BuildActivitiesImpl buildWith(ArtifactStore store, ProcessRunner processes) {
    return new BuildActivitiesImpl(
        store,
        runner(),
        processes,
        new Metrics(registry),
        media.ffmpeg(),
        folder.resolve("da'ta: [x],y"),
        new dev.makevideo.activities.subtitle.Fonts());
  }

  public VideoRequest request(RenderQuality quality, SubtitleStyle style, ObjectRef narration) {
    return VideoRequest.builder()
        .storeId(store.id())
        .correlationId("test")
        .query("query")
        .narration(narration)
        .narrationDuration(NARRATION)
        .clips(ClipSource.ofFolder("/clips"))
        .subtitleStyle(style)
        .checkText(false)
        .quality(quality)
        .build();
  }

  /** A clip as it comes out of download and validation: measured, and counted by decoding. */
  ValidateBatch.Item item(int index, Path file) throws Exception {
    ClipFacts facts =
        new MediaProbe(media.ffmpeg(), media.processes()).clip(file, new StopSignal());
    ValidateBatch.Item bare = item(index, file, media.counted(file));
    return new ValidateBatch.Item(index, bare.clip().with(facts));
  }

  /** As an earlier version downloaded it: nothing is known of its headers. */
  public ValidateBatch.Item item(int index, Path file, Duration duration) throws Exception {
    return new ValidateBatch.Item(
        index, Clip.whole(store.put(file), file.getFileName().toString(), duration, 640, 360));
  }

  public ObjectRef cues(Cue... cues) throws Exception {
    return store.put(Payloads.mapper().writeValueAsBytes(new Cues(List.of(cues), "bold", "en")));
  }

  public static Cue cue(double start, double end, String... texts) {
    List<Word> words = new ArrayList<>();
    double each = (end - start) / texts.length;
    for (int i = 0; i < texts.length; i++) {
      words.add(new Word(texts[i], start + i * each, start + (i + 1) * each));
    }
    return new Cue(start, end, words);
  }

  public Timeline timeline(TimelinePlan plan) throws Exception {
    return Payloads.mapper().readValue(store.read(plan.timeline()), Timeline.class);
  }

  /** A run of the whole build. */
  record Run(TimelinePlan plan, List<SegmentResult> segments, AssembledVideo video) {
    long encoded() {
      return segments.stream().filter(SegmentResult::encoded).count();
    }

    List<ObjectRef> objects() {
      return segments.stream().map(segment -> segment.segment().orElseThrow()).toList();
    }
  }

  Run run(VideoRequest request, PlanRequest planRequest) {
    TimelinePlan plan = timelines.planTimeline(request, planRequest);
    List<SegmentResult> segments = new ArrayList<>();
    for (int i = 0; i < plan.segments(); i++) {
      segments.add(build.renderSegment(request, plan.timeline(), i));
    }
    List<ObjectRef> objects = segments.stream().map(s -> s.segment().orElseThrow()).toList();
    return new Run(plan, segments, build.assembleVideo(request, plan.timeline(), objects));
  }

  @Override
  public void close() {
    media.close();
  }
}
