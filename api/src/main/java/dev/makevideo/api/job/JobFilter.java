package dev.makevideo.api.job;

import dev.makevideo.api.http.Parameters;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.progress.JobAttributes;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which jobs a list shows: those that fit all of it.
 *
 * @param createdAfter not before this
 * @param createdBefore before this
 * @param text part of the id, of the search phrase or of a text of the metadata, whatever the case
 * @param metadata entries that the job has
 */
record JobFilter(
    Optional<JobStatus> status,
    Optional<Instant> createdAfter,
    Optional<Instant> createdBefore,
    Optional<String> text,
    Metadata metadata) {
  private static final int LONGEST_TEXT = 100;
  private static final String METADATA = "metadata.";
  private static final String TIME =
      "a date or a time of RFC 3339, such as 2026-11-29 or 2026-11-29T10:00:00Z";
  private static final Pattern WITH_OFFSET =
      Pattern.compile("(.*)([+-])([01][0-9]|2[0-3]):([0-5][0-9])");
  private static final Pattern FORM = Pattern.compile("[0-9]{4}-.*");

  /** The server reads times up to this, and nothing began later. */
  private static final Instant LAST = WorkflowPages.LATEST.minusSeconds(1);

  static JobFilter none() {
    return of(Optional.empty());
  }

  static JobFilter of(Optional<JobStatus> status) {
    return new JobFilter(
        status, Optional.empty(), Optional.empty(), Optional.empty(), Metadata.none());
  }

  /**
   * What stands behind the question mark.
   *
   * @throws dev.makevideo.api.http.ProblemException with 400, naming the parameter and its value
   */
  static JobFilter of(Context ctx) {
    return new JobFilter(
        parameter(ctx, "status").map(JobFilter::status),
        parameter(ctx, "created_after").map(text -> time("created_after", text)),
        parameter(ctx, "created_before").map(text -> time("created_before", text)),
        parameter(ctx, "q").map(JobFilter::words),
        metadata(ctx.queryParamMap()));
  }

  private static Optional<String> parameter(Context ctx, String name) {
    return Optional.ofNullable(ctx.queryParam(name));
  }

  private static JobStatus status(String label) {
    try {
      return JobStatus.of(label);
    } catch (IllegalArgumentException e) {
      throw Parameters.bad("status", label, "one of " + JobStatus.labels());
    }
  }

  private static Instant time(String name, String text) {
    try {
      if (FORM.matcher(text).matches()) {
        Instant time =
            text.length() == "2026-11-29".length()
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : instant(text);
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LAST) ? LAST : time;
      }
    } catch (DateTimeException e) {
      // falls through to the one message
    }
    throw Parameters.bad(name, text, TIME);
  }

  /** RFC 3339 knows offsets up to 23:59, and java.time up to 18:00. */
  private static Instant instant(String text) {
    Matcher parts = WITH_OFFSET.matcher(text);
    if (!parts.matches()) {
      return OffsetDateTime.parse(text).toInstant();
    }
    Instant there = LocalDateTime.parse(parts.group(1)).toInstant(ZoneOffset.UTC);
    Duration offset =
        Duration.ofHours(Integer.parseInt(parts.group(3)))
            .plusMinutes(Integer.parseInt(parts.group(4)));
    return parts.group(2).equals("-") ? there.plus(offset) : there.minus(offset);
  }

  private static String words(String text) {
    String words = text.strip();
    if (words.isEmpty() || words.length() > LONGEST_TEXT) {
      throw Parameters.bad("q", text, "1 to " + LONGEST_TEXT + " characters");
    }
    return words;
  }

  private static Metadata metadata(Map<String, List<String>> parameters) {
    Map<String, String> entries = new TreeMap<>();
    parameters.forEach(
        (name, values) -> {
          if (name.startsWith(METADATA)) {
            String text = values.isEmpty() ? "" : values.get(0);
            try {
              Metadata.check(name.substring(METADATA.length()), text);
            } catch (IllegalArgumentException e) {
              throw Parameters.bad(name, text, Metadata.ALLOWED);
            }
            entries.put(name.substring(METADATA.length()), text);
          }
        });
    if (entries.size() > Metadata.MOST_ENTRIES) {
      throw Parameters.bad("metadata", entries.size() + " names", Metadata.ALLOWED);
    }
    return new Metadata(entries);
  }

  /**
   * The conditions that the server knows, each with an AND before it; the text is not among them.
   */
  String conditions() {
    StringBuilder conditions = new StringBuilder();
    status.ifPresent(s -> conditions.append(" AND ").append(condition(s)));
    createdAfter.ifPresent(t -> conditions.append(" AND StartTime >= '").append(t).append('\''));
    createdBefore.ifPresent(t -> conditions.append(" AND StartTime < '").append(t).append('\''));
    for (String word : metadata.words()) {
      conditions
          .append(" AND ")
          .append(JobAttributes.METADATA.getName())
          .append(" = ")
          .append(WorkflowPages.quoted(word));
    }
    return conditions.toString();
  }

  private static String condition(JobStatus status) {
    String own = JobAttributes.STATUS.getName();
    return switch (status) {
      case QUEUED, RUNNING ->
          JobAttributes.OPEN_RUNS + " AND " + own + " = '" + status.label() + "'";
      case COMPLETED -> "ExecutionStatus = 'Completed'";
      case FAILED -> "ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut')";
      case CANCELLED -> "ExecutionStatus = 'Canceled'";
    };
  }

  /** Whether the text is in it. */
  boolean fits(JobPage.Row row) {
    return text.map(JobFilter::folded)
        .map(
            wanted ->
                folded(row.id()).contains(wanted)
                    || row.query().filter(query -> folded(query).contains(wanted)).isPresent()
                    || row.metadata().stream()
                        .flatMap(noted -> noted.entries().values().stream())
                        .anyMatch(noted -> folded(noted).contains(wanted)))
        .orElse(true);
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
