package dev.makevideo.api;

import dev.makevideo.api.conversation.ConversationRoutes;
import dev.makevideo.api.document.DocumentRoutes;
import dev.makevideo.api.health.HealthRoutes;
import dev.makevideo.api.http.AccessGuard;
import dev.makevideo.api.http.AllowedMethods;
import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Lanes;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.Problems;
import dev.makevideo.api.http.RequestScope;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.http.ServerProblems;
import dev.makevideo.api.http.SocketRoute;
import dev.makevideo.api.job.JobRoutes;
import dev.makevideo.api.mcp.McpRoutes;
import dev.makevideo.api.page.PageRoutes;
import dev.makevideo.api.queue.QueueRoutes;
import dev.makevideo.api.resumable.UploadRoutes;
import dev.makevideo.api.session.SessionRoutes;
import dev.makevideo.platform.settings.ApiSettings;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
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
final class ApiServer implements AutoCloseable {
  /**
   * More than may be held at once: by new jobs in work (224), pieces of uploads (232), bodies of
   * refused requests (64) and those who wait for a job's end (16). The others answer.
   */
  private static final int THREADS = 580;

  /** A thousand streams of each kind, and those who ask besides. */
  private static final int CONNECTIONS = 2_500;

  /** A client that neither sends nor reads for so long is disconnected. */
  private static final long IDLE_MILLIS = 20_000;

  /** Of a request's line and headers. */
  static final int HEADER_BYTES = 8_192;

  private static final long STOP_MILLIS = 5_000;

  private final Logger log = LoggerFactory.getLogger(ApiServer.class);
  private final ApiSettings settings;
  private final ApiKeys keys;
  private final HealthRoutes health;
  private final JobRoutes jobs;
  private final UploadRoutes uploads;
  private final ConversationRoutes conversations;
  private final List<Route> routes = new ArrayList<>();
  private final AllowedMethods methods;
  private final ServerProblems refusals;
  private final Javalin server;

  /** Of these; does not listen yet. See {@link ApiWiring}. */
  ApiServer(
      ApiSettings settings,
      ApiKeys keys,
      AccessGuard guard,
      RequestScope scope,
      Problems problems,
      ServerProblems refusals,
      PageRoutes pages,
      DocumentRoutes document,
      HealthRoutes health,
      SessionRoutes sessions,
      UploadRoutes uploads,
      QueueRoutes queues,
      ConversationRoutes conversations,
      McpRoutes assistants,
      JobRoutes jobs) {
    this.settings = settings;
    this.keys = keys;
    this.health = health;
    this.jobs = jobs;
    this.uploads = uploads;
    this.conversations = conversations;
    routes.addAll(pages.routes());
    routes.addAll(document.routes());
    routes.addAll(health.routes());
    routes.addAll(sessions.routes());
    routes.addAll(uploads.routes());
    routes.addAll(queues.routes());
    routes.addAll(conversations.routes());
    routes.addAll(assistants.routes());
    routes.addAll(jobs.routes());
    this.methods = new AllowedMethods(routes);
    this.refusals = refusals.allowing(methods);
    this.server = Javalin.create(config -> configure(config, guard, scope, problems));
  }

  /** Listens from now on. */
  public void start() {
    server.start();
    log.atInfo()
        .addKeyValue("host", settings.host())
        .addKeyValue("port", port())
        .addKeyValue("with_keys", keys.areNeeded())
        .log("api started");
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  List<Route> routes() {
    return List.copyOf(routes);
  }

  private void configure(
      JavalinConfig config, AccessGuard guard, RequestScope scope, Problems problems) {
    config.startup.showJavalinBanner = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("jetty");
    config.jetty.threadPool = threads;
    config.jetty.addConnector(this::connector);
    config.jetty.modifyServer(this::bound);
    config.routes.before(
        ctx -> {
          scope.begin(ctx);
          guard.check(ctx);
          methods.check(ctx);
        });
    config.requestLogger.http(scope::end);
    problems.install(config.routes);
    for (Route route : routes) {
      config.routes.addEndpoint(new Endpoint(route.method(), route.path(), guarded(route)));
    }
    config.requestLogger.ws(socket -> socket.onUpgrade(scope::end));
    for (SocketRoute route : conversations.sockets()) {
      socket(config, route, guard, scope, problems);
    }
  }

  /** No other handler sees a request for a socket: what they do for all others is done here. */
  private void socket(
      JavalinConfig config,
      SocketRoute route,
      AccessGuard guard,
      RequestScope scope,
      Problems problems) {
    config.routes.wsBeforeUpgrade(
        route.path(),
        ctx -> {
          scope.begin(ctx);
          try {
            guard.check(ctx);
            keys.tenant(ctx);
            route.before().handle(ctx);
          } catch (Exception e) {
            ProblemException problem = problems.of(e);
            problems.answerNow(ctx, problem);
            throw problem;
          }
        });
    config.routes.ws(route.path(), route.socket());
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
    http.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    // Java's own bound of 50 is full before a thousand clients that come at once are all taken.
    connector.setAcceptQueueSize(CONNECTIONS);
    return connector;
  }

  private void bound(Server jetty) {
    jetty.setStopTimeout(STOP_MILLIS);
    jetty.setHandler(new Lanes(THREADS));
    jetty.setErrorHandler(refusals);
    jetty.addBean(new NetworkConnectionLimit(CONNECTIONS, jetty));
  }

  /** Takes no more requests, ends streams, waits a moment for answers under way. */
  @Override
  public void close() {
    health.drain();
    jobs.drain();
    conversations.drain();
    server.stop();
    conversations.close();
    uploads.close();
    jobs.close();
    health.close();
  }
}
