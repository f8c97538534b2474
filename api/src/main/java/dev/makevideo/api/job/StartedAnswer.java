package dev.makevideo.api.job;

import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Json;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.slf4j.MDC;

/** Answers who asked for a job, at once or when it is over. Thread-safe. */
final class StartedAnswer {
  private final ApiKeys keys;
  private final Json json;
  private final JobLookup lookup;
  private final JobResourceAssembler resources;
  private final JobWait waiting;

  StartedAnswer(
      ApiKeys keys, Json json, JobLookup lookup, JobResourceAssembler resources, JobWait waiting) {
    this.keys = keys;
    this.json = json;
    this.lookup = lookup;
    this.resources = resources;
    this.waiting = waiting;
  }

  /**
   * 202 with a new job; 200 if the same request had started it before, or if it is over by now and
   * the client waited for that. May take as long as the client prefers to wait.
   *
   * @param warnings of what was sent
   */
  void send(Context ctx, JobStarter.Started started, List<String> warnings) {
    MDC.put(CorrelationKeys.JOB_ID, started.id().value());
    ctx.header("Location", JobResourceAssembler.self(started.id().value()));
    Optional<NewJob> fresh = started.fresh().filter(any -> !JobWait.isPreferred(ctx));
    if (fresh.isPresent()) {
      json.send(ctx, 202, resources.of(fresh.get(), warnings));
      return;
    }
    JobLookup.Job job = lookup.find(started.id(), keys.tenant(ctx));
    boolean waited = waiting.await(ctx, job);
    if (waited) {
      job = lookup.find(started.id(), keys.tenant(ctx));
    }
    if (started.created() && (!waited || job.isOpen())) {
      json.send(ctx, 202, resources.accepted(job, warnings));
    } else {
      json.send(ctx, 200, resources.of(job));
    }
  }
}
