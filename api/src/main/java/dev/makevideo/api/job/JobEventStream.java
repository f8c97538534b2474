package dev.makevideo.api.job;

import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.job.JobEvent;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A job's numbered events, at once or as a stream (server-sent events). A stream also carries
 * {@code progress}, which has no number; a client that comes back says which number it saw last.
 * Thread-safe.
 */
final class JobEventStream implements AutoCloseable {
  private static final int STREAMS_AT_ONCE = 32;
  private static final long LOOK_AGAIN_MILLIS = 1_000;
  private static final Duration LONGEST_STREAM = Duration.ofMinutes(30);
  private static final int BEATS_BETWEEN_COMMENTS = 10;
  private static final int RETRY_SECONDS = 10;

  private final JobLookup lookup;
  private final LiveQuery live;
  private final JobResourceAssembler resources;
  private final Json json;
  private final LongSupplier nanos;
  private final Semaphore slots = new Semaphore(STREAMS_AT_ONCE);
  private final CountDownLatch closing = new CountDownLatch(1);

  /** The answer without a stream. */
  record Events(List<JobEvent> events, long last) {}

  JobEventStream(
      JobLookup lookup,
      LiveQuery live,
      JobResourceAssembler resources,
      Json json,
      LongSupplier nanos) {
    this.lookup = lookup;
    this.live = live;
    this.resources = resources;
    this.json = json;
    this.nanos = nanos;
  }

  /**
   * The events after a number.
   *
   * @throws ProblemException with 503 if no worker tells them
   */
  Events after(JobLookup.Job job, long after) {
    List<JobEvent> events =
        live.events(job.id(), after)
            .orElseThrow(
                () ->
                    ProblemException.later(
                        ProblemType.DEPENDENCY_UNAVAILABLE,
                        "Events are told by a worker, and none answers; the job's status needs"
                            + " none.",
                        RETRY_SECONDS));
    return new Events(events, last(events, after));
  }

  /** Streams until the job is closed, the client goes or the server stops. */
  void stream(Context ctx, JobLookup.Job job, String tenant, long after) throws IOException {
    if (!slots.tryAcquire()) {
      throw ProblemException.later(
          ProblemType.OVERLOADED,
          "There are " + STREAMS_AT_ONCE + " streams already; ask without a stream.",
          RETRY_SECONDS);
    }
    try {
      ctx.res().setContentType("text/event-stream;charset=utf-8");
      ctx.res().setHeader("X-Accel-Buffering", "no");
      run(ctx.res().getOutputStream(), job, tenant, after);
    } finally {
      slots.release();
    }
  }

  private void run(OutputStream out, JobLookup.Job first, String tenant, long after)
      throws IOException {
    JobLookup.Job job = first;
    long seen = after;
    byte[] shown = new byte[0];
    long end = nanos.getAsLong() + LONGEST_STREAM.toNanos();
    for (int beat = 0; nanos.getAsLong() - end < 0; beat++) {
      Optional<List<JobEvent>> events = live.events(job.id(), seen);
      for (JobEvent event : events.orElse(List.of())) {
        send(out, Long.toString(event.number()), event.type(), json.bytes(event));
      }
      seen = last(events.orElse(List.of()), seen);
      byte[] now = json.bytes(resources.of(job));
      if (!Arrays.equals(now, shown)) {
        send(out, null, "progress", now);
        shown = now;
      } else if (beat % BEATS_BETWEEN_COMMENTS == 0) {
        out.write(": still there\n\n".getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
      if (!job.isOpen() || isClosing()) {
        return;
      }
      job = lookup.find(job.id(), tenant);
    }
  }

  private static void send(OutputStream out, @Nullable String id, String type, byte[] data)
      throws IOException {
    String head = (id == null ? "" : "id: " + id + "\n") + "event: " + type + "\ndata: ";
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.write(data);
    out.write("\n\n".getBytes(StandardCharsets.UTF_8));
  }

  private boolean isClosing() {
    try {
      return closing.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static long last(List<JobEvent> events, long otherwise) {
    return events.isEmpty() ? otherwise : events.get(events.size() - 1).number();
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
