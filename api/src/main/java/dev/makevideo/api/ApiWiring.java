package dev.makevideo.api;

import dev.makevideo.api.conversation.ConversationRoutes;
import dev.makevideo.api.diagnosis.Diagnostician;
import dev.makevideo.api.document.DocumentRoutes;
import dev.makevideo.api.health.AbilityCheck;
import dev.makevideo.api.health.DiskCheck;
import dev.makevideo.api.health.HealthCheck;
import dev.makevideo.api.health.HealthRoutes;
import dev.makevideo.api.health.RedisCheck;
import dev.makevideo.api.health.ServiceCheck;
import dev.makevideo.api.health.ServiceGuard;
import dev.makevideo.api.health.SourceCheck;
import dev.makevideo.api.health.TemporalCheck;
import dev.makevideo.api.health.WorkersCheck;
import dev.makevideo.api.http.AccessGuard;
import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Audit;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.Problems;
import dev.makevideo.api.http.RequestScope;
import dev.makevideo.api.http.ServerProblems;
import dev.makevideo.api.job.JobQuotas;
import dev.makevideo.api.job.JobRoutes;
import dev.makevideo.api.job.RoomForJobs;
import dev.makevideo.api.job.RunningJobs;
import dev.makevideo.api.mcp.McpRoutes;
import dev.makevideo.api.page.PageRoutes;
import dev.makevideo.api.queue.QueueRoutes;
import dev.makevideo.api.queue.Queues;
import dev.makevideo.api.queue.Workers;
import dev.makevideo.api.resumable.ResumableLimits;
import dev.makevideo.api.resumable.ResumableUploads;
import dev.makevideo.api.resumable.UploadFiles;
import dev.makevideo.api.resumable.UploadRoutes;
import dev.makevideo.api.session.SessionRoutes;
import dev.makevideo.api.upload.NarrationExam;
import dev.makevideo.api.upload.NarrationProbe;
import dev.makevideo.api.upload.UploadFolder;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.api.upload.UploadPermits;
import dev.makevideo.api.upload.UploadReader;
import dev.makevideo.coordination.coordinator.RedisCoordinator;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisHealth;
import dev.makevideo.platform.announcement.Announcements;
import dev.makevideo.platform.announcement.WorkerAnnouncement;
import dev.makevideo.platform.room.WatchedDisks;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.tracing.Tracing;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what an API is made of: the one place that says {@code new} for more than its own parts. */
final class ApiWiring {
  private static final Duration CONNECT = Duration.ofMillis(600);

  private ApiWiring() {}

  /**
   * The parts of a real API, from its settings.
   *
   * @throws IOException if a folder cannot be used
   */
  static ApiParts parts(
      Settings settings,
      Map<String, String> environment,
      WorkflowClient client,
      RedisConnection redis,
      RedisCoordinator shared,
      NarrationProbe probe,
      Metrics metrics)
      throws IOException {
    Path store = settings.storage().store();
    Clock clock = Clock.systemUTC();
    WatchedDisks disks =
        WatchedDisks.of(store, settings.storage().home(), settings.storage().room());
    Workers workers = new Workers(client, new Announcements(shared.cache()), clock);
    ServiceGuard guard = new ServiceGuard(shared.breakerView(), shared.throttle(), clock);
    return new ApiParts(
        settings.api(),
        settings.services(),
        settings.speech(),
        settings.storage().jobsKept(),
        client,
        new FileArtifactStore(store, settings.storage().room().diskReserve().bytes()),
        probe,
        disks,
        settings.storage().home().resolve("uploads"),
        store.resolve("uploads"),
        UploadLimits.defaults(),
        shared,
        checks(client, settings.services(), redis, disks, workers, guard),
        workers,
        guard,
        metrics,
        version(),
        webUi(environment, client.getOptions().getNamespace()),
        clock,
        System::nanoTime,
        new SecureRandom());
  }

  /** The checks of {@code /health}, in the order in which they are shown. */
  private static List<HealthCheck> checks(
      WorkflowClient client,
      ServiceSettings services,
      RedisConnection redis,
      WatchedDisks disks,
      Workers workers,
      ServiceGuard guard) {
    RedisHealth health = new RedisHealth(redis, "api@" + ProcessHandle.current().pid());
    HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    List<HealthCheck> checks = new ArrayList<>();
    checks.add(RedisCheck.of(health));
    checks.add(new TemporalCheck(client));
    checks.add(new WorkersCheck(workers));
    checks.addAll(ofServices(services, http, guard));
    checks.add(new DiskCheck(disks));
    checks.add(new AbilityCheck(WorkerAnnouncement.FFMPEG, workers));
    checks.add(new AbilityCheck(WorkerAnnouncement.OCR, workers));
    checks.add(new AbilityCheck(WorkerAnnouncement.TRANSCRIBER, workers));
    checks.addAll(SourceCheck.all(services, guard));
    return checks;
  }

  /** The chat endpoint is among them where there is one. */
  static List<HealthCheck> ofServices(
      ServiceSettings services, HttpClient http, ServiceGuard guard) {
    List<HealthCheck> checks = new ArrayList<>();
    checks.add(ServiceCheck.of("youtube_search", services.searchUrl(), http, guard));
    checks.add(ServiceCheck.of("video_downloader", services.downloaderUrl(), http, guard));
    checks.add(ServiceCheck.of("audio_transcriber", services.transcriberUrl(), http, guard));
    if (services.chat().url().isPresent()) {
      checks.add(ServiceCheck.of("chat", services.chat().url(), http, guard));
    }
    return checks;
  }

  private static String version() {
    return Optional.ofNullable(ApiWiring.class.getPackage().getImplementationVersion())
        .orElse("dev");
  }

  private static Optional<String> webUi(Map<String, String> environment, String namespace) {
    return Optional.ofNullable(environment.get("TEMPORAL_UI_URL"))
        .filter(url -> !url.isBlank())
        .map(url -> url.strip().replaceAll("/+$", "") + "/namespaces/" + namespace);
  }

  /**
   * A server of these parts, which does not listen yet.
   *
   * @throws dev.makevideo.platform.settings.InvalidSettingException if it would listen unprotected
   * @throws IOException if the folder for uploads cannot be used
   */
  static ApiServer server(ApiParts parts) throws IOException {
    ApiKeys keys = new ApiKeys(parts.settings(), parts.shared().sessions(), parts.nanos());
    Audit audit = new Audit(keys);
    Json json = new Json();
    AccessGuard guard = new AccessGuard(parts.settings(), keys);
    NarrationExam exam = new NarrationExam(parts.probe());
    UploadPermits permits = new UploadPermits(parts.limits(), parts.nanos());
    UploadReader uploads =
        new UploadReader(parts.limits(), new UploadFolder(parts.uploads()), exam, permits);
    ResumableUploads resumable = resumable(parts, exam);
    Problems problems = new Problems(json);
    RequestScope scope =
        new RequestScope(parts.metrics(), parts.random(), Tracing.of(parts.client()));
    RoomForJobs room = new RoomForJobs(parts.disks());
    JobQuotas quotas =
        new JobQuotas(
            parts.shared().limits(), parts.settings().quotas(), new RunningJobs(parts.client()));
    return new ApiServer(
        parts.settings(),
        keys,
        guard,
        scope,
        problems,
        new ServerProblems(json, scope::newId, ApiServer.HEADER_BYTES),
        new PageRoutes(),
        new DocumentRoutes(),
        new HealthRoutes(parts.checks(), parts.version(), parts.clock(), json, parts.metrics()),
        new SessionRoutes(
            keys, parts.shared().sessions(), parts.shared().limits(), json, parts.random()),
        new UploadRoutes(keys, json, resumable, permits, room::require),
        new QueueRoutes(new Queues(parts.client(), parts.workers()), json),
        new ConversationRoutes(
            new ConversationRoutes.Parts(
                parts.client(),
                keys,
                json,
                uploads,
                parts.store(),
                parts.services(),
                parts.speech(),
                room,
                quotas,
                problems,
                audit,
                parts.clock(),
                parts.nanos(),
                parts.random())),
        new McpRoutes(uploads, parts.version()),
        new JobRoutes(
            new JobRoutes.Parts(
                parts.client(),
                keys,
                json,
                uploads,
                resumable.finished(),
                parts.store(),
                parts.services(),
                parts.speech(),
                parts.jobsKept(),
                parts.random(),
                parts.clock(),
                parts.nanos(),
                parts.webUi(),
                room,
                quotas,
                new Diagnostician(
                    parts.client(),
                    parts.workers(),
                    parts.guard(),
                    parts.disks(),
                    parts.clock(),
                    parts.webUi()),
                audit)));
  }

  private static ResumableUploads resumable(ApiParts parts, NarrationExam exam) throws IOException {
    ResumableLimits limits =
        ResumableLimits.of(parts.limits().audioBytes(), parts.services().maxClipBytes());
    return new ResumableUploads(
        new UploadFiles(parts.resumable(), limits, parts.clock()),
        limits,
        parts.store(),
        exam,
        parts.random());
  }
}
