package dev.makevideo.worker.housekeeping;

import dev.makevideo.platform.forgetting.NamedObjects;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs of jobs, conversations and deliveries that the Temporal server knows, and their end.
 * What depends on it deletes things: so it can be put to the proof without a server. All of it
 * throws a RuntimeException if the server does not answer: nothing may be deleted then. Streams are
 * to be closed. Thread-safe.
 */
interface KnownRuns {
  /**
   * One run of a workflow.
   *
   * @param workflow the workflow's id
   * @param id the run's own
   * @param type the workflow's type
   * @param closed when it ended; absent: it is open
   * @param names reads what it names: two short reads
   */
  record Run(
      String workflow,
      String id,
      String type,
      Instant started,
      Optional<Instant> closed,
      Names names) {
    boolean isOpen() {
      return closed.isEmpty();
    }

    boolean is(String wanted) {
      return type.equals(wanted);
    }

    /** As {@link Names#read}. */
    Optional<NamedObjects> named() {
      return names.read();
    }
  }

  /** What a run names. */
  interface Names {
    /**
     * Reads it.
     *
     * @return empty if the run is gone meanwhile
     * @throws IllegalStateException if it cannot be read: then nobody knows what it names
     */
    Optional<NamedObjects> read();
  }

  /** Those of jobs, open and closed. */
  Stream<Run> jobs();

  /** Those of jobs that started before a time, open and closed. */
  Stream<Run> jobsStartedBefore(Instant time);

  /** Those of jobs that are open. */
  Stream<Run> openJobs();

  /** Those of conversations that are open, or closed after a time. */
  Stream<Run> conversations(Instant closedAfter);

  /** Those of jobs, conversations and deliveries that closed before a time. */
  Stream<Run> closedBefore(Instant limit);

  /** The last run of a workflow, open or closed; empty if there is none. */
  Optional<Run> newest(String workflow);

  /** Deletes this run, and no other of its workflow; one that is gone is deleted. */
  void delete(Run run);
}
