package dev.makevideo.api;

import dev.makevideo.api.health.HealthRoutes;
import dev.makevideo.api.http.AccessGuard;
import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.Problems;
import dev.makevideo.api.http.RequestScope;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.job.JobRoutes;
import dev.makevideo.api.page.PageRoutes;
import dev.makevideo.api.upload.UploadFolder;
import dev.makevideo.api.upload.UploadReader;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: takes jobs, shows them, hands out what they made. It keeps nothing: any number
 * of them may run, and be killed at any moment. Started and closed by one thread.
 */
public final class ApiServer implements AutoCloseable {
  private static final int THREADS = 100;
  private static final int CONNECTIONS = 1_000;

  /** A client that neither sends nor reads for so long is disconnected. */
  private static final long IDLE_MILLIS = 20_000;

  private static final long STOP_MILLIS = 5_000;

  private final Logger log = LoggerFactory.getLogger(ApiServer.class);
  private final ApiParts parts;
  private final ApiKeys keys;
  private final AccessGuard guard;
  private final Json json = new Json();
  private final HealthRoutes health;
  private final JobRoutes jobs;
  private final List<Route> routes = new ArrayList<>();
  private final Javalin server;

  /**
   * Checks the settings; does not listen yet.
   *
   * @throws dev.makevideo.platform.settings.InvalidSettingException if it would listen unprotected
   * @throws IOException if the folder for uploads cannot be used
   */
  public ApiServer(ApiParts parts) throws IOException {
    this.parts = parts;
    this.keys = new ApiKeys(parts.settings().apiKeys());
    this.guard = new AccessGuard(parts.settings(), keys);
    this.health =
        new HealthRoutes(parts.checks(), parts.version(), parts.clock(), json, parts.metrics());
    UploadReader uploads =
        new UploadReader(
            parts.limits(),
            new UploadFolder(parts.uploads(), parts.clock()),
            parts.probe(),
            parts.nanos());
    this.jobs =
        new JobRoutes(
            new JobRoutes.Parts(
                parts.client(),
                keys,
                json,
                uploads,
                parts.store(),
                parts.services(),
                parts.random(),
                parts.nanos(),
                parts.webUi()));
    routes.addAll(new PageRoutes().routes());
    routes.addAll(health.routes());
    routes.addAll(jobs.routes());
    this.server = Javalin.create(this::configure);
  }

  /** Listens from now on. */
  public void start() {
    server.start();
    log.atInfo()
        .addKeyValue("host", parts.settings().host())
        .addKeyValue("port", port())
        .addKeyValue("with_keys", !keys.isEmpty())
        .log("api started");
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  List<Route> routes() {
    return List.copyOf(routes);
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("http");
    config.jetty.threadPool = threads;
    config.jetty.addConnector(this::connector);
    config.jetty.modifyServer(this::bound);
    RequestScope scope = new RequestScope(parts.metrics(), parts.random());
    config.routes.before(
        ctx -> {
          scope.begin(ctx);
          guard.check(ctx);
        });
    config.requestLogger.http(scope::end);
    new Problems(json).install(config.routes);
    for (Route route : routes) {
      config.routes.addEndpoint(new Endpoint(route.method(), route.path(), guarded(route)));
    }
  }

  private Handler guarded(Route route) {
    if (route.open()) {
      return route.handler();
    }
    return ctx -> {
      keys.tenant(ctx);
      route.handler().handle(ctx);
    };
  }

  private ServerConnector connector(Server jetty, HttpConfiguration http) {
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost(parts.settings().host());
    connector.setPort(parts.settings().port());
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private void bound(Server jetty) {
    jetty.setStopTimeout(STOP_MILLIS);
    jetty.addBean(new NetworkConnectionLimit(CONNECTIONS, jetty));
  }

  /** Takes no more requests, ends streams, waits a moment for answers under way. */
  @Override
  public void close() {
    health.drain();
    jobs.drain();
    server.stop();
    jobs.close();
    health.close();
  }
}
