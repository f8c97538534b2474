package dev.makevideo.activities.render;

import dev.makevideo.activities.clips.ClipActivitiesImpl;
import dev.makevideo.activities.clips.ClipMeter;
import dev.makevideo.activities.clips.TestYtDlp;
import dev.makevideo.activities.external.CallTurns;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.ServiceBreakers;
import dev.makevideo.activities.runner.SingleFlight;
import dev.makevideo.activities.timeline.Segment;
import dev.makevideo.activities.validation.ValidationActivitiesImpl;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.lock.LocalLocks;
import dev.makevideo.coordination.slot.LocalSlots;
import dev.makevideo.coordination.throttle.LocalThrottle;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.SourceProgramSettings;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.PlanRequest;
import dev.makevideo.workflows.contract.SegmentResult;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * One job over a folder of odd clips, through the product's own activities: listed, copied and
 * measured, checked, planned, rendered and joined. Two items are worked on at once. To be closed.
 */
final class OddRun implements AutoCloseable {
  private static final Duration ITEM = Duration.ofSeconds(60);
  private static final int SLOTS = 2;

  private final ExecutorService slots = Executors.newFixedThreadPool(SLOTS);
  private final Map<String, String> rejections = new LinkedHashMap<>();
  private final Path folder;
  final RenderBench bench;
  private Path video = Path.of("");
  private List<Segment> segments = List.of();
  private List<String> names = List.of();

  OddRun(Path folder) throws Exception {
    this.folder = folder;
    this.bench = new RenderBench(folder);
  }

  /** Makes the clips, and runs them through. */
  void run(List<OddClip> clips) throws Exception {
    Path source = Files.createDirectory(folder.resolve("clips"));
    Path work = Files.createDirectory(folder.resolve("work"));
    each(clips, clip -> clip.recipe().make(bench.media, work, source));
    names = clips.stream().map(OddClip::name).sorted().toList();
    List<ValidateBatch.Item> items = validated(downloaded(source));
    TimelinePlan plan = plan(items);
    List<SegmentResult> results = rendered(plan);
    if (results.stream().anyMatch(result -> result.unusable().isPresent())) {
      // As the workflow does: again without them.
      plan = plan(items.stream().filter(item -> !isRejected(item.index())).toList());
      results = rendered(plan);
    }
    segments = bench.timeline(plan).segments();
    List<ObjectRef> objects = results.stream().map(r -> r.segment().orElseThrow()).toList();
    video =
        bench.store.path(bench.build.assembleVideo(request(), plan.timeline(), objects).video());
  }

  Path video() {
    return video;
  }

  /** Why the clip was not used, if it was not. */
  Optional<String> rejection(OddClip clip) {
    return Optional.ofNullable(rejections.get(clip.name()));
  }

  /** The segments that show the clip, in the order of its footage. */
  List<Segment> segments(OddClip clip) {
    return segments.stream()
        .filter(segment -> names.get(segment.clipIndex()).equals(clip.name()))
        .sorted(Comparator.comparingInt(Segment::inFrame))
        .toList();
  }

  int frames() {
    return segments.stream().mapToInt(Segment::frames).sum();
  }

  private List<ValidateBatch.Item> downloaded(Path source) throws Exception {
    Metrics metrics = new Metrics(bench.registry);
    try (GuardedClient client =
        new GuardedClient(
            ServiceBreakers.alone(System::nanoTime, metrics),
            new LocalThrottle(System::nanoTime),
            metrics,
            Clock.systemUTC(),
            false)) {
      ClipActivitiesImpl activities =
          new ClipActivitiesImpl(
              bench.store,
              bench.runner(),
              ClipMeter.of(new MediaProbe(bench.media.ffmpeg(), bench.media.processes())),
              client,
              metrics,
              new CallTurns(
                  new LocalSlots(),
                  new SingleFlight(new LocalLocks(Clock.systemUTC())),
                  Clock.systemUTC()),
              SharedCache.none(),
              settings(source),
              TestYtDlp.programs(bench.media.processes(), SourceProgramSettings.none()),
              SLOTS,
              Clock.systemUTC());
      FetchResult found = activities.fetchShorts(request());
      List<DownloadBatch.Item> items =
          IntStream.range(0, found.count()).mapToObj(i -> new DownloadBatch.Item(i, 0)).toList();
      return kept(
          activities.downloadShorts(
              request(), new DownloadBatch(found.candidates().orElseThrow(), items, ITEM)));
    }
  }

  private List<ValidateBatch.Item> validated(List<ValidateBatch.Item> items) throws Exception {
    ValidationActivitiesImpl activities =
        new ValidationActivitiesImpl(
            bench.store,
            bench.runner(),
            bench.media.processes(),
            bench.media.ffmpeg(),
            new Metrics(bench.registry),
            SharedCache.none(),
            () -> {
              throw new IllegalStateException("no text is looked for");
            },
            Clock.systemUTC());
    List<ValidateBatch.Item> approved = new ArrayList<>();
    for (BatchResult result :
        each(
            items,
            item -> activities.validateShorts(request(), new ValidateBatch(List.of(item), ITEM)))) {
      approved.addAll(kept(result));
    }
    return approved;
  }

  private List<ValidateBatch.Item> kept(BatchResult result) {
    List<ValidateBatch.Item> kept = new ArrayList<>();
    for (ItemOutcome outcome : result.outcomes()) {
      if (outcome.clip().isPresent()) {
        kept.add(new ValidateBatch.Item(outcome.index(), outcome.clip().get()));
      } else {
        reject(
            outcome.index(), outcome.rejection().map(r -> r.message()).orElseGet(outcome::detail));
      }
    }
    return kept;
  }

  private TimelinePlan plan(List<ValidateBatch.Item> items) throws Exception {
    int frames = items.stream().mapToInt(i -> FrameGrid.framesOf(i.clip().worthShowing())).sum();
    return bench.timelines.planTimeline(
        request(), new PlanRequest(FrameGrid.lengthOf(frames), items, Optional.empty()));
  }

  private List<SegmentResult> rendered(TimelinePlan plan) throws Exception {
    List<SegmentResult> results =
        each(
            IntStream.range(0, plan.segments()).boxed().toList(),
            index -> bench.build.renderSegment(request(), plan.timeline(), index));
    results.forEach(r -> r.unusable().ifPresent(why -> reject(r.clipIndex(), "rendering: " + why)));
    return results;
  }

  private void reject(int index, String why) {
    rejections.put(names.get(index), why);
  }

  private boolean isRejected(int index) {
    return rejections.containsKey(names.get(index));
  }

  private interface Work<T, R> {
    R of(T item) throws Exception;
  }

  private <T, R> List<R> each(List<T> items, Work<T, R> work) throws Exception {
    List<Callable<R>> calls = new ArrayList<>();
    items.forEach(item -> calls.add(() -> work.of(item)));
    List<R> results = new ArrayList<>();
    for (Future<R> done : slots.invokeAll(calls)) {
      results.add(done.get());
    }
    return results;
  }

  private VideoRequest request() throws Exception {
    Path narration = folder.resolve("narration.m4a");
    if (!Files.exists(narration)) {
      bench.media.tone(narration.toString(), "150", "-ac", "1", "-c:a", "aac");
    }
    return VideoRequest.builder()
        .storeId(bench.store.id())
        .correlationId("test")
        .query("odd")
        .narration(bench.store.put(narration))
        .narrationDuration(Duration.ofSeconds(150))
        .clips(ClipSource.ofFolder(folder.resolve("clips").toString()))
        .maxShorts(VideoRequest.MAX_SHORTS)
        .subtitleStyle(SubtitleStyle.NONE)
        .checkText(false)
        .quality(RenderQuality.DRAFT)
        .build();
  }

  private static ServiceSettings settings(Path source) {
    return new ServiceSettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "whisper-1",
        List.of(source),
        false,
        200_000_000,
        Optional.empty());
  }

  @Override
  public void close() {
    slots.shutdownNow();
    bench.close();
  }
}
