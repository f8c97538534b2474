package dev.makevideo.api.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Hands requests to threads, outermost of the server's handlers. One pool would take all that comes
 * in its order, so that in a burst {@code /livez} would wait behind all of it, and an orchestrator
 * would kill a service that does its best. So it has a few threads of its own (when these are taken
 * it waits like everything else), and what answers has not the threads that take and read
 * connections: those decide here, and do nothing that could block. Thread-safe.
 */
public final class Lanes extends Handler.Wrapper {
  private static final String PROBE = "/livez";
  private static final int PROBES = 4;
  private static final long IDLE_SECONDS = 60;

  private final QueuedThreadPool others;
  private final ThreadPoolExecutor probes;

  /**
   * @param threads how many may answer at once; besides those of the server itself
   */
  public Lanes(int threads) {
    super(true);
    this.others = new QueuedThreadPool(threads);
    others.setName("http");
    addBean(others);
    AtomicInteger number = new AtomicInteger();
    this.probes =
        new ThreadPoolExecutor(
            0,
            PROBES,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "http-probe-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Runnable work = () -> answer(request, response, callback);
    if (PROBE.equals(request.getHttpURI().getCanonicalPath())) {
      try {
        probes.execute(work);
        return true;
      } catch (RejectedExecutionException e) {
        // all of them are taken
      }
    }
    others.execute(work);
    return true;
  }

  private void answer(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, 404);
      }
    } catch (Exception e) {
      Response.writeError(request, response, callback, e);
    }
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    probes.shutdownNow();
  }
}
