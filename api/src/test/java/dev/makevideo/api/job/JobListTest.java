package dev.makevideo.api.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.makevideo.api.FakeTemporal;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobListTest {
  private FakeTemporal temporal;
  private JobList list;

  @BeforeEach
  void start() throws IOException {
    temporal = new FakeTemporal();
    list = new JobList(TemporalConnection.over(temporal.stubs(), "test").client());
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void pagesGoFromTheNewestToTheOldestHoweverTheServerListsThem() {
    long seed = System.nanoTime();
    System.out.println("JobListTest seed " + seed);
    // Some begin in the same second: then the id decides, and none is lost between two pages.
    List<WorkflowExecutionInfo> jobs =
        new ArrayList<>(IntStream.range(0, 2_345).mapToObj(i -> job(i, i / 3)).toList());
    Collections.shuffle(jobs, new Random(seed));
    temporal.executions.addAll(jobs);
    List<String> seen = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      JobPage page = list.list("anna", JobFilter.none(), token, 100);
      assertTrue(page.jobs().size() <= 100);
      page.jobs().forEach(row -> seen.add(row.id()));
      token = page.nextPageToken();
    } while (token.isPresent());
    List<String> expected =
        IntStream.range(0, 2_345).mapToObj(i -> String.format("mv-%05d", 2_344 - i)).toList();
    assertEquals(expected, seen);
  }

  /** As an SQL store lists them: the open ones first, then by the time at which they closed. */
  @Test
  void readsLittleOfAHundredThousandJobs() {
    IntStream.range(0, 100_000)
        .mapToObj(i -> job(99_999 - i, 2 * (99_999 - i)))
        .forEach(temporal.executions::add);
    // Ten that began long ago are still open, and so come first.
    Collections.rotate(temporal.executions, 10);
    Optional<String> token = Optional.empty();
    for (int page = 0; page < 3; page++) {
      JobPage jobs = list.list("anna", JobFilter.none(), token, 100);
      int first = 99_999 - 100 * page;
      assertEquals(
          IntStream.range(0, 100).mapToObj(i -> String.format("mv-%05d", first - i)).toList(),
          jobs.jobs().stream().map(JobPage.Row::id).toList());
      token = jobs.nextPageToken();
    }
    assertTrue(temporal.queries.size() <= 6, temporal.queries.toString());
    assertTrue(temporal.listed <= 5_000, temporal.listed + " listed for three pages");
  }

  @Test
  void aStoreThatListsTheOldestFirstIsReadRightAllTheSame() {
    IntStream.range(0, 12_000).mapToObj(i -> job(i, i)).forEach(temporal.executions::add);
    assertEquals(
        List.of("mv-11999", "mv-11998"),
        list.list("anna", JobFilter.none(), Optional.empty(), 2).jobs().stream()
            .map(JobPage.Row::id)
            .toList());
  }

  @Test
  void manyThatBeganInOneMomentAreNeitherLostNorShownTwice() {
    IntStream.range(0, 3_000).mapToObj(i -> job(i, 77)).forEach(temporal.executions::add);
    Collections.shuffle(temporal.executions, new Random(7));
    List<String> seen = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      JobPage page = list.list("anna", JobFilter.none(), token, 500);
      page.jobs().forEach(row -> seen.add(row.id()));
      token = page.nextPageToken();
    } while (token.isPresent());
    assertEquals(
        IntStream.range(0, 3_000).mapToObj(i -> String.format("mv-%05d", 2_999 - i)).toList(),
        seen);
  }

  @Test
  void asksForOneTenantAndOneStatus() {
    list.list("anna", JobFilter.of(Optional.of(JobStatus.FAILED)), Optional.empty(), 10);
    assertEquals(
        "WorkflowType = 'MakeVideo' AND "
            + JobAttributes.TENANT.getName()
            + " = 'anna' AND"
            + " ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut')",
        temporal.queries.get(0));
    for (JobStatus status : JobStatus.values()) {
      list.list("anna", JobFilter.of(Optional.of(status)), Optional.empty(), 10);
    }
    assertTrue(temporal.queries.get(1).endsWith("= 'queued'"), temporal.queries.get(1));
    assertTrue(temporal.queries.get(2).endsWith("= 'running'"), temporal.queries.get(2));
  }

  @Test
  void asksForTimesAndMetadataAndKeepsQuotesOutOfTheQuestion() {
    JobFilter filter =
        new JobFilter(
            Optional.empty(),
            Optional.of(Instant.parse("2026-11-29T10:00:00Z")),
            Optional.of(Instant.parse("2026-11-30T00:00:00.5Z")),
            Optional.empty(),
            new Metadata(Map.of("who", "o'neil \\\\", "a", "' OR 1=1")));
    list.list("anna", filter, Optional.empty(), 10);
    String asked = temporal.queries.get(0);
    assertTrue(
        asked.endsWith(
            " AND StartTime >= '2026-11-29T10:00:00Z' AND StartTime < '2026-11-30T00:00:00.500Z'"
                + " AND MakeVideoMetadata = 'a=\\' OR 1=1'"
                + " AND MakeVideoMetadata = 'who=o\\'neil \\\\\\\\'"),
        asked);
  }

  @Test
  void timesAreThoseOfTheStartTheFirstIncluded() {
    IntStream.range(0, 10).mapToObj(i -> job(i, i)).forEach(temporal.executions::add);
    JobFilter filter =
        new JobFilter(
            Optional.empty(),
            Optional.of(Instant.ofEpochSecond(3)),
            Optional.of(Instant.ofEpochSecond(6)),
            Optional.empty(),
            Metadata.none());
    assertEquals(
        List.of("mv-00005", "mv-00004", "mv-00003"),
        list.list("a", filter, Optional.empty(), 10).jobs().stream().map(JobPage.Row::id).toList());
  }

  private static JobFilter text(String text) {
    return new JobFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(text), Metadata.none());
  }

  @Test
  void aTextIsLookedForPageByPageAndNoneIsLostOrShownTwice() {
    IntStream.range(0, 2_000).mapToObj(i -> job(i, i / 2)).forEach(temporal.executions::add);
    Collections.shuffle(temporal.executions, new Random(11));
    List<String> seen = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      JobPage page = list.list("a", text("QUERY 1"), token, 7);
      assertTrue(page.jobs().size() <= 7);
      page.jobs().forEach(row -> seen.add(row.id()));
      token = page.nextPageToken();
    } while (token.isPresent());
    assertEquals(
        IntStream.range(0, 2_000)
            .map(i -> 1_999 - i)
            .filter(i -> Integer.toString(i).startsWith("1"))
            .mapToObj(i -> String.format("mv-%05d", i))
            .toList(),
        seen);
  }

  @Test
  void aTextThatIsRareIsLookedForInSoManyJobsAtOnceAndNoMore() {
    IntStream.range(0, 7_000).mapToObj(i -> job(i, i)).forEach(temporal.executions::add);
    JobPage first = list.list("a", text("mv-00003"), Optional.empty(), 10);
    assertEquals(List.of(), first.jobs());
    JobPage second = list.list("a", text("mv-00003"), first.nextPageToken(), 10);
    assertEquals(List.of("mv-00003"), second.jobs().stream().map(JobPage.Row::id).toList());
    assertEquals(Optional.empty(), second.nextPageToken());
  }

  @Test
  void showsWhatAListNeeds() {
    temporal.executions.add(job(1, 1_000));
    JobPage.Row row = list.list("a", JobFilter.none(), Optional.empty(), 10).jobs().get(0);
    assertEquals("mv-00001", row.id());
    assertEquals("completed", row.status());
    assertEquals(Optional.of("query 1"), row.query());
    assertEquals(100, row.percent().orElseThrow());
    assertEquals(1_000, row.createdAt().getEpochSecond());
    assertEquals("/v1/videos/mv-00001", row.link());
  }

  @Test
  void tokensFromElsewhereAreRefused() {
    List<String> forged =
        Stream.of("+999999999-01-01T00:00:00Z mv-1", "-0001-01-01T00:00:00Z mv-1", "mv-1", " mv-1")
            .map(text -> Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8)))
            .toList();
    List<String> tokens = new ArrayList<>(List.of("", "%%%", "bm9wZQ", "x".repeat(400)));
    tokens.addAll(forged);
    for (String token : tokens) {
      ProblemException problem =
          assertThrows(
              ProblemException.class,
              () -> list.list("a", JobFilter.none(), Optional.of(token), 10));
      assertEquals(400, problem.status());
    }
  }

  private static WorkflowExecutionInfo job(int number, int startedAt) {
    return WorkflowExecutionInfo.newBuilder()
        .setExecution(
            WorkflowExecution.newBuilder().setWorkflowId(String.format("mv-%05d", number)))
        .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED)
        .setStartTime(Timestamp.newBuilder().setSeconds(startedAt))
        .setExecutionTime(Timestamp.newBuilder().setSeconds(startedAt))
        .setCloseTime(Timestamp.newBuilder().setSeconds(startedAt + 5))
        .setMemo(
            Memo.newBuilder()
                .putFields(
                    "query", Payloads.converter().toPayload("query " + number).orElseThrow()))
        .build();
  }
}
