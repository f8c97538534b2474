package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopCommandTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:10Z");
  private static final String JOB =
      """
      {"id":"mv-0123456789abcdef0123456789abcdef","status":"running","percent":40,"query":"rivers",
       "created_at":"2026-01-01T00:00:00Z",
       "stages":[{"stage":"downloading_shorts","state":"waiting","done":3,"total":10}],
       "waits":[{"service":"video-downloader","retry_at":"2026-01-01T00:02:00Z","reason":"500"}]}
      """;

  @TempDir Path folder;
  private final FakeService service = new FakeService();

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandRun run() {
    return new CommandRun(
        Map.of("MAKE_VIDEO_URL", service.url().toString()), folder, FakeService::new);
  }

  @Test
  void showsQueuesJobsAndTroublesOnceWhereThereIsNoTerminal() {
    service.then(JOB).start();
    CommandRun run = run();
    assertEquals(0, run.execute("top"), run::err);
    String told = run.out();
    for (String part :
        List.of(
            "degraded",
            "make-video-io         12      1 m 15 s   3       4     2",
            "make-video-cpu        ?       -          -       -     0",
            "downloading_shorts 3/10 ~",
            "rivers",
            "make-video-io waits for room: disk: 2 GB free (w-1@a)",
            "video_downloader: 500; next trial at 12:00",
            "waiting for video-downloader, retry at 2026-01-01T00:02:00Z: 500",
            "not known: what waits: Temporal says UNAVAILABLE")) {
      assertTrue(told.contains(part), part + " is not in " + told);
    }
    assertTrue(!told.contains("PONG"), told);
  }

  @Test
  void givesAllOfItAsOneObject() throws Exception {
    service.then(JOB).start();
    CommandRun run = run();
    assertEquals(0, run.execute("top", "--json"), run::err);
    JsonNode answer = new ObjectMapper().readTree(run.out());
    assertEquals(12, answer.at("/queues/1/waiting").asInt());
    assertEquals("rivers", answer.at("/jobs/0/query").asText());
    assertEquals("degraded", answer.at("/health/status").asText());
    assertEquals(1, answer.path("unknown").size());
  }

  @Test
  void anIntervalOutOfBoundsIsRefusedByName() {
    service.then(JOB).start();
    CommandRun run = run();
    assertEquals(ExitCode.USAGE.code, run.execute("top", "--interval", "0"));
    assertTrue(run.err().contains("--interval is 0"), run::err);
  }

  @Test
  void itFitsASmallTerminal() throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<ReportedJob> jobs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      jobs.add(ReportedJob.of(json.readTree(JOB.replace("rivers", "r".repeat(300)))));
    }
    List<String> lines =
        TopTable.lines(
            new TopTable.Sight(
                "http://127.0.0.1:8004",
                NOW,
                jobs,
                json.readTree(FakeService.QUEUES),
                json.readTree(FakeService.HEALTH)),
            79);
    assertTrue(lines.size() <= 23, () -> String.join("\n", lines));
    lines.forEach(line -> assertTrue(line.length() <= 79, line));
    assertTrue(lines.contains("and 192 more: make-video list"), lines::toString);
    assertTrue(
        lines.stream().anyMatch(line -> line.contains("mv-0123456789…89abcdef")), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.contains("1 m 10 s")), lines::toString);
  }
}
