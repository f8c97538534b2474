package dev.makevideo.checks;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.tracing.SpanKeys;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.OtlpCollector;
import dev.makevideo.testkit.OtlpCollector.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One trace of a job: from the request to the API over the workflow and every attempt to the
 * programs and calls below it, over an API, a worker that is killed with -9 while it renders, and
 * one that goes on.
 */
@Timeout(900)
class TraceE2E {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int CLIPS = 6;

  /** What a worker had not sent when it was killed: it sends every second. */
  private static final int LOST_AT_MOST = 40;

  @TempDir Path folder;

  @Test
  void aJobIsOneTraceOverTwoWorkersAndAKill() throws IOException, InterruptedException {
    Programs programs = Programs.find(System.out::println);
    ClipMaker clips = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    try (OtlpCollector collector = new OtlpCollector();
        ClipServer server = new ClipServer(clips.clips(CLIPS, 3), Duration.ofMillis(300));
        Rig rig =
            new Rig(
                folder.resolve("rig"),
                programs,
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()))) {
      JavaProcess first = rig.startWorker();
      String job =
          rig.client()
              .create(
                  clips.narration(CLIPS * 3 - 1),
                  Map.of(
                      "query", "planted-query",
                      "subtitles", "none",
                      "clips_urls", server.urls(),
                      "quality", "draft"),
                  "trace-1");
      Await.until(
          "a segment is rendered, and another is on its way",
          LONG,
          () ->
              named(collector.spans(), "renderSegment").size() > 0
                  && begun(first.log(), "renderSegment")
                      > named(collector.spans(), "renderSegment").size());
      first.kill9();
      JavaProcess second = rig.startWorker();
      rig.client().awaitStatus(job, "completed", LONG);
      Await.until(
          "the workflow's own span is there",
          Duration.ofSeconds(30),
          () -> !named(collector.spans(), "RunWorkflow MakeVideo").isEmpty());
      second.close();
      List<Received> trace = trace(collector.spans(), job);
      String tree = tree(trace);
      System.out.println(tree);
      isWhole(trace);
      everyAttemptIsThere(trace, first, second, job);
      assertFalse(collector.text().contains("planted-query"));
      assertFalse(collector.text().contains(server.urls().lines().findFirst().orElseThrow()));
    }
  }

  /** All spans of the trace that the job's request began. */
  private static List<Received> trace(List<Received> all, String job) {
    Received start =
        named(all, "StartWorkflow MakeVideo").stream()
            .filter(span -> job.equals(span.attributes().get(SpanKeys.JOB_ID)))
            .findFirst()
            .orElseThrow();
    return all.stream().filter(span -> span.traceId().equals(start.traceId())).toList();
  }

  /** One beginning, no id twice, every parent there, and from processes that are three. */
  private static void isWhole(List<Received> trace) {
    List<Received> roots = trace.stream().filter(span -> span.parentId().isEmpty()).toList();
    assertEquals(List.of("POST /v1/videos"), roots.stream().map(Received::name).toList());
    Map<String, List<Received>> byId =
        trace.stream().collect(Collectors.groupingBy(Received::spanId));
    byId.values().forEach(told -> assertTrue(told.size() == 1 || isOneLost(told), told::toString));
    Set<String> ids = byId.keySet();
    List<Received> orphans =
        trace.stream()
            .filter(span -> !span.parentId().isEmpty() && !ids.contains(span.parentId()))
            .toList();
    assertEquals(List.of(), orphans, () -> "without a parent, in\n" + tree(trace));
    assertEquals(3, trace.stream().map(Received::process).distinct().count());
    Set<String> programs =
        trace.stream()
            .map(Received::name)
            .filter(name -> name.startsWith("ff"))
            .collect(Collectors.toSet());
    assertTrue(programs.contains("ffmpeg-segment"), programs::toString);
    trace.forEach(span -> assertTrue(SpanKeys.ALL.containsAll(span.attributes().keySet())));
  }

  /**
   * Who is killed when its attempt's span was sent, and the result was not, is told of by another
   * worker too: once as it was, and once as lost.
   */
  private static boolean isOneLost(List<Received> told) {
    return told.size() == 2
        && told.stream().filter(TraceE2E::isOfALost).count() == 1
        && told.stream().map(Received::process).distinct().count() == 2
        && told.stream().map(Received::name).distinct().count() == 1
        && told.stream().map(TraceE2E::attempt).distinct().count() == 1;
  }

  /** Only an attempt has one. */
  private static String attempt(Received span) {
    return requireNonNull(span.attributes().get(SpanKeys.ATTEMPT), span::toString);
  }

  private static boolean isOfALost(Received span) {
    return span.failed() && "timeout".equals(span.attributes().get(SpanKeys.ERROR));
  }

  /**
   * Each attempt that a worker's log says was started is a span of that worker, or, if the worker
   * died with it, one that the next attempt tells.
   */
  private static void everyAttemptIsThere(
      List<Received> trace, JavaProcess first, JavaProcess second, String job) throws IOException {
    Set<String> told = new HashSet<>();
    for (Received span : trace) {
      if (span.attributes().containsKey(SpanKeys.ATTEMPT)) {
        told.add(span.name() + " " + span.attributes().get(SpanKeys.ATTEMPT));
      }
    }
    Set<String> logged = new HashSet<>();
    for (Path log : List.of(first.log(), second.log())) {
      for (JsonNode line : lines(log)) {
        if (line.path("message").asText().equals("activity started")
            && line.path("job_id").asText().equals(job)) {
          logged.add(line.path("operation").asText() + " " + line.path("attempt").asText());
        }
      }
    }
    assertEquals(logged, told);
    assertTrue(trace.size() > LOST_AT_MOST, () -> "only " + trace.size());
  }

  private static int begun(Path log, String activity) throws IOException {
    return (int)
        lines(log).stream()
            .filter(line -> line.path("message").asText().equals("activity started"))
            .filter(line -> line.path("operation").asText().equals(activity))
            .count();
  }

  private static List<JsonNode> lines(Path log) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      if (line.startsWith("{") && line.endsWith("}")) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  private static List<Received> named(List<Received> all, String name) {
    return all.stream().filter(span -> span.name().equals(name)).toList();
  }

  /** As docs/traces.md shows one. */
  private static String tree(List<Received> trace) {
    StringBuilder text = new StringBuilder();
    long start = trace.stream().mapToLong(Received::startNanos).min().orElse(0);
    Set<String> ids = trace.stream().map(Received::spanId).collect(Collectors.toSet());
    trace.stream()
        .filter(span -> !ids.contains(span.parentId()))
        .sorted(Comparator.comparing(Received::startNanos))
        .forEach(span -> draw(text, trace, span, "", start));
    return text.toString();
  }

  private static void draw(
      StringBuilder text, List<Received> trace, Received span, String indent, long start) {
    text.append(
        String.format(
            "%-52s %7.2f s %+8.2f s  %s%n",
            indent + span.name() + (span.failed() ? " !" : ""),
            (span.startNanos() - start) / 1e9,
            (span.endNanos() - span.startNanos()) / 1e9,
            span.process().replaceAll("@.*", "")));
    trace.stream()
        .filter(child -> child.parentId().equals(span.spanId()))
        .sorted(Comparator.comparing(Received::startNanos))
        .forEach(child -> draw(text, trace, child, indent + "  ", start));
  }
}
