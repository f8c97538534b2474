package dev.makevideo.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.health.HealthCheck;
import dev.makevideo.api.health.ServiceGuard;
import dev.makevideo.api.queue.Workers;
import dev.makevideo.api.upload.NarrationProbe;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.coordination.breaker.BreakerView;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.coordinator.RedisCoordinator;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.coordination.throttle.RedisThrottle;
import dev.makevideo.platform.announcement.Announcements;
import dev.makevideo.platform.room.DiskRoom;
import dev.makevideo.platform.room.WatchedDisks;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.QuotaSettings;
import dev.makevideo.platform.settings.RoomSettings;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.SourceSettings;
import dev.makevideo.platform.settings.SpeechSettings;
import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.temporal.NamespaceSetup;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.platform.tools.Trees;
import dev.makevideo.workflows.stage.TaskQueues;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A server over Temporal's in-JVM server and a store in a folder. Its probe believes what it reads,
 * unless another is given.
 */
final class ApiFixture implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Path folder;
  final TestWorkflowEnvironment temporal;
  final TemporalConnection connection;
  final FileArtifactStore store;
  private final NarrationProbe probe;
  final Path clips;
  final List<HealthCheck> checks = new ArrayList<>();

  /** Away. */
  private final RedisConnection redis =
      RedisConnection.open(RedisSettings.from(Map.of("REDIS_URL", "redis://127.0.0.1:1")));

  /** What is free on the disk, as far as the server knows. */
  final AtomicLong free = new AtomicLong(100_000_000_000L);

  /** What all servers of this fixture share. */
  RedisCoordinator shared = RedisCoordinator.alone(SessionSettings.defaults());

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<WorkerFactory> workers = new ArrayList<>();
  private final List<ApiServer> servers = new ArrayList<>();
  private int port;

  ApiFixture() throws IOException {
    this(new BelievingProbe(), 0);
  }

  /**
   * @param reserveBytes what must stay free on the store's disk
   */
  ApiFixture(NarrationProbe probe, long reserveBytes) throws IOException {
    this.probe = probe;
    folder = Files.createTempDirectory("api-test");
    clips = Files.createDirectories(folder.resolve("clips"));
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
    connection = TemporalConnection.over(temporal.getWorkflowServiceStubs(), "api-test");
    new NamespaceSetup(temporal.getWorkflowServiceStubs(), "default").prepare();
    store = new FileArtifactStore(folder.resolve("store"), reserveBytes);
  }

  static ApiSettings loopback() {
    return new ApiSettings("127.0.0.1", 0, List.of(), false, QuotaSettings.none());
  }

  ServiceSettings nothingConfigured() {
    return new ServiceSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "whisper-1",
            List.of(clips),
            false,
            1,
            Optional.empty())
        .with(SourceSettings.none());
  }

  static ServiceSettings allConfigured() {
    Optional<String> nowhere = Optional.of("http://127.0.0.1:1");
    return new ServiceSettings(
        nowhere,
        nowhere,
        nowhere,
        Optional.empty(),
        "whisper-1",
        List.of(),
        false,
        1,
        Optional.empty());
  }

  ApiFixture start() throws IOException {
    return start(loopback(), nothingConfigured(), UploadLimits.defaults());
  }

  ApiFixture start(ApiSettings settings, ServiceSettings services, UploadLimits limits)
      throws IOException {
    ApiServer server = ApiWiring.server(parts(settings, services, limits));
    server.start();
    servers.add(server);
    port = server.port();
    return this;
  }

  ApiParts parts(ApiSettings settings, ServiceSettings services, UploadLimits limits) {
    return new ApiParts(
        settings,
        services,
        new SpeechSettings(false, Optional.empty()),
        Optional.empty(),
        connection.client(),
        store,
        probe,
        new WatchedDisks(
            () ->
                List.of(
                    new WatchedDisks.Disk(
                        "store", new DiskRoom(free.get(), RoomSettings.defaults())))),
        folder.resolve("uploads"),
        folder.resolve("store").resolve("uploads"),
        limits,
        shared,
        checks,
        new Workers(connection.client(), new Announcements(SharedCache.none()), Clock.systemUTC()),
        new ServiceGuard(
            new BreakerView(redis), new RedisThrottle(redis, System::nanoTime), Clock.systemUTC()),
        new Metrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
        "1.2.3",
        Optional.of("http://127.0.0.1:8233/namespaces/default"),
        Clock.systemUTC(),
        System::nanoTime,
        new Random(42));
  }

  WorkerFactory startWorker(Object... activities) {
    WorkerFactory factory = WorkerFactory.newInstance(connection.client());
    factory.newWorker(TaskQueues.LIGHT).registerWorkflowImplementationTypes(TestWorkflow.class);
    factory.newWorker(TaskQueues.IO).registerActivitiesImplementations(activities);
    factory.start();
    workers.add(factory);
    return factory;
  }

  /** Stops it at the end. */
  void keep(WorkerFactory factory) {
    workers.add(factory);
  }

  int port() {
    return port;
  }

  ApiServer server() {
    return servers.get(servers.size() - 1);
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  HttpResponse<byte[]> get(String path, String... headers) {
    HttpRequest.Builder request = to(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<byte[]> post(String path, Form form, String... headers) {
    return post(path, form.bytes(), headers);
  }

  HttpResponse<byte[]> post(String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        to(path)
            .header("Content-Type", Form.TYPE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** Submits and returns the id. */
  String submit(Form form, String... headers) throws IOException {
    HttpResponse<byte[]> answer = post("/v1/videos", form, headers);
    if (answer.statusCode() != 202) {
      throw new AssertionError(answer.statusCode() + ": " + text(answer));
    }
    return json(answer).path("id").asText();
  }

  /** Asks again until the job is as wished, ten seconds at most. */
  JsonNode await(String id, Predicate<JsonNode> condition) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    JsonNode job = json(get("/v1/videos/" + id));
    while (!condition.test(job)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("still " + job);
      }
      job = json(get("/v1/videos/" + id));
    }
    return job;
  }

  JsonNode awaitStatus(String id, String status) throws IOException {
    return await(id, job -> job.path("status").asText().equals(status));
  }

  static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** Bytes that begin as an MP3. */
  static byte[] mp3(int length) {
    return audio("ID3", length);
  }

  static byte[] audio(String head, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) '\r');
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(start, 0, bytes, 0, Math.min(start.length, length));
    return bytes;
  }

  @Override
  public void close() {
    redis.close();
    shared.close();
    servers.forEach(ApiServer::close);
    workers.forEach(WorkerFactory::shutdownNow);
    temporal.close();
    try {
      Trees.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
