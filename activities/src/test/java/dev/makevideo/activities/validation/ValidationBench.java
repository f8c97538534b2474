package dev.makevideo.activities.validation;

import dev.makevideo.activities.clips.MapCache;
import dev.makevideo.activities.heartbeat.KeptHeartbeat;
import dev.makevideo.activities.ocr.TextRecognizer;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.Attempt;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.ffmpeg.TestFfmpeg;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.StoreFolder;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.CropPosition;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The activity with real ffmpeg and text recognition, and counted runs. */
final class ValidationBench implements AutoCloseable {
  private final Queue<String> runs = new ConcurrentLinkedQueue<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final SupervisedProcesses processes = new SupervisedProcesses(System.getenv());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final KeptHeartbeat heartbeats = new KeptHeartbeat();
  private final MapCache cache = new MapCache();
  private final FfmpegTools tools;
  private final StoreFolder storeFolder;
  private final ArtifactStore store;
  private final TestClips clips;
  private final Path folder;
  private final ValidationActivitiesImpl activities;
  private final ClipPictures pictures;
  private final Map<String, Path> links = new HashMap<>();
  private boolean checkText = true;
  private Duration itemTimeout = Duration.ofSeconds(60);
  private Duration claimed = Duration.ZERO;
  private Optional<ProcessRunner.Finished> end = Optional.empty();

  ValidationBench(Path folder, Supplier<TextRecognizer> recognizer)
      throws IOException, InterruptedException {
    tools = TestFfmpeg.locate();
    this.folder = folder;
    storeFolder = new StoreFolder(folder.resolve("store"));
    store = storeFolder.open();
    pictures = new ClipPictures(store);
    clips = new TestClips(tools, processes, Files.createDirectory(folder.resolve("clips")));
    activities =
        new ValidationActivitiesImpl(
            store,
            new ActivityRunner(
                heartbeats, storeFolder.scratch(), () -> new Attempt("job-1", "run-1", 1)),
            new CountedProcesses(),
            tools.pair(),
            new Metrics(registry),
            cache,
            recognizer,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  }

  ValidationBench withoutText() {
    checkText = false;
    return this;
  }

  ValidationBench within(Duration timeout) {
    itemTimeout = timeout;
    return this;
  }

  /** What the clips' headers said they last. */
  ValidationBench claiming(Duration duration) {
    claimed = duration;
    return this;
  }

  /** From now on ffmpeg is not run, but ends so. */
  ValidationBench endingWith(int exitCode, String errorTail) {
    end = Optional.of(new ProcessRunner.Finished(exitCode, "", errorTail));
    return this;
  }

  /** From now on ffmpeg's file of this name is written elsewhere. */
  ValidationBench writingTo(String name, Path target) {
    links.put(name, target);
    return this;
  }

  TestClips clips() {
    return clips;
  }

  Path ffmpeg() {
    return tools.ffmpeg();
  }

  StoreFolder storeFolder() {
    return storeFolder;
  }

  /** What is shown of an item of the job. */
  Optional<Path> picture(int index) throws IOException {
    Optional<ObjectRef> found = pictures.at(new ClipPictures.Place("job-1", "run-1", index));
    return found.isEmpty() ? Optional.empty() : Optional.of(store.file(found.get(), folder));
  }

  ArtifactStore store() {
    return store;
  }

  MapCache cache() {
    return cache;
  }

  KeptHeartbeat heartbeats() {
    return heartbeats;
  }

  /** How many programs the activity ran. */
  int runs() {
    return runs.size();
  }

  /** How often it checked a clip. */
  int checks() {
    return (int) runs.stream().filter("ffmpeg-check"::equals).count();
  }

  void awaitRun() throws InterruptedException {
    if (!started.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no program was started");
    }
  }

  double counter(String name) {
    return registry.find(name).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  double rejected() {
    return registry.counter("validation.results", "result", "rejected").count();
  }

  ItemOutcome validate(Path clip) throws IOException {
    return validate(store.put(clip));
  }

  ItemOutcome validate(ObjectRef clip) {
    return validateObjects(List.of(clip)).get(0);
  }

  List<ItemOutcome> validateAll(Path... files) throws IOException {
    List<ObjectRef> objects = new ArrayList<>();
    for (Path file : files) {
      objects.add(store.put(file));
    }
    return validateObjects(objects);
  }

  private List<ItemOutcome> validateObjects(List<ObjectRef> objects) {
    List<ValidateBatch.Item> items = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      Clip clip = Clip.whole(objects.get(i), "clip-" + i, claimed, 1, 1);
      items.add(new ValidateBatch.Item(i, clip));
    }
    return activities.validateShorts(request(), new ValidateBatch(items, itemTimeout)).outcomes();
  }

  private VideoRequest request() {
    return VideoRequest.builder()
        .storeId(store.id())
        .correlationId("correlation")
        .query("query")
        .narration(new ObjectRef("0".repeat(64), 1))
        .narrationDuration(Duration.ofSeconds(10))
        .maxShorts(10)
        .aspectRatio(AspectRatio.values()[0])
        .cropPosition(CropPosition.values()[0])
        .subtitleStyle(SubtitleStyle.values()[0])
        .checkText(checkText)
        .quality(RenderQuality.values()[0])
        .build();
  }

  /**
   * The clip with a matrix in its track header (ISO/IEC 14496-12, 8.3.2) that turns it by 90
   * degrees.
   */
  Path turned(Path clip) throws IOException {
    byte[] bytes = Files.readAllBytes(clip);
    int box = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    ByteBuffer matrix = ByteBuffer.wrap(bytes, box + 44, 36);
    for (int value : new int[] {0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30}) {
      matrix.putInt(value);
    }
    return Files.write(clip.resolveSibling("turned.mp4"), bytes);
  }

  /** An MP4 with sound only. */
  Path sound() throws IOException, InterruptedException {
    Path sound = folder.resolve("clips").resolve("sound.mp4");
    ffmpeg("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", sound.toString());
    return sound;
  }

  /** Runs ffmpeg for the test. */
  void ffmpeg(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-v", "error"));
    all.addAll(List.of(arguments));
    ProcessRunner.Finished end =
        processes.run(Command.of("test", all, folder, Duration.ofSeconds(30)), new StopSignal());
    if (end.exitCode() != 0) {
      throw new IOException(end.errorTail());
    }
  }

  @Override
  public void close() {
    processes.close();
  }

  /** Runs programs and counts them. */
  private final class CountedProcesses implements ProcessRunner {
    @Override
    public Finished run(Command command, StopSignal stop) throws IOException, InterruptedException {
      count(command);
      link(command);
      return processes.run(command, stop);
    }

    @Override
    public Finished run(Command command, StopSignal stop, LineSink lines)
        throws IOException, InterruptedException {
      count(command);
      link(command);
      return processes.run(command, stop, lines);
    }

    private void link(Command command) throws IOException {
      for (Map.Entry<String, Path> link : links.entrySet()) {
        Files.createSymbolicLink(command.directory().resolve(link.getKey()), link.getValue());
      }
    }

    @Override
    public Finished run(Command command, StopSignal stop, OutputReader reader)
        throws IOException, InterruptedException {
      count(command);
      return end.isPresent() ? end.get() : processes.run(command, stop, reader);
    }

    private void count(Command command) {
      runs.add(command.label());
      started.countDown();
    }
  }
}
