package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.checks.monitoring.PrometheusServer;
import dev.makevideo.checks.rig.DownloadService;
import dev.makevideo.checks.rig.DownloadService.Mode;
import dev.makevideo.checks.rig.EventReceiver;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Services;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessIdentity;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.Ports;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installation whose metrics are compared with what happened: three jobs, one with a service
 * that breaks and a worker that is killed, one that fails, one that is cancelled.
 */
final class MetricsScene implements AutoCloseable {
  static final int NARRATION_SECONDS = 9;
  static final String SERVICE = "video-downloader";

  private static final int CLIPS = 8;
  private static final int CLIP_SECONDS = 2;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(4);

  final DownloadService downloads;
  final Services services;
  final EventReceiver receiver;
  final Rig rig;
  final PrometheusServer prometheus;

  private final Path folder;
  private final Programs programs;
  private final ClipMaker clips;
  private final RedisServer redis;
  private final int port = Ports.free();
  private @Nullable JavaProcess worker;

  /**
   * A job whose worker was killed.
   *
   * @param job which was completed
   * @param last what the worker told before
   */
  record Killed(String job, Scrape last) {}

  MetricsScene(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    programs = Programs.find(System.out::println);
    clips = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    redis = new RedisServer(folder.resolve("redis"));
    List<Path> files = new ArrayList<>(clips.clips(CLIPS - 1, CLIP_SECONDS));
    files.add(0, withText(files.get(0)));
    downloads = new DownloadService(files, Duration.ofMillis(100), Duration.ofMinutes(5));
    services = new Services(downloads, CLIPS);
    receiver = new EventReceiver(List.of(500));
    Map<String, String> settings = new HashMap<>(services.settings());
    settings.put("REDIS_URL", redis.url());
    settings.put("MAKE_VIDEO_BREAKER_OPEN_SECONDS", "3");
    rig = new Rig(folder.resolve("rig"), programs, settings);
    prometheus =
        new PrometheusServer(
            folder.resolve("prometheus"),
            Path.of("").toAbsolutePath().getParent(),
            Map.of(
                "make-video-api", "127.0.0.1:" + rig.client().port(),
                "make-video-worker", "127.0.0.1:" + port));
  }

  void startWorker() throws Exception {
    worker = rig.startWorker(Map.of("MAKE_VIDEO_WORKER_PORT", Integer.toString(port)));
    Await.until("the worker tells", SOON, () -> tells(() -> scrape().series() > 0));
  }

  private static boolean tells(Callable<Boolean> question) throws Exception {
    try {
      return question.call();
    } catch (IOException e) {
      return false; // not yet
    }
  }

  Scrape scrape() throws IOException, InterruptedException {
    return Scrape.of(port);
  }

  private String create(Map<String, String> more) throws IOException, InterruptedException {
    Map<String, String> fields = new HashMap<>(Map.of("quality", "draft"));
    fields.putAll(more);
    return rig.client().create(clips.narration(NARRATION_SECONDS), fields, "metrics");
  }

  /** Returns the job, and what the killed worker told last. */
  Killed brokenServiceAndKilledWorker() throws Exception {
    downloads.turn(Mode.ANSWERS_500);
    String job = create(Map.of("query", "rivers"));
    Await.until(
        "the breaker is open",
        SOON,
        () -> scrape().sum("circuit_breaker_state", "service", SERVICE) == 1);
    downloads.turn(Mode.WORKS);
    Await.until(
        "all clips are checked while the transcriber still listens",
        LONG,
        () ->
            rig.client().stage(job, "validating_shorts").path("state").asText().equals("completed")
                && services.heard() > 0
                && scrape().sum("resource_ffmpeg_processes") == 0);
    assertEquals(1, scrape().sum("pipeline_jobs_active"));
    assertEquals(0, scrape().sum("circuit_breaker_state", "service", SERVICE), "closed again");
    double growth = scrape().sum("resource_memory_usage_bytes", "component", "ocr");
    assertTrue(growth > 10e6, "models of " + growth + " bytes");
    Scrape last = scrape();
    worker().kill9();
    startWorker();
    services.speak();
    Await.until(
        "ffmpeg is seen at work",
        LONG,
        () -> {
          Scrape now = scrape();
          return now.sum("resource_ffmpeg_processes") > 0
              && now.sum("resource_memory_usage_bytes", "component", "ffmpeg") > 1e6;
        });
    rig.client().awaitStatus(job, "completed", LONG);
    return new Killed(job, last);
  }

  /** Its receiver takes the first event at the second attempt. */
  String failingJob() throws Exception {
    Path corrupt = Files.createDirectory(folder.resolve("corrupt"));
    Files.write(corrupt.resolve("broken.mp4"), new byte[100_000]);
    String job =
        create(
            Map.of(
                "subtitles",
                "none",
                "clips_folder",
                corrupt.toString(),
                "webhook_url",
                receiver.url()));
    rig.client().awaitStatus(job, "failed", LONG);
    Await.until("start and end were taken", SOON, () -> receiver.taken() == 2);
    return job;
  }

  String cancelledJob() throws Exception {
    int before = downloads.total();
    downloads.turn(Mode.HANGS);
    String job = create(Map.of("query", "lakes", "subtitles", "none"));
    Await.until("a download hangs", SOON, () -> downloads.total() > before);
    rig.client().cancel(job);
    rig.client().awaitStatus(job, "cancelled", SOON);
    return job;
  }

  VideoResult result(String finished) {
    try (TemporalConnection temporal = temporal()) {
      return temporal.client().newUntypedWorkflowStub(finished).getResult(VideoResult.class);
    }
  }

  List<HistoryEvent> history(String job) {
    try (TemporalConnection temporal = temporal()) {
      return temporal.client().fetchHistory(job).getEvents();
    }
  }

  private TemporalConnection temporal() {
    return TemporalConnection.open(
        Map.of("TEMPORAL_ADDRESS", rig.temporal().address()), ProcessIdentity.name("checks"));
  }

  /** How many frames of one clip are looked at: those that ffmpeg gives for one in a second. */
  long sampled() throws Exception {
    Path frames = Files.createDirectory(folder.resolve("frames"));
    run(
        "-i",
        clips.clips(1, CLIP_SECONDS).get(0).toString(),
        "-vf",
        "fps=1:eof_action=pass",
        frames.resolve("%03d.ppm").toString());
    try (Stream<Path> files = Files.list(frames)) {
      return files.count();
    }
  }

  private Path withText(Path clip) throws IOException, InterruptedException {
    Path font = folder.resolve("font.ttf");
    try (var letters =
        MetricsScene.class.getResourceAsStream(
            "/dev/makevideo/activities/subtitle/fonts/Anton-Regular.ttf")) {
      Files.copy(letters, font);
    }
    Path made = folder.resolve("text.mp4");
    run(
        "-i",
        clip.toString(),
        "-vf",
        "drawtext=fontfile=" + font + ":text=SUBSCRIBE NOW:fontsize=48:fontcolor=white:x=20:y=h/2",
        made.toString());
    return made;
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(programs.ffmpeg().ffmpeg().toString(), "-v", "error"));
    command.addAll(List.of(arguments));
    try (SupervisedProcesses processes = new SupervisedProcesses(System.getenv())) {
      Finished finished =
          processes.run(Command.of("ffmpeg-clip", command, folder, LONG), new StopSignal());
      assertEquals(0, finished.exitCode(), finished.errorTail());
    }
  }

  @Override
  public void close() {
    prometheus.close();
    rig.close();
    receiver.close();
    services.close();
    redis.close();
  }

  /** What the server lists, as worker and API tell it, when every job has ended. */
  void awaitListed() {
    Await.until(
        "every job is listed as it ended",
        SOON,
        () -> ended(scrape()) && ended(Scrape.of(rig.client().port())));
  }

  private static boolean ended(Scrape scrape) {
    return Stream.of("completed", "failed", "cancelled")
            .allMatch(status -> scrape.sum("pipeline_jobs_listed", "status", status) == 1)
        && scrape.sum("pipeline_jobs_active") == 0;
  }

  /** The worker that lives. */
  JavaProcess worker() {
    return Objects.requireNonNull(worker, "none was started");
  }

  /** What the job's activity told of its subtitles. */
  SubtitlesResult subtitles(String job) {
    List<HistoryEvent> history = history(job);
    return history.stream()
        .filter(HistoryEvent::hasActivityTaskCompletedEventAttributes)
        .map(HistoryEvent::getActivityTaskCompletedEventAttributes)
        .filter(end -> type(history, end.getScheduledEventId()).equals("generateSubtitles"))
        .map(end -> end.getResult().getPayloads(0))
        .map(
            made ->
                Payloads.converter()
                    .fromPayload(made, SubtitlesResult.class, SubtitlesResult.class))
        .findFirst()
        .orElseThrow();
  }

  private static String type(List<HistoryEvent> history, long scheduled) {
    return history
        .get((int) scheduled - 1)
        .getActivityTaskScheduledEventAttributes()
        .getActivityType()
        .getName();
  }
}
