package dev.makevideo.api.job;

import dev.makevideo.workflows.job.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A page of jobs, newest first.
 *
 * @param nextPageToken asks for the next page; absent on the last
 */
record JobPage(List<Row> jobs, Optional<String> nextPageToken) {
  /** A job in a list. */
  record Row(
      String id,
      String status,
      Optional<String> query,
      Optional<Metadata> metadata,
      OptionalInt percent,
      Instant createdAt,
      Optional<Instant> completedAt,
      Optional<String> failureType,
      Optional<Instant> pausedSince,
      Optional<String> waitingFor,
      Optional<String> parent,
      String link) {}
}
