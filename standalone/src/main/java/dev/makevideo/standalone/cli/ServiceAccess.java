package dev.makevideo.standalone.cli;

import dev.makevideo.standalone.embedded.DataInUseException;
import dev.makevideo.standalone.embedded.LocalService;
import dev.makevideo.standalone.embedded.ServiceNote;
import dev.makevideo.standalone.embedded.TemporalChoice;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the service that a command talks to, or starts one in this process. Asked again after the
 * service went away, it finds or starts the next one. Closing stops what it started.
 */
final class ServiceAccess implements AutoCloseable {
  private static final URI DEFAULT = URI.create("http://127.0.0.1:8004");
  private static final Duration OTHER_STARTS_LIMIT = Duration.ofSeconds(30);
  private static final long PROBE_EVERY_MILLIS = 200;

  private final Context context;
  private volatile @Nullable LocalService own;
  private volatile boolean stopping;

  /** Whether a service may be started here. */
  private boolean starts;

  ServiceAccess(Context context) {
    this.context = context;
  }

  /**
   * The service that runs.
   *
   * @throws CommandException if none answers, with what to do
   */
  ServiceClient running() throws CommandException, IOException, InterruptedException {
    Optional<String> named = context.variable("MAKE_VIDEO_URL");
    if (named.isEmpty()) {
      Optional<ServiceClient> found = find();
      return found.orElseThrow(() -> absent("no make-video service answers at " + usual()));
    }
    ServiceClient client = client(ServiceOptions.address(named.get(), "MAKE_VIDEO_URL"));
    Optional<String> trouble = ServiceProbe.trouble(client.calls());
    if (trouble.isPresent()) {
      throw absent(trouble.get());
    }
    return client;
  }

  private static CommandException absent(String what) {
    return new CommandException(
        ExitCode.UNREACHABLE,
        what
            + ". Start one with './make-video up', or name another with --server or"
            + " MAKE_VIDEO_URL.");
  }

  /** The service again after it went away; empty: not yet. */
  Optional<ServiceClient> again() throws CommandException, IOException, InterruptedException {
    if (starts && context.variable("MAKE_VIDEO_URL").isEmpty()) {
      return Optional.of(runningOrOwn());
    }
    return find();
  }

  /** The service that runs, else one that is started now in this process. */
  ServiceClient runningOrOwn() throws CommandException, IOException, InterruptedException {
    if (context.variable("MAKE_VIDEO_URL").isPresent()) {
      return running();
    }
    starts = true;
    Optional<ServiceClient> found = find();
    if (found.isPresent()) {
      return found.get();
    }
    context.console().tell("no service runs; starting Temporal, Redis, a worker and the API here");
    return ownOrOther(new LocalService.Plan(context.home(), TemporalChoice.Wish.QUICK, true));
  }

  /** Starts a service in this process, whatever else runs. */
  ServiceClient own(LocalService.Plan plan) throws IOException, InterruptedException {
    LocalService service =
        LocalService.start(
            plan, context.environment(), context.stack().get(), context.console()::tell);
    own = service;
    return client(service.url());
  }

  /** The service that this started, if it did. */
  Optional<LocalService> started() {
    return Optional.ofNullable(own);
  }

  /** Whether this process is about to end; errors are no news then. */
  boolean isStopping() {
    return stopping;
  }

  /** Starts a service in this process, unless another process runs that of the data folder. */
  ServiceClient ownOrOther(LocalService.Plan plan)
      throws CommandException, IOException, InterruptedException {
    starts = true;
    try {
      return own(plan);
    } catch (DataInUseException e) {
      return other(e);
    }
  }

  /** Another process owns the data folder but its API does not answer yet. */
  private ServiceClient other(DataInUseException reason)
      throws CommandException, IOException, InterruptedException {
    context.console().tell(reason.getMessage() + "; using the service that it runs");
    long giveUp = System.nanoTime() + OTHER_STARTS_LIMIT.toNanos();
    while (System.nanoTime() < giveUp) {
      Optional<ServiceClient> found = find();
      if (found.isPresent()) {
        return found.get();
      }
      TimeUnit.MILLISECONDS.sleep(PROBE_EVERY_MILLIS);
    }
    throw new CommandException(
        ExitCode.UNREACHABLE,
        reason.getMessage() + ", but its service does not answer; stop that process and try again");
  }

  private Optional<ServiceClient> find()
      throws CommandException, IOException, InterruptedException {
    Optional<String> named = context.variable("MAKE_VIDEO_URL");
    if (named.isPresent()) {
      return alive(ServiceOptions.address(named.get(), "MAKE_VIDEO_URL"));
    }
    // The service of this data folder comes before whatever else runs on this machine.
    Optional<URI> noted = new ServiceNote(context.home()).read();
    Optional<ServiceClient> ofFolder = noted.isPresent() ? alive(noted.get()) : Optional.empty();
    return ofFolder.isPresent() ? ofFolder : alive(usual());
  }

  /** Where {@code up} and {@code api} listen unless told otherwise. */
  private URI usual() {
    return context
        .variable("MAKE_VIDEO_PORT")
        .filter(port -> port.matches("[1-9]\\d{0,4}"))
        .map(port -> URI.create("http://127.0.0.1:" + port))
        .orElse(DEFAULT);
  }

  private Optional<ServiceClient> alive(URI base) throws InterruptedException {
    ServiceClient client = client(base);
    return client.isAlive() ? Optional.of(client) : Optional.empty();
  }

  private ServiceClient client(URI base) {
    return new ServiceClient(base, context.variable("MAKE_VIDEO_API_KEY"));
  }

  @Override
  public void close() {
    stopping = true;
    LocalService service = own;
    if (service != null) {
      service.close();
    }
  }
}
