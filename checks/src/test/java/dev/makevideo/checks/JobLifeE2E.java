package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.LaterWorker;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.process.ProcessIdentity;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.worker.housekeeping.HousekeepingSchedule;
import dev.makevideo.workflows.contract.CollectedArtifacts;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleListDescription;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The end of jobs on a real server, with a worker whose calendar is three days ahead (so that
 * nobody waits for days): DELETE frees what nothing else names and nothing more, and the daily run
 * deletes what ended two days ago, and nothing that runs.
 */
@Timeout(600)
class JobLifeE2E {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration DONE = Duration.ofMinutes(3);
  private static final String SCHEDULE = "make-video-housekeeping";
  private static final String LATER = LaterWorker.class.getName();
  private static final int ENDED = 50;
  private static final int RUNNING = 3;
  private static final int STARTS = 10;

  @TempDir static Path folder;

  private static Rig rig;
  private static ClipServer server;
  private static ClipMaker maker;
  private static JavaProcess worker;
  private static TemporalConnection temporal;

  @BeforeAll
  static void start() throws Exception {
    Programs programs = Programs.find(System.out::println);
    maker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    rig = new Rig(folder.resolve("rig"), programs, Map.of("MAKE_VIDEO_JOB_DAYS", "2"));
    server = new ClipServer(maker.clips(4, 2), Duration.ofMillis(20));
    worker = rig.startWorker(LATER, Map.of());
    temporal =
        TemporalConnection.open(
            Map.of("TEMPORAL_ADDRESS", rig.temporal().address()), ProcessIdentity.name("checks"));
  }

  @AfterAll
  static void stop() {
    temporal.close();
    server.close();
    rig.close();
  }

  private static Client client() {
    return rig.client();
  }

  private static String create(Path narration, String subtitles) throws Exception {
    return client()
        .create(
            narration,
            Map.of(
                "query", "gradients",
                "script", "We walk to the river.",
                "subtitles", subtitles,
                "clips_urls", server.urls(),
                "quality", "draft"),
            "life");
  }

  private static boolean isStored(String sha256) {
    return Files.exists(
        rig.store().resolve("objects").resolve(sha256.substring(0, 2)).resolve(sha256));
  }

  private static String hash(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static String video(String id) throws Exception {
    return client().job(id).at("/result/video/sha256").asText();
  }

  private static String file(String id, String name) throws Exception {
    var answer = client().get("/v1/videos/" + id + "/" + name);
    assertEquals(200, answer.statusCode());
    return hash(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void deleteFreesWhatNothingElseNamesAndNothingMore() throws Exception {
    Path audio = maker.narration(3);
    String narration = hash(Files.readAllBytes(audio));
    String one = create(audio, "plain");
    String other = create(audio, "bold");
    client().awaitStatus(one, "completed", DONE);
    client().awaitStatus(other, "completed", DONE);
    JsonNode job = client().job(one);
    assertEquals(
        Instant.parse(job.path("completed_at").asText()).plus(Duration.ofDays(2)),
        Instant.parse(job.path("expires_at").asText()));
    String video = video(one);
    String kept = video(other);
    String manifest = file(one, "manifest.json");
    assertNotEquals(video, kept);
    assertTrue(isStored(narration) && isStored(video) && isStored(kept) && isStored(manifest));

    Instant asked = Instant.now();
    client().forget(one);
    Await.until("the video is gone", SOON, () -> !isStored(video) && !isStored(manifest));
    System.err.println("freed after " + Duration.between(asked, Instant.now()).toMillis() + " ms");
    assertEquals(404, client().get("/v1/videos/" + one).statusCode());
    assertTrue(isStored(narration), "the other job names it");
    assertTrue(isStored(kept));
    Path copy = folder.resolve("copy.mp4");
    client().download(other, copy);
    assertEquals(kept, hash(Files.readAllBytes(copy)));
    String keptManifest = file(other, "manifest.json");
    var plan =
        client()
            .postJson(
                "/v1/videos/" + other + "/rerender?dryRun=true", Map.of("crop_position", "top"));
    assertEquals(200, plan.statusCode(), plan.body());

    client().forget(other);
    Await.until("the narration is gone", SOON, () -> !isStored(narration));
    Await.until("the rest is gone", SOON, () -> !isStored(kept) && !isStored(keptManifest));
    Await.until("nothing waits any more", SOON, () -> runs("Freeing", "Running").isEmpty());
  }

  /**
   * Ten starts of a worker, of which seven are what a start does with the schedule and no more:
   * JVMs are slow. The last worker is killed in the middle of the daily run.
   */
  @Test
  void theDailyRunDeletesWhatEndedAndNothingThatRuns() throws Exception {
    Path audio = maker.narration(4);
    String narration = hash(Files.readAllBytes(audio));
    List<String> running = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    worker.kill9();
    for (int number = 0; number < RUNNING; number++) {
      String id = create(audio, "none");
      temporal.client().newUntypedWorkflowStub(id).signal(MakeVideoWorkflow.PAUSE);
      running.add(id);
    }
    List<String> runsBefore = runIds(running);
    for (int number = 0; number < ENDED; number++) {
      String id = create(audio, "none");
      temporal.client().newUntypedWorkflowStub(id).cancel();
      ended.add(id);
    }
    for (int start = 0; start < STARTS - 3; start++) {
      new HousekeepingSchedule(temporal.client(), () -> new CollectedArtifacts(0, 0)).ensure();
    }
    worker = rig.startWorker(LATER, Map.of());
    Await.until("all have ended", DONE, () -> runs("MakeVideo", "Canceled").size() >= ENDED);
    assertEquals(List.of(SCHEDULE), schedules());

    schedule().getHandle(SCHEDULE).trigger();
    Await.until("some are gone", SOON, () -> runs("MakeVideo", "Canceled").size() < ENDED);
    worker.kill9();
    int left = runs("MakeVideo", "Canceled").size();
    worker = rig.startWorker(LATER, Map.of());
    Await.until("all are gone", DONE, () -> runs("MakeVideo", "Canceled").isEmpty());
    System.err.println("killed with " + left + " of " + ENDED + " left");
    for (String id : ended) {
      assertEquals(404, client().get("/v1/videos/" + id).statusCode(), id);
    }
    Await.until("the run ends", DONE, () -> runs("Housekeeping", "Completed").size() == 1);
    String house = runs("Housekeeping", "Completed").get(0).getExecution().getWorkflowId();
    CollectedArtifacts result =
        temporal.client().newUntypedWorkflowStub(house).getResult(CollectedArtifacts.class);
    int counted = result.expired().orElseThrow().jobs();
    // What was deleted in the second before the kill may not have been told.
    assertTrue(counted <= ENDED && counted > 0, counted + " counted");

    for (String id : running) {
      assertFalse(List.of("failed", "cancelled", "completed").contains(client().status(id)), id);
    }
    assertEquals(runsBefore, runIds(running));
    assertTrue(isStored(narration), "those that run name it");
    assertEquals(List.of(SCHEDULE), schedules());
    for (String id : running) {
      client().cancel(id);
    }
    Await.until("they end", SOON, () -> runs("MakeVideo", "Canceled").size() == RUNNING);
    for (String id : running) {
      client().forget(id);
    }
    Await.until("the narration is gone", SOON, () -> !isStored(narration));
  }

  private static List<String> runIds(List<String> ids) {
    WorkflowClient client = temporal.client();
    return ids.stream()
        .map(id -> client.newUntypedWorkflowStub(id).describe().getExecution().getRunId())
        .toList();
  }

  private static List<WorkflowExecutionMetadata> runs(String type, String status) {
    try (Stream<WorkflowExecutionMetadata> all =
        temporal
            .client()
            .listExecutions("WorkflowType='%s' AND ExecutionStatus='%s'".formatted(type, status))) {
      return all.toList();
    }
  }

  private static ScheduleClient schedule() {
    return ScheduleClient.newInstance(
        temporal.stubs(),
        ScheduleClientOptions.newBuilder()
            .setNamespace(temporal.client().getOptions().getNamespace())
            .build());
  }

  private static List<String> schedules() {
    try (Stream<ScheduleListDescription> all = schedule().listSchedules()) {
      return all.map(ScheduleListDescription::getScheduleId).toList();
    }
  }
}
