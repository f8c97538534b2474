package dev.makevideo.worker;

import dev.makevideo.activities.clips.ClipActivitiesImpl;
import dev.makevideo.activities.clips.ClipMeter;
import dev.makevideo.activities.conversation.FreeTextReader;
import dev.makevideo.activities.external.CallTurns;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.GuardedPost;
import dev.makevideo.activities.external.ServiceBreakers;
import dev.makevideo.activities.heartbeat.TemporalHeartbeatSource;
import dev.makevideo.activities.ocr.TextRecognizer;
import dev.makevideo.activities.render.BuildActivitiesImpl;
import dev.makevideo.activities.runner.ActivityRunner;
import dev.makevideo.activities.runner.Attempt;
import dev.makevideo.activities.shared.SingleFlight;
import dev.makevideo.activities.source.SourcePrograms;
import dev.makevideo.activities.speech.NarrationActivitiesImpl;
import dev.makevideo.activities.speech.OpenAiTranscription;
import dev.makevideo.activities.subtitle.CjkFonts;
import dev.makevideo.activities.subtitle.Fonts;
import dev.makevideo.activities.timeline.TimelineActivitiesImpl;
import dev.makevideo.activities.transcription.EmbeddedTranscriber;
import dev.makevideo.activities.validation.ValidationActivitiesImpl;
import dev.makevideo.activities.ytdlp.YtDlpTool;
import dev.makevideo.coordination.coordinator.RedisCoordinator;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.platform.announcement.Announcements;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.font.CjkFont;
import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.process.OrphanSweep;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.settings.CaptionSettings;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.settings.SourceProgramSettings.YtDlpUse;
import dev.makevideo.platform.settings.SpeechSettings;
import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.platform.storage.FileScratch;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.temporal.ListedJobs;
import dev.makevideo.platform.tools.FetchOnce;
import dev.makevideo.platform.ytdlp.YtDlp;
import dev.makevideo.worker.admission.AdmissionControl;
import dev.makevideo.worker.admission.HostRoom;
import dev.makevideo.worker.housekeeping.Housekeepers;
import dev.makevideo.worker.housekeeping.HousekeepingSchedule;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker, wired: everything that its activities use, and the pollers. Starting it sweeps what a
 * dead worker of this host left.
 */
public final class WorkerService implements AutoCloseable {
  /** One thread a recognizer: a CPU slot is a processor. */
  private static final int RECOGNIZER_THREADS = 1;

  private static final Logger log = LoggerFactory.getLogger(WorkerService.class);

  /** Closed in reverse order. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private final WorkerProcess worker;
  private final HousekeepingSchedule housekeeping;
  private final Announcer announcer;

  private WorkerService(
      Settings settings,
      Map<String, String> environment,
      WorkflowClient client,
      FfmpegTools tools,
      RedisConnection redis,
      Metrics metrics,
      Clock calendar)
      throws IOException, InterruptedException {
    Path home = settings.storage().home();
    Path records = home.resolve("processes");
    int killed = new OrphanSweep(records).run();
    if (killed > 0) {
      log.atWarn().addKeyValue("programs", killed).log("killed what a dead worker left");
    }
    SupervisedProcesses processes = keep(new SupervisedProcesses(environment, records));
    FileArtifactStore store =
        new FileArtifactStore(
            settings.storage().store(), settings.storage().room().diskReserve().bytes());
    FileScratch scratch = new FileScratch(settings.storage().store());
    TemporalHeartbeatSource heartbeats = keep(new TemporalHeartbeatSource());
    Clock clock = Clock.systemUTC();
    ServiceSettings services = settings.services();
    RedisCoordinator shared =
        keep(RedisCoordinator.over(redis, SessionSettings.defaults(), metrics::cacheLooked));
    ServiceBreakers breakers =
        keep(ServiceBreakers.shared(shared, services.breakerOpenFor(), metrics));
    SingleFlight flight = new SingleFlight(shared.locks());
    GuardedClient guarded =
        keep(
            new GuardedClient(
                breakers,
                shared.throttle(),
                shared.adaptiveLimits(),
                metrics,
                clock,
                services.privateUrls()));
    Ffmpeg ffmpeg = tools.pair();
    TextRecognizer recognizer =
        keep(new TextRecognizer(home.resolve("native"), RECOGNIZER_THREADS));
    Housekeepers house = Housekeepers.of(settings.storage(), client, store, calendar);
    housekeeping = new HousekeepingSchedule(client, house.collector());
    ActivityRunner runner = new ActivityRunner(heartbeats, scratch, Attempt::current);
    Fonts fonts = new Fonts(cjkFonts(settings, environment, clock));
    Optional<EmbeddedTranscriber> transcriber = recognition(settings, environment);
    ActivitySet activities =
        new ActivitySet(
            new NarrationActivitiesImpl(
                store,
                runner,
                processes,
                ffmpeg,
                metrics,
                shared.cache(),
                flight,
                OpenAiTranscription.from(services, guarded),
                transcriber.map(known -> known),
                fonts),
            new ClipActivitiesImpl(
                store,
                runner,
                ClipMeter.of(new MediaProbe(ffmpeg, processes)),
                guarded,
                metrics,
                new CallTurns(shared.slots(), flight, clock),
                shared.cache(),
                services,
                new SourcePrograms(
                    processes, ytDlp(settings, environment, processes, clock), ffmpeg),
                settings.worker().downloads(),
                clock),
            new ValidationActivitiesImpl(
                store, runner, processes, ffmpeg, metrics, shared.cache(), () -> recognizer, clock),
            new TimelineActivitiesImpl(
                store,
                scratch,
                runner,
                Map.of("ffmpeg", tools.version(), "ocr", TextRecognizer.VERSION)),
            new BuildActivitiesImpl(store, runner, processes, metrics, ffmpeg, home, fonts),
            house.collector(),
            house.expiry(),
            house.freeing(),
            new FreeTextReader(guarded, services.chat()),
            WebhookWiring.of(
                settings,
                client,
                store,
                keep(new GuardedPost(services.privateUrls(), metrics, clock)),
                metrics,
                clock));
    ResourceGauges gauges = new ResourceGauges(settings.storage(), processes, recognizer, redis);
    gauges.register(metrics);
    AdmissionControl admission =
        keep(
            new AdmissionControl(
                settings.storage().room(),
                HostRoom.of(settings.storage().store(), gauges::temporaryFiles)));
    admission.register(metrics);
    announcer =
        keep(
            new Announcer(
                new Announcements(shared.cache()),
                String.valueOf(client.getOptions().getIdentity()),
                Abilities.of(tools, recognizer, transcriber),
                admission));
    keep(new ListedJobs(client)).register(metrics);
    worker =
        keep(
            new WorkerProcess(
                client, settings.worker(), activities, admission, store.id(), metrics));
  }

  /**
   * Starts a worker that polls until it is closed.
   *
   * @param client with the project's converter; stays open when the worker is closed
   * @param redis for what the processes share: breakers and cache; stays open when the worker is
   *     closed. It may be away: the worker then works alone
   * @param calendar by which jobs and artifacts are old; all else goes by this host's clock
   * @throws IOException if a folder cannot be used; the message names it
   */
  public static WorkerService start(
      Settings settings,
      Map<String, String> environment,
      WorkflowClient client,
      FfmpegTools tools,
      RedisConnection redis,
      Metrics metrics,
      Clock calendar)
      throws IOException, InterruptedException {
    WorkerService service =
        new WorkerService(settings, environment, client, tools, redis, metrics, calendar);
    metrics.beginWorker();
    service.worker.start();
    service.announcer.start();
    service.housekeeping.ensure();
    log.atInfo()
        .addKeyValue("store", settings.storage().store())
        .addKeyValue("cpu_slots", settings.worker().cpuSlots())
        .addKeyValue("io_slots", settings.worker().ioSlots())
        .addKeyValue("ffmpeg", tools.version())
        .log("worker started");
    return service;
  }

  private Optional<EmbeddedTranscriber> recognition(
      Settings settings, Map<String, String> environment) {
    SpeechSettings speech = settings.speech();
    if (!speech.wanted()) {
      return Optional.empty();
    }
    Path tools = settings.storage().tools();
    FetchOnce.Source<SpeechModel> source =
        speech.folder().isPresent()
            ? () -> SpeechModel.in(speech.folder().get())
            : () -> SpeechModel.locate(tools, environment, WorkerService::tell);
    return Optional.of(
        keep(new EmbeddedTranscriber(source, settings.storage().home().resolve("native"))));
  }

  private CjkFonts cjkFonts(Settings settings, Map<String, String> environment, Clock clock) {
    CaptionSettings captions = settings.captions();
    if (!captions.cjkWanted()) {
      return CjkFonts.off();
    }
    Path tools = settings.storage().tools();
    return keep(
        new CjkFonts(
            captions.cjkFolder().isPresent()
                ? () -> CjkFont.in(captions.cjkFolder().get())
                : () -> CjkFont.locate(tools, environment, WorkerService::tell),
            clock));
  }

  private YtDlpTool ytDlp(
      Settings settings,
      Map<String, String> environment,
      SupervisedProcesses processes,
      Clock clock) {
    YtDlpUse use = settings.services().sources().programs().ytDlp();
    Path tools = settings.storage().tools();
    FetchOnce.Source<YtDlp> source =
        use.named().isPresent()
            ? () -> YtDlp.in(use.named().get(), environment)
            : () -> YtDlp.locate(tools, environment, WorkerService::tell);
    return YtDlpTool.of(processes, keep(new FetchOnce<>("yt-dlp", source, clock)), use);
  }

  private static void tell(String line) {
    log.atInfo().addKeyValue("detail", line).log("looking for a tool");
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /** Whether it takes work. */
  public boolean isPolling() {
    return worker.isPolling();
  }

  /** Stops polling, waits for attempts under way to hand back, and kills what they started. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.atWarn()
            .setCause(e)
            .addKeyValue("part", part.getClass().getSimpleName())
            .log("not closed cleanly");
      }
    }
    log.atInfo().log("worker stopped");
  }
}
