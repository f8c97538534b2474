package dev.makevideo.platform.telemetry;

import static java.util.Map.entry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Map;

/**
 * What each of {@link Metrics} tells, in one line for who scrapes it; and no metric whose form
 * Prometheus's own check refuses.
 */
final class Descriptions implements MeterFilter {
  private static final String TEMPORAL = "temporal_";
  private static final String NANOSECONDS = "process.cpu.time";

  /** Names that end as only parts of histograms should, and those that are used instead. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "system.cpu.count", "system.cpus",
          "temporal_workflow_active_thread_count", "temporal_workflow_active_threads");

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          entry("admission.waiting", "1 while a queue's work waits for room on this host"),
          entry("cache.requests", "Looks into the cache that all processes share"),
          entry("circuit.breaker.state", "0 closed, 1 open, 2 half-open"),
          entry("circuit.breaker.transitions", "Moves of breakers that this process caused"),
          entry("external.api.calls", "Calls of external services that were made"),
          entry("external.api.duration", "How long calls of external services took"),
          entry("external.api.retries", "Calls made because an attempt before had failed"),
          entry("http.request.duration", "How long requests took"),
          entry("http.requests", "Requests by route"),
          entry("ocr.frames.processed", "Frames in which text was looked for"),
          entry("ocr.processing.duration", "Looking for text in one clip"),
          entry("pipeline.jobs", "Jobs that reached a state, once each"),
          entry("pipeline.jobs.active", "Jobs that are not ended, as the server lists them"),
          entry("pipeline.jobs.listed", "Jobs in each state, as the server lists them"),
          entry("pipeline.stage.duration", "Completed stages, once for each job"),
          entry("pipeline.stage.errors", "Attempts of activities that failed or were cancelled"),
          entry("process.resident.memory.bytes", "Resident memory of this process"),
          entry("redis.connection.waits", "How often somebody waited for a connection to Redis"),
          entry("redis.connections", "Connections of this process to Redis"),
          entry("redis.reconnects", "How often the connection to Redis was back after a break"),
          entry("resource.disk.free.bytes", "What is left on the disk of a folder"),
          entry("resource.disk.usage.bytes", "What a part of the store takes"),
          entry("resource.ffmpeg.processes", "Processes of ffmpeg that run now"),
          entry("resource.memory.usage.bytes", "Memory that a component takes"),
          entry("resource.temp.files.count", "Files in scratch folders"),
          entry("subtitle.segments.count", "Cues of one narration"),
          entry("subtitle.sync.drift", "How far the worst cue begins from its words"),
          entry("validation.results", "Verdicts on clips for jobs"),
          entry("video.processing.duration", "Runs of ffmpeg that ended well"),
          entry("video.processing.input.duration.seconds", "Narrations of completed jobs"),
          entry("video.processing.shorts.count", "Different clips shown in completed jobs"),
          entry("webhook.deliveries", "Attempts to deliver an event of a job to a URL"));

  @Override
  public Meter.Id map(Meter.Id id) {
    String name = RENAMED.getOrDefault(id.getName(), id.getName());
    String text = name.startsWith(TEMPORAL) ? "Counted by Temporal's Java SDK" : TEXTS.get(name);
    return text == null
        ? id.withName(name)
        : new Meter.Id(name, Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), text, id.getType());
  }

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return id.getName().equals(NANOSECONDS) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
  }
}
