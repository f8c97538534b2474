package dev.makevideo.activities.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.activities.render.RenderBench;
import dev.makevideo.activities.runner.Attempt;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.CandidateList;
import dev.makevideo.activities.source.Credit;
import dev.makevideo.activities.source.Licence;
import dev.makevideo.workflows.contract.FinalizeRequest;
import dev.makevideo.workflows.contract.FinalizeResult;
import dev.makevideo.workflows.contract.PlanRequest;
import dev.makevideo.workflows.contract.TimelineActivities;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineActivitiesTest {
  @TempDir Path folder;
  private RenderBench bench;
  private VideoRequest request;

  @BeforeEach
  void open() throws Exception {
    bench = new RenderBench(folder);
    ObjectRef sound = bench.store.put(new byte[] {1});
    request = bench.request(RenderQuality.DRAFT, SubtitleStyle.BOLD, sound);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theReportTellsWhatWasMadeFromWhat() throws Exception {
    TimelinePlan plan = bench.timelines.planTimeline(request, plan(Optional.empty()));
    JsonNode report = report(new FinalizeRequest(result(), Optional.of(plan.timeline())));
    assertEquals(RenderBench.JOB, report.path("jobId").asText());
    assertEquals("query", report.path("request").path("query").asText());
    JsonNode clips = report.path("clips");
    assertEquals(2, clips.size());
    assertEquals("b.mp4", clips.get(1).path("name").asText());
    assertEquals(item(5, "b.mp4").clip().object().sha256(), clips.get(1).path("sha256").asText());
    assertEquals(
        "[{\"segment\":1,\"at\":3.5,\"from\":0.0,\"to\":2.533}]",
        clips.get(1).path("shown").toString());
    assertEquals("it says BUY", report.path("rejected").get(0).path("message").asText());
    assertEquals(1234, report.path("stageMillis").path("building_video").asLong());
    assertEquals("a warning", report.path("warnings").get(0).asText());
    assertEquals(bench.media.ffmpeg().version(), report.path("tools").path("ffmpeg").asText());
  }

  @Test
  void theReportDoesWithoutATimeline() throws Exception {
    assertEquals(0, report(new FinalizeRequest(result(), Optional.empty())).path("clips").size());
  }

  /** The clips of the plan are candidates 2 and 5. */
  @Test
  void creditsAndManifestNameWhoseClipsAreShown() throws Exception {
    TimelinePlan plan = bench.timelines.planTimeline(request, plan(Optional.empty()));
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      candidates.add(
          i == 2
              ? new Candidate(i, Candidate.Kind.FILE, "/a", "a.mp4", Optional.empty())
              : new Candidate(
                  i,
                  Candidate.Kind.URL,
                  "https://h.example/secret",
                  "clip " + i,
                  Optional.empty(),
                  Optional.of(SourceName.COMMONS),
                  Optional.of(credit(i))));
    }
    ObjectRef list =
        bench.store.put(Payloads.mapper().writeValueAsBytes(new CandidateList(candidates)));
    FinalizeResult result =
        bench.timelines.finalizeVideo(
            request,
            new FinalizeRequest(result(), Optional.of(plan.timeline()), Optional.of(list)));
    String credits =
        new String(
            bench.store.read(result.credits().orElseThrow()),
            java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(
        """
        This video shows clips by other people.

        "clip 5" by Ann 5
          source: Wikimedia Commons, https://h.example/page/5
          licence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/
          changed: cut, scaled and cropped, without its sound, with captions where there are any
          shown at 0:03

        Of these clips, which the job itself named, the licence is unknown: a.mp4
        """,
        credits);
    String manifest =
        new String(bench.store.read(result.report()), java.nio.charset.StandardCharsets.UTF_8);
    JsonNode json = Payloads.mapper().readTree(manifest);
    assertEquals("folder", json.path("clips").get(0).path("source").asText());
    assertEquals("unknown", json.path("clips").get(0).path("licence").asText());
    assertEquals("cc-by-4.0", json.path("clips").get(1).path("licence").asText());
    assertEquals("Ann 5", json.path("clips").get(1).path("credit").path("author").asText());
    assertEquals("commons", json.path("rejected").get(0).path("source").asText());
    assertFalse(manifest.contains("secret"));
  }

  private static Credit credit(int number) {
    return new Credit(
        "clip " + number,
        "Ann " + number,
        "https://h.example/page/" + number,
        new Licence(
            "cc-by-4.0",
            "CC BY 4.0",
            Optional.of("https://creativecommons.org/licenses/by/4.0/"),
            false));
  }

  @Test
  void planningSaysWhatItUsed() throws Exception {
    TimelinePlan plan =
        bench.timelines.planTimeline(
            request, plan(Optional.of(bench.cues(RenderBench.cue(1, 2, "word")))));
    assertEquals(181, plan.frames());
    assertEquals(2, plan.segments());
    assertEquals(List.of(2, 5), plan.used());
    assertEquals(0, plan.reusedClips());
    assertEquals(1, bench.timeline(plan).segments().get(0).cues().size());
  }

  @Test
  void cuesThatVanishedAreNamedAsSuch() throws Exception {
    ObjectRef cues = bench.cues(RenderBench.cue(1, 2, "word"));
    bench.storeFolder.lose(cues);
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class,
            () -> bench.timelines.planTimeline(request, plan(Optional.of(cues))));
    assertEquals("artifact-missing", failure.getType());
  }

  @Test
  void cleaningUpDeletesWhatAttemptsLeft() throws Exception {
    Path left = bench.storeFolder.leaveScratch(RenderBench.JOB);
    assertTrue(Files.exists(left));
    bench.timelines.cleanUpJob(request);
    assertEquals(List.of(), bench.storeFolder.scratchLeft());
  }

  @Test
  void worksAsAnActivityOfAJob() throws Exception {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
            .build();
    TestActivityEnvironment temporal = TestActivityEnvironment.newInstance(options);
    try {
      List<Attempt> seen = new CopyOnWriteArrayList<>();
      temporal.registerActivitiesImplementations(
          bench.timelinesWith(
              () -> {
                seen.add(Attempt.current());
                return Attempt.current();
              }));
      TimelineActivities stub = temporal.newActivityStub(TimelineActivities.class);
      TimelinePlan plan = stub.planTimeline(request, plan(Optional.empty()));
      stub.finalizeVideo(request, new FinalizeRequest(result(), Optional.of(plan.timeline())));
      assertFalse(seen.get(0).jobId().isBlank());
    } finally {
      temporal.close();
    }
  }

  private PlanRequest plan(Optional<ObjectRef> cues) throws Exception {
    return new PlanRequest(
        RenderBench.NARRATION, List.of(item(2, "a.mp4"), item(5, "b.mp4")), cues);
  }

  private ValidateBatch.Item item(int index, String name) throws Exception {
    Path file = Files.writeString(folder.resolve(name), name);
    return bench.item(index, file, Duration.ofMillis(3500));
  }

  private JsonNode report(FinalizeRequest finalize) throws Exception {
    return Payloads.mapper()
        .readTree(bench.store.read(bench.timelines.finalizeVideo(request, finalize).report()));
  }

  private VideoResult result() {
    return new VideoResult(
        request.narration(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMillis(6033),
        13,
        4,
        4,
        4,
        4,
        List.of(
            new RejectedClip(9, "ad.mp4", "text_found", "it says BUY", OptionalDouble.of(0.97))),
        Map.of("building_video", 1234L),
        List.of("a warning"));
  }
}
