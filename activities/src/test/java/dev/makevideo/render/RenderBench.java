package dev.makevideo.render;

import dev.makevideo.activity.AssembledVideo;
import dev.makevideo.activity.Clip;
import dev.makevideo.activity.PlanRequest;
import dev.makevideo.activity.SegmentResult;
import dev.makevideo.activity.TimelinePlan;
import dev.makevideo.activity.ValidateBatch;
import dev.makevideo.job.AspectRatio;
import dev.makevideo.job.ClipSource;
import dev.makevideo.job.CropPosition;
import dev.makevideo.job.ObjectRef;
import dev.makevideo.job.RenderQuality;
import dev.makevideo.job.SubtitleStyle;
import dev.makevideo.job.VideoRequest;
import dev.makevideo.media.TestMedia;
import dev.makevideo.process.ProcessRunner;
import dev.makevideo.runner.ActivityRunner;
import dev.makevideo.runner.Attempt;
import dev.makevideo.storage.ArtifactStore;
import dev.makevideo.storage.Scratch;
import dev.makevideo.storage.StoreFolder;
import dev.makevideo.subtitle.Cue;
import dev.makevideo.subtitle.Cues;
import dev.makevideo.subtitle.Word;
import dev.makevideo.telemetry.Metrics;
import dev.makevideo.timeline.Timeline;
import dev.makevideo.wire.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The activities of the build with everything around them, and a job to run through them. */
final class RenderBench implements AutoCloseable {
  static final String JOB = "mv-test";
  static final Duration NARRATION = Duration.ofMillis(6020);

  private final Path folder;
  final TestMedia media;
  final StoreFolder storeFolder;
  final ArtifactStore store;
  final Scratch scratch;
  final TestBeats beats = new TestBeats();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final BuildActivitiesImpl build;
  final TimelineActivitiesImpl timelines;
  int attempt = 1;

  /** The folder's name has what a filter or a list could stumble over. */
  RenderBench(Path folder) throws Exception {
    media = new TestMedia(folder);
    storeFolder = new StoreFolder(folder.resolve("it's, a [st:ore]; 100%"));
    store = storeFolder.open();
    scratch = storeFolder.scratch();
    this.folder = folder;
    build = buildWith(media.processes());
    timelines = timelinesWith(() -> new Attempt(JOB, attempt));
  }

  TimelineActivitiesImpl timelinesWith(Supplier<Attempt> current) {
    return new TimelineActivitiesImpl(
        store,
        scratch,
        new ActivityRunner(beats, scratch, current),
        new Metrics(registry),
        Map.of("ffmpeg", media.ffmpeg().version()));
  }

  ActivityRunner runner() {
    return new ActivityRunner(beats, scratch, () -> new Attempt(JOB, attempt));
  }

  BuildActivitiesImpl buildWith(ProcessRunner processes) {
    return new BuildActivitiesImpl(
        store,
        runner(),
        processes,
        new Metrics(registry),
        media.ffmpeg(),
        folder.resolve("da'ta: [x],y"));
  }

  VideoRequest request(RenderQuality quality, SubtitleStyle style, ObjectRef narration) {
    return new VideoRequest(
        store.id(),
        "default",
        "test",
        "query",
        narration,
        NARRATION,
        Optional.empty(),
        ClipSource.ofFolder("/clips"),
        50,
        AspectRatio.PORTRAIT_9_16,
        CropPosition.CENTER,
        style,
        "en",
        false,
        quality);
  }

  /** A clip as it comes out of validation: counted by decoding. */
  ValidateBatch.Item item(int index, Path file) throws Exception {
    return item(index, file, media.counted(file));
  }

  ValidateBatch.Item item(int index, Path file, Duration duration) throws Exception {
    return new ValidateBatch.Item(
        index, Clip.whole(store.put(file), file.getFileName().toString(), duration, 640, 360));
  }

  ObjectRef cues(Cue... cues) throws Exception {
    return store.put(Payloads.mapper().writeValueAsBytes(new Cues(List.of(cues), "bold", "en")));
  }

  static Cue cue(double start, double end, String... texts) {
    List<Word> words = new ArrayList<>();
    double each = (end - start) / texts.length;
    for (int i = 0; i < texts.length; i++) {
      words.add(new Word(texts[i], start + i * each, start + (i + 1) * each));
    }
    return new Cue(start, end, words);
  }

  Timeline timeline(TimelinePlan plan) throws Exception {
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
