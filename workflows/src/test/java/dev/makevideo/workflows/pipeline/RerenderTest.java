package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.CaptionRound;
import dev.makevideo.workflows.contract.Groundwork;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.RecalledGroundwork;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.Rerender;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The clips of the parent are candidates 0, 2, 3 and on; 1 was rejected; the last is a reserve. */
class RerenderTest {
  private static final CaptionText TEXT = new CaptionText(3, "what was said");

  private final Scene scene = new Scene(false);
  private final List<ValidateBatch.Item> clips = new ArrayList<>();

  RerenderTest() {
    for (int index : List.of(0, 2, 3, 4, 5, 6, 7, 8, 9)) {
      clips.add(new ValidateBatch.Item(index, scene.studio.clip(index)));
    }
  }

  private static VideoRequest request(
      SubtitleStyle style, List<CaptionText> texts, Integer... replaced) {
    return VideoRequest.builder()
        .storeId("store")
        .correlationId("corr-1")
        .query("city at night")
        .narration(FakeStudio.ref(1))
        .narrationDuration(Duration.ofSeconds(24))
        .aspectRatio(AspectRatio.LANDSCAPE_16_9)
        .subtitleStyle(style)
        .rerender(
            new Rerender(
                new JobId("mv-parent"),
                Optional.of(FakeStudio.ref(4002)),
                true,
                texts,
                List.of(replaced),
                Optional.empty()))
        .build();
  }

  private RecalledGroundwork recalled(List<Integer> lost, List<Integer> own, CaptionText... texts) {
    return new RecalledGroundwork(
        Optional.of(
            new RecalledGroundwork.Footage(
                FakeStudio.ref(7000),
                12 + own.size(),
                List.of(),
                clips,
                lost,
                List.of(0, 2, 3, 4, 5, 6, 7, 8),
                List.of(1),
                own)),
        Optional.of(
            new TranscribeResult(Optional.of(FakeStudio.ref(8000)), 40, Optional.empty(), 1)),
        texts.length == 0 ? List.of() : List.of(new CaptionRound(List.of(texts))),
        List.of(),
        FakeStudio.RAN);
  }

  private void assertNotCalled(String... activities) {
    for (String activity : activities) {
      assertEquals(List.of(), scene.studio.calls(activity), activity);
    }
  }

  @Test
  void aCorrectedCaptionIsAllThatIsMadeAnew() {
    try (scene) {
      scene.studio.recall = () -> recalled(List.of(), List.of(), TEXT);
      VideoResult result = scene.run(request(SubtitleStyle.BOLD, List.of(TEXT)));
      assertNotCalled("fetch", "download", "validate", "transcribe", "subtitles");
      assertEquals(List.of("recall mv-parent"), scene.studio.calls("recall"));
      assertEquals(
          List.of("recaption [[CaptionText[index=3, text=what was said]]]"),
          scene.studio.calls("recaption"));
      assertEquals(List.of("plan [0, 2, 3, 4, 5, 6, 7, 8, 9]"), scene.studio.calls("plan"));
      assertEquals(Optional.of(FakeStudio.ref(8022)), result.srt());
      assertEquals(Optional.of(FakeStudio.ref(4002)), result.groundwork());
      for (Stage stage :
          List.of(
              Stage.FETCHING_SHORTS,
              Stage.DOWNLOADING_SHORTS,
              Stage.VALIDATING_SHORTS,
              Stage.TRANSCRIBING)) {
        assertEquals(StageState.SKIPPED, state(stage), stage.label());
      }
      Groundwork left = scene.studio.groundwork.orElseThrow();
      assertEquals(List.of(new CaptionRound(List.of(TEXT))), left.captions());
      assertEquals(List.of(1), left.rejected());
      assertEquals(clips, left.clips());
    }
  }

  private StageState state(Stage stage) {
    return scene.status().stages().stream()
        .filter(progress -> progress.stage() == stage)
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void theReserveStandsInForAReplacedClipAndTakesItsPlace() {
    try (scene) {
      scene.studio.recall = () -> recalled(List.of(), List.of());
      VideoResult result = scene.run(request(SubtitleStyle.NONE, List.of(), 4));
      assertNotCalled("fetch", "download", "validate", "transcribe");
      assertEquals(List.of("plan [0, 2, 3, 9, 5, 6, 7, 8]"), scene.studio.calls("plan"));
      assertEquals(List.of("not_wanted"), result.rejected().stream().map(c -> c.reason()).toList());
    }
  }

  @Test
  void whatTheReserveDoesNotCoverIsOneDownload() {
    try (scene) {
      scene.studio.recall = () -> recalled(List.of(), List.of());
      scene.run(request(SubtitleStyle.NONE, List.of(), 4, 0));
      assertNotCalled("fetch", "transcribe");
      assertEquals(List.of("download [10]"), scene.studio.calls("download"));
      assertEquals(List.of("validate [10]"), scene.studio.calls("validate"));
      assertEquals(List.of("plan [10, 2, 3, 9, 5, 6, 7, 8]"), scene.studio.calls("plan"));
      assertEquals(List.of(0, 1, 4), scene.studio.groundwork.orElseThrow().rejected());
    }
  }

  @Test
  void anUploadTakesThePlaceOfTheClipThatItWasSentFor() {
    try (scene) {
      scene.studio.recall = () -> recalled(List.of(), List.of(12));
      scene.run(request(SubtitleStyle.NONE, List.of(), 4));
      assertEquals(List.of("download [12]"), scene.studio.calls("download"));
      assertEquals(List.of("plan [0, 2, 3, 12, 5, 6, 7, 8, 9]"), scene.studio.calls("plan"));
    }
  }

  @Test
  void whileAnUploadIsOnlyLateNoOthersAreFetched() {
    try (scene) {
      scene.studio.recall = () -> recalled(List.of(), List.of(12));
      scene.studio.download =
          (item, request) ->
              item.attempts() < 2
                  ? ItemOutcome.deferred(
                      item.index(), item.attempts() + 1, scene.now(), "the disk is busy")
                  : ItemOutcome.done(item.index(), 3, scene.studio.clip(item.index()));
      scene.run(request(SubtitleStyle.NONE, List.of(), 4));
      assertEquals(
          List.of("download [12]", "download [12]", "download [12]"),
          scene.studio.calls("download"));
      assertEquals(List.of("plan [0, 2, 3, 12, 5, 6, 7, 8, 9]"), scene.studio.calls("plan"));
    }
  }

  @Test
  void clipsThatTheStoreLostAreFetchedAgainAndNoOthers() {
    try (scene) {
      scene.studio.recall = () -> recalled(List.of(2, 6), List.of());
      scene.run(request(SubtitleStyle.NONE, List.of()));
      assertNotCalled("fetch");
      assertEquals(List.of("download [2, 6]"), scene.studio.calls("download"));
      assertEquals(List.of("plan [0, 2, 3, 4, 5, 6, 7, 8, 9]"), scene.studio.calls("plan"));
    }
  }

  @Test
  void whereNothingIsLeftAllStagesRun() {
    try (scene) {
      scene.studio.recall =
          () ->
              new RecalledGroundwork(
                  Optional.empty(),
                  Optional.empty(),
                  List.of(new CaptionRound(List.of(TEXT))),
                  List.of("its clips are looked for again"),
                  FakeStudio.RAN);
      VideoResult result = scene.run(request(SubtitleStyle.BOLD, List.of(TEXT)));
      assertEquals(1, scene.studio.count("fetch"));
      assertEquals(1, scene.studio.count("transcribe"));
      assertEquals(1, scene.studio.count("recaption"));
      assertTrue(
          result.warnings().contains("its clips are looked for again"),
          result.warnings().toString());
    }
  }
}
