package dev.makevideo.api.job;

import dev.makevideo.api.feed.Feeds;
import dev.makevideo.api.http.EventStream;
import dev.makevideo.api.http.EventStreams;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.job.JobSource.Snapshot;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.JobId;
import io.javalin.http.Context;
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
  private static final int RETRY_SECONDS = 10;

  private final JobLookup lookup;
  private final LiveQuery live;
  private final JobResourceAssembler resources;
  private final Json json;
  private final LongSupplier nanos;
  private final EventStreams streams;
  private final Feeds<Followed, Snapshot> feeds = new Feeds<>("job-news");

  private record Followed(JobId id, String tenant) {}

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
    this.streams = new EventStreams(nanos);
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
   * @throws ProblemException with 503 if there are too many streams
   */
  void stream(Context ctx, JobLookup.Job job, String tenant, long after, BooleanSupplier lasts) {
    Followed followed = new Followed(job.id(), tenant);
    streams.open(
        ctx,
        lasts,
        stream -> {
          Told told = new Told(stream, after);
          return feeds.watch(followed, () -> source(followed), told::tell);
        });
  }

  private JobSource source(Followed job) {
    return new JobSource(new ServerAndWorker(job), nanos);
  }

  private final class ServerAndWorker implements JobSource.Questions {
    private final Followed followed;

    ServerAndWorker(Followed followed) {
      this.followed = followed;
    }

    @Override
    public JobLookup.Job job() {
      return lookup.find(followed.id(), followed.tenant());
    }

    @Override
    public Optional<List<JobEvent>> events(long after) {
      return live.events(followed.id(), after);
    }

    @Override
    public byte[] progress(JobLookup.Job job) {
      return json.bytes(resources.of(job));
    }
  }

  private static long last(List<JobEvent> events, long otherwise) {
    return events.isEmpty() ? otherwise : events.get(events.size() - 1).number();
  }

  /** What one client was told. */
  private final class Told {
    private final EventStream stream;
    private long seen;
    private long version = -1;
    private byte[] shown = new byte[0];

    Told(EventStream stream, long after) {
      this.stream = stream;
      this.seen = after;
    }

    synchronized void tell(Snapshot snapshot) {
      if (snapshot.version() <= version) {
        return;
      }
      version = snapshot.version();
      for (JobEvent event : snapshot.events()) {
        if (event.number() > seen) {
          stream.event(Long.toString(event.number()), event.type(), json.bytes(event));
          seen = event.number();
        }
      }
      if (!Arrays.equals(snapshot.progress(), shown)) {
        shown = snapshot.progress();
        stream.event(null, "progress", shown);
      }
      if (snapshot.isOver()) {
        stream.end();
      }
    }
  }

  /** Ends the streams. */
  void drain() {
    streams.close();
  }

  @Override
  public void close() {
    drain();
    feeds.close();
  }
}
