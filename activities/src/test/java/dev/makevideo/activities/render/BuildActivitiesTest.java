package dev.makevideo.activities.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.makevideo.activities.render.RenderBench.Run;
import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.platform.process.FailingRunner;
import dev.makevideo.platform.storage.CopyingStore;
import dev.makevideo.workflows.contract.AssembledVideo;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.PlanRequest;
import dev.makevideo.workflows.contract.SegmentResult;
import dev.makevideo.workflows.contract.TimelinePlan;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildActivitiesTest {
  @TempDir static Path made;
  private static RenderClips clips = RenderClips.NONE;

  @TempDir Path folder;
  private RenderBench bench;
  private VideoLook look;
  private ObjectRef sound;

  @BeforeAll
  static void makeMedia() throws Exception {
    clips = RenderClips.make(made);
  }

  @BeforeEach
  void open() throws Exception {
    bench = new RenderBench(folder);
    look = new VideoLook(bench.media);
    sound = bench.store.put(clips.narration());
  }

  @AfterEach
  void close() throws Exception {
    assertEquals(List.of(), bench.storeFolder.scratchLeft(), "scratch left");
    bench.close();
  }

  @Test
  void rendersFourUnequalClipsFrameExact() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.BOLD, sound);
    Run run = bench.run(request, clips.plan(bench, Optional.of(bench.cues(threeCues("Two")))));
    assertEquals(4, run.encoded());
    assertEquals(FrameGrid.lengthOf(181), run.video().duration());
    assertEquals(13, run.video().driftMillis());
    Path video = bench.store.path(run.video().video());
    look.assertVideo(video, 540, 960, 181);
    // Captions stand in the lower third: white letters and yellow ones for the spoken word.
    assertTrue(look.captionPixels(video, "0.5") > 200, "no yellow in the frame");
    assertTrue(look.captionPixels(video, "5.5") < 50, "a caption where there is none");
    assertTrue(bench.heartbeats.sent().stream().anyMatch(p -> p.fraction() == 1.0));
    assertEquals(
        4,
        bench
            .registry
            .get("video.processing.duration")
            .tag("operation", "segment")
            .timer()
            .count());
  }

  @Test
  void theSameJobAgainEncodesNothing() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.BOLD, sound);
    PlanRequest plan = clips.plan(bench, Optional.of(bench.cues(threeCues("Two"))));
    Run first = bench.run(request, plan);
    Run second = bench.run(request, plan);
    assertEquals(0, second.encoded());
    assertEquals(first.video().video(), second.video().video());
    assertEquals(first.video().driftMillis(), second.video().driftMillis());
    assertEquals(
        1,
        bench.registry.get("video.processing.duration").tag("operation", "concat").timer().count());
  }

  @Test
  void aCorrectedCaptionEncodesOneSegment() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.BOLD, sound);
    Run first = bench.run(request, clips.plan(bench, Optional.of(bench.cues(threeCues("Two")))));
    Run second = bench.run(request, clips.plan(bench, Optional.of(bench.cues(threeCues("Too")))));
    assertEquals(1, second.encoded());
    assertTrue(second.segments().get(1).encoded());
    assertNotEquals(first.video().video(), second.video().video());
    look.assertVideo(bench.store.path(second.video().video()), 540, 960, 181);
  }

  @Test
  void aDamagedSegmentIsEncodedAgainAndNoOther() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    Run first = bench.run(request, clips.plan(bench, Optional.empty()));
    ObjectRef damaged = first.segments().get(2).segment().orElseThrow();
    bench.storeFolder.damage(damaged);
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class,
            () -> {
              bench.storeFolder.lose(first.video().video());
              bench.build.assembleVideo(request, first.plan().timeline(), first.objects());
            });
    assertEquals("artifact-missing", failure.getType());
    Run second = bench.run(request, clips.plan(bench, Optional.empty()));
    assertEquals(1, second.encoded());
    assertTrue(second.segments().get(2).encoded());
    assertEquals(first.objects(), second.objects(), "an encode that is not reproducible");
  }

  @Test
  void rendersAtFullSize() throws Exception {
    VideoRequest request = bench.request(RenderQuality.STANDARD, SubtitleStyle.HEADLINE, sound);
    List<ValidateBatch.Item> items = List.of(clips.item(bench, 0), clips.item(bench, 3));
    PlanRequest plan =
        new PlanRequest(Duration.ofMillis(2500), items, Optional.of(bench.cues(threeCues("Two"))));
    Run run = bench.run(request, plan);
    Path video = bench.store.path(run.video().video());
    look.assertVideo(video, 1080, 1920, 75);
    assertTrue(bench.media.look(video, "stream=profile").contains("stream|profile=High"));
  }

  @Test
  void aPositionChoosesWhatIsKept() throws Exception {
    // Red left of the middle, blue right of it.
    Path halves =
        bench.media.clip(
            "halves.mp4", "color=red:s=640x360:d=1,drawbox=x=320:w=320:h=360:c=blue:t=fill");
    // By BT.709 in limited range; by the clip's BT.601 red would be 81, 90, 240.
    look.assertNear(List.of(63, 102, 240), keptBy("left", halves));
    look.assertNear(List.of(32, 240, 118), keptBy("right", halves));
  }

  @Test
  void refusesToJoinSegmentsOfDifferentKinds() throws Exception {
    VideoRequest draft = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    Run run = bench.run(draft, clips.plan(bench, Optional.empty()));
    VideoRequest standard = bench.request(RenderQuality.STANDARD, SubtitleStyle.NONE, sound);
    SegmentResult other = bench.build.renderSegment(standard, run.plan().timeline(), 1);
    List<ObjectRef> mixed = new ArrayList<>(run.objects());
    mixed.set(1, other.segment().orElseThrow());
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class,
            () -> bench.build.assembleVideo(draft, run.plan().timeline(), mixed));
    assertTrue(failure.getOriginalMessage().contains("parameter sets"), failure.toString());
    mixed.remove(0);
    assertThrows(
        ApplicationFailure.class,
        () -> bench.build.assembleVideo(draft, run.plan().timeline(), mixed));
  }

  @Test
  void asksForAClipsHeadersOnlyIfAnEarlierVersionDidNotNoteThem() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    ValidateBatch.Item known = clips.item(bench, 0);
    ValidateBatch.Item unknown = bench.item(0, clips.files().get(0), known.clip().duration());
    FailingRunner noProbe =
        new FailingRunner(
            bench.media.processes(),
            "ffprobe",
            () -> {
              throw new AssertionError("ffprobe was started for a segment");
            });
    ObjectRef segment = segmentOf(bench.buildWith(noProbe), request, known);
    bench.storeFolder.lose(segment);
    assertEquals(segment, segmentOf(bench.build, request, unknown), "the same bytes");
  }

  @Test
  void worksWithAStoreThatHasNoFilesOfItsOwn() throws Exception {
    VideoRequest request = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    PlanRequest plan =
        new PlanRequest(
            RenderBench.NARRATION,
            List.of(clips.item(bench, 0), clips.item(bench, 1)),
            Optional.empty());
    BuildActivitiesImpl remote =
        bench.buildWith(new CopyingStore(bench.store), bench.media.processes());
    TimelinePlan made = bench.timelines.planTimeline(request, plan);
    List<ObjectRef> segments = new ArrayList<>();
    for (int i = 0; i < made.segments(); i++) {
      segments.add(remote.renderSegment(request, made.timeline(), i).segment().orElseThrow());
    }
    AssembledVideo there = remote.assembleVideo(request, made.timeline(), segments);
    look.assertVideo(bench.store.path(there.video()), 540, 960, 181);
    bench.storeFolder.lose("video");
    assertEquals(there.video(), bench.run(request, plan).video().video(), "the same bytes");
  }

  private ObjectRef segmentOf(
      BuildActivitiesImpl build, VideoRequest request, ValidateBatch.Item item) {
    TimelinePlan plan =
        bench.timelines.planTimeline(
            request, new PlanRequest(Duration.ofSeconds(1), List.of(item), Optional.empty()));
    SegmentResult result = build.renderSegment(request, plan.timeline(), 0);
    assertTrue(result.encoded());
    return result.segment().orElseThrow();
  }

  private static Cue[] threeCues(String second) {
    return new Cue[] {
      RenderBench.cue(0.2, 1.4, "One", "caption"),
      RenderBench.cue(1.8, 2.9, second, "{\\b1}", "words"),
      RenderBench.cue(3.5, 4.5, "Three")
    };
  }

  private List<Integer> keptBy(String position, Path clip) throws Exception {
    VideoRequest base = bench.request(RenderQuality.DRAFT, SubtitleStyle.NONE, sound);
    Map<String, Object> fields = Payloads.mapper().convertValue(base, new TypeReference<>() {});
    fields.put("cropPosition", position);
    VideoRequest request = Payloads.mapper().convertValue(fields, VideoRequest.class);
    TimelinePlan plan =
        bench.timelines.planTimeline(
            request,
            new PlanRequest(Duration.ofSeconds(1), List.of(bench.item(0, clip)), Optional.empty()));
    ObjectRef segment =
        bench.build.renderSegment(request, plan.timeline(), 0).segment().orElseThrow();
    return look.meanColour(bench.store.path(segment));
  }
}
