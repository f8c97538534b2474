package dev.makevideo.activities.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.render.RenderBench.Run;
import dev.makevideo.activities.timeline.Timeline;
import dev.makevideo.platform.probe.PeakMemory;
import dev.makevideo.platform.process.FailingRunner;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.workflows.contract.PlanRequest;
import dev.makevideo.workflows.contract.SegmentResult;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong, and whose fault it is said to be. */
@Isolated
class RenderTroubleTest {
  @TempDir static Path made;
  private static RenderClips clips = RenderClips.NONE;

  @TempDir Path folder;
  private RenderBench bench;
  private ObjectRef sound;

  @BeforeAll
  static void makeMedia() throws Exception {
    clips = RenderClips.make(made);
  }

  @BeforeEach
  void open() throws Exception {
    bench = new RenderBench(folder);
    sound = bench.store.put(clips.narration());
  }

  @AfterEach
  void close() throws Exception {
    assertEquals(List.of(), bench.storeFolder.scratchLeft(), "scratch left");
    bench.close();
  }

  @Test
  void aBrokenClipIsUnusableNotAFailure() throws Exception {
    byte[] bytes = Files.readAllBytes(clips.files().get(1));
    Path broken = folder.resolve("broken.mp4");
    Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
    SegmentResult result = renderOnly(broken, Duration.ofSeconds(2));
    assertEquals(7, result.clipIndex());
    assertTrue(result.unusable().orElseThrow().contains("index"), result.toString());
    assertTrue(result.segment().isEmpty());
    assertFalse(result.encoded());
  }

  @Test
  void aClipWithNothingAtTheInPointIsUnusable() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    // Said to last 20 s: the second segment begins after its end.
    ValidateBatch.Item item = bench.item(7, clips.files().get(1), Duration.ofSeconds(20));
    TimelinePlan plan =
        bench.timelines.planTimeline(
            request, new PlanRequest(Duration.ofSeconds(12), List.of(item), Optional.empty()));
    SegmentResult result = bench.build.renderSegment(request, plan.timeline(), 1);
    assertTrue(result.unusable().orElseThrow().contains("no picture"), result.toString());
  }

  @Test
  void aPlaylistNamedMp4IsUnusableAndItsNeighbourStaysUnread() throws Exception {
    for (String playlist :
        List.of(
            "ffconcat version 1.0\nfile '" + clips.files().get(1) + "'\n",
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + clips.files().get(1) + "\n")) {
      Path clip = folder.resolve("clip.mp4");
      Files.writeString(clip, playlist);
      String reason = renderOnly(clip, Duration.ofSeconds(2)).unusable().orElseThrow();
      assertTrue(
          reason.equals("it is not a kind of file that is allowed here")
              || reason.startsWith("it has no index") // which newer ffmpegs take it for
              || reason.startsWith("it is damaged"),
          reason);
    }
  }

  /** Between frames a minute apart lie 1,800 of the video; a segment needs 180 at the most. */
  @Test
  void framesFarApartDoNotPileUp() throws Exception {
    Path clip = bench.media.clip("minute.mp4", "color=s=64x64:r=1/60:d=600");
    VideoRequest request = bench.request(RenderQuality.STANDARD, SubtitleStyle.NONE, sound);
    ValidateBatch.Item item = bench.item(0, clip, Duration.ofSeconds(600));
    TimelinePlan plan =
        bench.timelines.planTimeline(
            request, new PlanRequest(Duration.ofSeconds(6), List.of(item), Optional.empty()));
    try (PeakMemory memory = new PeakMemory()) {
      SegmentResult result = bench.build.renderSegment(request, plan.timeline(), 0);
      assertEquals(Optional.empty(), result.unusable());
      assertTrue(memory.megabytes() > 10, "the encoder was seen");
      assertTrue(memory.megabytes() < 800, "peak " + memory.megabytes() + " MB");
    }
  }

  @Test
  void aPlanOfAnotherFrameRateIsToBeMadeAgain() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    TimelinePlan plan = bench.timelines.planTimeline(request, clips.plan(bench, Optional.empty()));
    Timeline made = bench.timeline(plan);
    Timeline other = new Timeline(25, made.size(), made.narration(), made.segments());
    ObjectRef stored = bench.store.put(Payloads.mapper().writeValueAsBytes(other));
    ApplicationFailure failure =
        assertThrows(ApplicationFailure.class, () -> bench.build.renderSegment(request, stored, 0));
    assertEquals("artifact-missing", failure.getType());
  }

  @Test
  void aVanishedClipIsNamedAsSuch() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    TimelinePlan plan = bench.timelines.planTimeline(request, clips.plan(bench, Optional.empty()));
    bench.storeFolder.lose(bench.timeline(plan).segments().get(0).clip());
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class, () -> bench.build.renderSegment(request, plan.timeline(), 0));
    assertEquals("artifact-missing", failure.getType());
  }

  @Test
  void aVanishedNarrationMustBeUploadedAgain() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    Run run = bench.run(request, clips.plan(bench, Optional.empty()));
    bench.storeFolder.lose(sound);
    bench.storeFolder.lose(run.video().video());
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class,
            () -> bench.build.assembleVideo(request, run.plan().timeline(), run.objects()));
    assertEquals("not-found", failure.getType());
  }

  /** After as many attempts as an error gets, the job does without the clip. */
  @ParameterizedTest
  @CsvSource({
    "true, 0, ''",
    "false, 137, ''",
    "false, 143, ''",
    "false, 0, 'segment.mp4: No space left on device'",
    "false, 0, 'av_interleaved_write_frame(): Disk quota exceeded'"
  })
  void whatTheHostDidIsNotTheClipsFault(boolean stalls, int exitCode, String tail)
      throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    TimelinePlan plan = bench.timelines.planTimeline(request, clips.plan(bench, Optional.empty()));
    BuildActivitiesImpl build =
        bench.buildWith(
            new FailingRunner(
                bench.media.processes(),
                "ffmpeg-segment",
                () -> {
                  if (stalls) {
                    throw new ProcessTimeoutException("no progress for 60 s");
                  }
                  return new ProcessRunner.Finished(exitCode, "", tail);
                }));
    for (bench.attempt = 1; bench.attempt < 5; bench.attempt++) {
      ApplicationFailure failure =
          assertThrows(
              ApplicationFailure.class, () -> build.renderSegment(request, plan.timeline(), 0));
      assertEquals("host-exhausted", failure.getType());
      assertFalse(failure.isNonRetryable());
    }
  }

  @Test
  void anEncoderThatAlwaysStandsStillLeavesTheClipOut() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    TimelinePlan plan = bench.timelines.planTimeline(request, clips.plan(bench, Optional.empty()));
    BuildActivitiesImpl stalling =
        bench.buildWith(
            new FailingRunner(
                bench.media.processes(),
                "ffmpeg-segment",
                () -> {
                  throw new ProcessTimeoutException("no progress for 60 s");
                }));
    bench.attempt = 5;
    SegmentResult result = stalling.renderSegment(request, plan.timeline(), 0);
    assertTrue(result.unusable().orElseThrow().contains("5 attempts"), result.toString());
  }

  @Test
  void aFullDiskAndABrokenProgramAreNotTheClipsFault() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    Run run = bench.run(request, clips.plan(bench, Optional.empty()));
    bench.storeFolder.forget();
    assertEquals("host-exhausted", failing("ffmpeg-segment", "No space left on device", run));
    assertEquals("internal", failing("ffmpeg-segment", "No such filter: 'ass'", run));
    assertEquals("host-exhausted", failing("ffmpeg-concat", "No space left on device", run));
    assertEquals("internal", failing("ffmpeg-concat", "Invalid data found", run));
  }

  @Test
  void aCancelEndsTheEncoderAndLeavesNothing() throws Exception {
    VideoRequest request = bench.request(RenderQuality.STANDARD, SubtitleStyle.NONE, sound);
    Path clip = bench.media.clip("long.mp4", "testsrc2=s=640x360:r=30:d=6");
    TimelinePlan plan =
        bench.timelines.planTimeline(
            request,
            new PlanRequest(Duration.ofSeconds(6), List.of(bench.item(0, clip)), Optional.empty()));
    bench.heartbeats.stopAtFirstProgress();
    assertThrows(
        ActivityCanceledException.class,
        () -> bench.build.renderSegment(request, plan.timeline(), 0));
    assertEquals(0, bench.media.processes().running("ffmpeg"));
  }

  private String failing(String label, String tail, Run run) {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    BuildActivitiesImpl build =
        bench.buildWith(
            new FailingRunner(
                bench.media.processes(), label, () -> new ProcessRunner.Finished(1, "", tail)));
    Executable work =
        label.equals("ffmpeg-segment")
            ? () -> build.renderSegment(request, run.plan().timeline(), 0)
            : () -> build.assembleVideo(request, run.plan().timeline(), run.objects());
    return assertThrows(ApplicationFailure.class, work).getType();
  }

  private SegmentResult renderOnly(Path clip, Duration said) throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    PlanRequest plan =
        new PlanRequest(
            Duration.ofSeconds(1), List.of(bench.item(7, clip, said)), Optional.empty());
    TimelinePlan planned = bench.timelines.planTimeline(request, plan);
    return bench.build.renderSegment(request, planned.timeline(), 0);
  }
}
