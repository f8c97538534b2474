package dev.makevideo.api.job;

import dev.makevideo.api.feed.Feed;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.stage.JobLimits;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of one job that clients follow. The server is asked how far the history
 * is and what running activities say; a worker only if that has changed, or not for some seconds.
 * Used by one thread at a time.
 */
final class JobSource implements Feed.Source<JobSource.Snapshot> {
  /** What depends on the time alone, such as the time left, is told so often. */
  private static final Duration ASK_ANYWAY = Duration.ofSeconds(5);

  /** A closed job's last events are waited for so many looks: it may be that no worker is there. */
  private static final int LOOKS_AFTER_THE_END = 10;

  private static final long UNKNOWN = -1;

  private final Questions questions;
  private final LongSupplier nanos;
  private @Nullable Mark seen;
  private long askedAt;
  private long eventsKnownAt = UNKNOWN;
  private int looksAfterTheEnd;

  /** Where news come from. */
  interface Questions {
    /**
     * The job as the server describes it now.
     *
     * @throws ProblemException of {@link ProblemType#NOT_FOUND} if it is there no longer
     */
    JobLookup.Job job();

    /** The events after a number, if a worker says so in time. */
    Optional<List<JobEvent>> events(long after);

    /** The job as JSON; shared, not to be changed. */
    byte[] progress(JobLookup.Job job);
  }

  /** How far a job is: while it is the same, only time has passed. */
  private record Mark(
      String run, long history, boolean open, List<PendingActivityInfo> activities) {}

  /**
   * What is known.
   *
   * @param version rises with each
   * @param events the newest, in their order
   * @param progress the job as JSON; shared, not to be changed
   */
  record Snapshot(long version, List<JobEvent> events, byte[] progress, boolean isOver)
      implements Feed.State {
    Snapshot {
      events = List.copyOf(events);
    }
  }

  /**
   * @param nanos only runs forward
   */
  JobSource(Questions questions, LongSupplier nanos) {
    this.questions = questions;
    this.nanos = nanos;
  }

  @Override
  public Optional<Snapshot> next(@Nullable Snapshot before) {
    JobLookup.Job job;
    try {
      job = questions.job();
    } catch (ProblemException e) {
      if (e.type() != ProblemType.NOT_FOUND) {
        throw e;
      }
      return Optional.of(
          snapshot(before, List.of(), before == null ? new byte[0] : before.progress(), true));
    }
    Mark mark =
        new Mark(
            job.description().getExecution().getRunId(),
            job.description().getHistoryLength(),
            job.isOpen(),
            job.description().getRawDescription().getPendingActivitiesList());
    if (seen != null && !seen.run().equals(mark.run())) {
      // A retry: its history has a length of its own, and its end another wait.
      eventsKnownAt = UNKNOWN;
      looksAfterTheEnd = 0;
    }
    boolean isKnown = eventsKnownAt == mark.history();
    boolean isFresh = nanos.getAsLong() - askedAt < ASK_ANYWAY.toNanos();
    if (isKnown && isFresh && mark.equals(seen)) {
      return Optional.empty();
    }
    List<JobEvent> events = isKnown ? List.of() : events(mark, before);
    seen = mark;
    askedAt = nanos.getAsLong();
    boolean isOver =
        !job.isOpen()
            && (eventsKnownAt == mark.history() || ++looksAfterTheEnd > LOOKS_AFTER_THE_END);
    return Optional.of(snapshot(before, events, questions.progress(job), isOver));
  }

  private List<JobEvent> events(Mark mark, @Nullable Snapshot before) {
    List<JobEvent> known = before == null ? List.of() : before.events();
    long last = known.isEmpty() ? 0 : known.get(known.size() - 1).number();
    Optional<List<JobEvent>> asked = questions.events(last);
    asked.ifPresent(answer -> eventsKnownAt = mark.history());
    return asked.orElse(List.of());
  }

  private static Snapshot snapshot(
      @Nullable Snapshot before, List<JobEvent> news, byte[] progress, boolean isOver) {
    List<JobEvent> events = new ArrayList<>(before == null ? List.of() : before.events());
    events.addAll(news);
    int from = Math.max(0, events.size() - JobLimits.EVENTS_KEPT);
    return new Snapshot(
        before == null ? 0 : before.version() + 1,
        events.subList(from, events.size()),
        progress,
        isOver);
  }
}
