package dev.makevideo.api.job;

import dev.makevideo.api.http.EventStreams;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.job.JobEvent;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

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
  private final EventStreams streams = new EventStreams(STREAMS_AT_ONCE);

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

  /**
   * Streams until the job is closed, the client goes, may no longer ask, or the server stops.
   *
   * @param lasts whether the client would still be let in
   */
  void stream(Context ctx, JobLookup.Job job, String tenant, long after, BooleanSupplier lasts)
      throws IOException {
    streams.open(ctx, stream -> run(stream, job, tenant, after, lasts));
  }

  private void run(
      EventStreams.Stream out,
      JobLookup.Job first,
      String tenant,
      long after,
      BooleanSupplier lasts)
      throws IOException {
    JobLookup.Job job = first;
    long seen = after;
    byte[] shown = new byte[0];
    long end = nanos.getAsLong() + LONGEST_STREAM.toNanos();
    for (int beat = 0; nanos.getAsLong() - end < 0; beat++) {
      Optional<List<JobEvent>> events = live.events(job.id(), seen);
      for (JobEvent event : events.orElse(List.of())) {
        out.event(Long.toString(event.number()), event.type(), json.bytes(event));
      }
      seen = last(events.orElse(List.of()), seen);
      byte[] now = json.bytes(resources.of(job));
      if (!Arrays.equals(now, shown)) {
        out.event(null, "progress", now);
        shown = now;
      } else if (beat % BEATS_BETWEEN_COMMENTS == 0) {
        out.comment();
      }
      out.flush();
      if (!job.isOpen() || streams.isClosingWithin(LOOK_AGAIN_MILLIS)) {
        return;
      }
      if (beat % BEATS_BETWEEN_COMMENTS == 0 && !lasts.getAsBoolean()) {
        return;
      }
      job = lookup.find(job.id(), tenant);
    }
  }

  private static long last(List<JobEvent> events, long otherwise) {
    return events.isEmpty() ? otherwise : events.get(events.size() - 1).number();
  }

  @Override
  public void close() {
    streams.close();
  }
}
