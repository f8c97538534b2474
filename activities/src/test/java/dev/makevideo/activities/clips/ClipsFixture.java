package dev.makevideo.activities.clips;

import dev.makevideo.activities.external.CallTurns;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.ServiceBreakers;
import dev.makevideo.activities.external.TestServer;
import dev.makevideo.activities.heartbeat.KeptHeartbeat;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.Attempt;
import dev.makevideo.activities.shared.SingleFlight;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.CandidateList;
import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.lock.LocalLocks;
import dev.makevideo.coordination.lock.Locks;
import dev.makevideo.coordination.slot.LocalSlots;
import dev.makevideo.coordination.slot.Slots;
import dev.makevideo.coordination.throttle.LocalThrottle;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.Scratch;
import dev.makevideo.platform.storage.StoreFolder;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.ClipFacts;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The activities with a real HTTP server, a real store, and fakes for heartbeat and measurement.
 */
final class ClipsFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final int MAX_BYTES = 100_000;

  final TestServer server = new TestServer();
  final StoreFolder folder;
  final Scratch scratch;
  final Path clips;
  final AtomicInteger measured = new AtomicInteger();
  final MapCache cache = new MapCache();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  ArtifactStore store;
  KeptHeartbeat heartbeat = new KeptHeartbeat();
  Optional<String> searchUrl = Optional.of(server.url("/api/"));
  Optional<String> downloaderUrl = Optional.of(server.url("/dl"));
  List<Path> roots;
  ClipMeter meter = this::measure;
  boolean privateUrls = true;
  Slots slots = new LocalSlots();
  Locks locks = new LocalLocks(Clock.systemUTC());
  Instant now = NOW;
  SourceSettings internet = SourceSettings.none();
  private final SupervisedProcesses processes = new SupervisedProcesses(System.getenv());
  private final List<GuardedClient> clients = new ArrayList<>();

  ClipsFixture(Path directory) throws IOException {
    folder = new StoreFolder(directory.resolve("store"));
    store = folder.open();
    scratch = folder.scratch();
    clips = Files.createDirectory(directory.resolve("clips"));
    roots = List.of(clips);
  }

  ClipActivitiesImpl activities() {
    Metrics metrics = new Metrics(registry);
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    GuardedClient client =
        new GuardedClient(
            ServiceBreakers.alone(() -> 0, metrics),
            new LocalThrottle(() -> 0),
            AdaptiveLimits.none(),
            metrics,
            clock,
            privateUrls);
    clients.add(client);
    return new ClipActivitiesImpl(
        store,
        new ActivityRunner(() -> heartbeat, scratch, () -> new Attempt("job-1", "run-1", 1)),
        (file, stop) -> meter.measure(file, stop),
        client,
        metrics,
        new CallTurns(slots, new SingleFlight(locks), clock),
        cache,
        new ServiceSettings(
                searchUrl,
                downloaderUrl,
                Optional.empty(),
                Optional.empty(),
                "whisper-1",
                roots,
                privateUrls,
                MAX_BYTES,
                Optional.empty())
            .with(internet),
        TestYtDlp.programs(processes, internet.programs()),
        3,
        clock);
  }

  static final ClipFacts FACTS =
      new ClipFacts(
          640,
          360,
          1,
          Duration.ofMillis(3040),
          30,
          "h264",
          "yuv420p",
          "tv",
          "bt709",
          "bt709",
          "bt709",
          false,
          false,
          Duration.ZERO,
          Optional.empty());

  /** A file that begins with "video" is one. */
  private ClipFacts measure(Path file, StopSignal stop) throws MediaUnusableException, IOException {
    measured.incrementAndGet();
    if (!Files.readString(file, StandardCharsets.ISO_8859_1).startsWith("video")) {
      throw new MediaUnusableException("it is no video");
    }
    return FACTS;
  }

  VideoRequest request(ClipSource source) {
    return request(source, 50);
  }

  VideoRequest request(ClipSource source, int maxShorts) {
    return VideoRequest.builder()
        .storeId(store.id())
        .correlationId("corr-1")
        .query("cats & dogs")
        .narration(new ObjectRef("0".repeat(64), 1))
        .narrationDuration(Duration.ofSeconds(30))
        .clips(source)
        .maxShorts(maxShorts)
        .aspectRatio(AspectRatio.of("9:16"))
        .quality(RenderQuality.DRAFT)
        .build();
  }

  VideoRequest urls(String... lines) throws IOException {
    return request(
        ClipSource.ofUrls(store.put(String.join("\n", lines).getBytes(StandardCharsets.UTF_8))));
  }

  List<Candidate> candidates(ObjectRef list) throws IOException {
    return Payloads.mapper().readValue(store.read(list), CandidateList.class).candidates();
  }

  /** Fetches, and downloads all in one batch. */
  BatchResult download(VideoRequest request) {
    return download(request, 0);
  }

  BatchResult download(VideoRequest request, int attempts) {
    ClipActivitiesImpl activities = activities();
    dev.makevideo.workflows.contract.FetchResult fetched = activities.fetchShorts(request);
    return activities.downloadShorts(
        request, batch(fetched.candidates().orElseThrow(), fetched.count(), attempts));
  }

  static DownloadBatch batch(ObjectRef candidates, int count, int attempts) {
    return new DownloadBatch(
        candidates,
        IntStream.range(0, count).mapToObj(i -> new DownloadBatch.Item(i, attempts)).toList(),
        Duration.ofSeconds(20));
  }

  /** The next attempt finds what this one has sent last. */
  void nextAttempt() {
    List<ActivityProgress> sent = heartbeat.sent();
    heartbeat = new KeptHeartbeat(Optional.of(sent.get(sent.size() - 1)));
  }

  boolean scratchIsEmpty() throws IOException {
    return folder.scratchLeft().isEmpty();
  }

  @Override
  public void close() {
    clients.forEach(GuardedClient::close);
    processes.close();
    server.close();
  }
}
