package dev.makevideo.workflows.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobRecordsTest {
  private static final ObjectRef REF = new ObjectRef("ab".repeat(32), 7);

  private static VideoRequest request(String query, int shorts, Duration audio, String id) {
    return VideoRequest.builder()
        .storeId("store")
        .correlationId(id)
        .query(query)
        .narration(REF)
        .narrationDuration(audio)
        .clips(ClipSource.ofFolder("/clips"))
        .maxShorts(shorts)
        .aspectRatio(AspectRatio.SQUARE_1_1)
        .cropPosition(CropPosition.TOP)
        .subtitleStyle(SubtitleStyle.PLAIN)
        .quality(RenderQuality.DRAFT)
        .build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'  '|50|60000|id|query must have 1 to 200 characters, and has 0",
        "sea|0|60000|id|max_shorts must be 1 to 500, and is 0",
        "sea|501|60000|id|max_shorts must be 1 to 500, and is 501",
        "sea|50|0|id|narration lasts PT0S",
        "sea|50|-1|id|narration lasts PT-0.001S",
        "sea|50|600001|id|narration must last at most 600 s, and lasts 600.001 s",
        "sea|50|60000|'a b'|correlation id must be 1 to 128 printable ASCII characters",
      })
  void refusesARequestThatCannotBe(
      String query, int shorts, long audioMillis, String id, String message) {
    Duration audio = Duration.ofMillis(audioMillis);
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> request(query, shorts, audio, id))
            .getMessage());
  }

  /** As every request was that an older version started. */
  @Test
  void aRequestWithoutALaterOptionIsReadAsItWasMeant() throws IOException {
    ObjectMapper mapper = Payloads.mapper();
    VideoRequest request = request("sea", 50, Duration.ofSeconds(60), "id");
    ObjectNode json = mapper.valueToTree(request);
    json.remove("keepScript");
    assertEquals(request, mapper.treeToValue(json, VideoRequest.class));
    json.put("keepScript", false);
    assertEquals(request, mapper.treeToValue(json, VideoRequest.class));
    json.put("keepScript", true);
    assertTrue(mapper.treeToValue(json, VideoRequest.class).keepsScript());
  }

  @Test
  void refusesAQueryThatIsTooLong() {
    assertThrows(
        IllegalArgumentException.class,
        () -> request("x".repeat(201), 50, Duration.ofSeconds(1), "id"));
    assertEquals(
        200, request("x".repeat(200), 500, Duration.ofSeconds(600), "id").query().length());
  }

  private static <T> void assertLabels(
      T[] values, Function<T, String> label, Function<String, T> of, String all, String refusal) {
    for (T value : values) {
      assertEquals(value, of.apply(label.apply(value)));
    }
    assertEquals(all, String.join(", ", Arrays.stream(values).map(label).toList()));
    assertEquals(
        refusal + " is \"nonsense\"; allowed: " + all,
        assertThrows(IllegalArgumentException.class, () -> of.apply("nonsense")).getMessage());
  }

  @Test
  void labelsAreTheWireFormAndUnknownOnesAreRefusedWithTheList() {
    assertLabels(
        AspectRatio.values(),
        AspectRatio::label,
        AspectRatio::of,
        "9:16, 16:9, 1:1, 4:5",
        "aspect_ratio");
    assertLabels(
        CropPosition.values(),
        CropPosition::label,
        CropPosition::of,
        "center, top, bottom, left, right",
        "crop_position");
    assertLabels(
        SubtitleStyle.values(),
        SubtitleStyle::label,
        SubtitleStyle::of,
        "bold, headline, plain, files, none",
        "subtitle_style");
    assertLabels(
        RenderQuality.values(),
        RenderQuality::label,
        RenderQuality::of,
        "standard, draft",
        "quality");
    assertLabels(
        JobStatus.values(),
        JobStatus::label,
        JobStatus::of,
        "queued, running, completed, failed, cancelled",
        "status");
    assertLabels(
        StageState.values(),
        StageState::label,
        StageState::of,
        "pending, running, waiting, completed, skipped, failed",
        "state");
  }

  @Test
  void stagesAndReasonsHaveLabels() {
    for (Stage stage : Stage.values()) {
      assertEquals(stage, Stage.of(stage.label()));
    }
    for (Rejection.Reason reason : Rejection.Reason.values()) {
      assertEquals(reason, Rejection.Reason.of(reason.label()));
    }
    assertThrows(IllegalArgumentException.class, () -> Stage.of("resting"));
  }

  @Test
  void aFinalStatusDoesNotChange() {
    assertFalse(JobStatus.QUEUED.isFinal());
    assertFalse(JobStatus.RUNNING.isFinal());
    assertTrue(JobStatus.COMPLETED.isFinal());
    assertTrue(JobStatus.FAILED.isFinal());
    assertTrue(JobStatus.CANCELLED.isFinal());
  }

  @Test
  void portraitIsHigherThanWide() {
    assertTrue(AspectRatio.PORTRAIT_4_5.isPortrait());
    assertFalse(AspectRatio.SQUARE_1_1.isPortrait());
    assertEquals(1350, AspectRatio.PORTRAIT_4_5.height());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mv-", "mv-A", "x-1", "mv-a/b", "mv-../etc"})
  void refusesAnIdThatIsNoSafeName(String id) {
    assertThrows(IllegalArgumentException.class, () -> new JobId(id));
  }

  @Test
  void randomIdsAreValidAndDiffer() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    JobId first = JobId.random(random);
    assertEquals(first, new JobId(first.toString()), "seed " + seed);
    assertFalse(first.equals(JobId.random(random)), "seed " + seed);
  }

  @Test
  void anObjectIsNamedByItsHash() {
    assertEquals("abababababab", REF.shortName());
    assertThrows(IllegalArgumentException.class, () -> new ObjectRef("AB".repeat(32), 1));
    assertThrows(IllegalArgumentException.class, () -> new ObjectRef("ab".repeat(32), -1));
  }

  @Test
  void aClipSourceHasWhatItsKindNeeds() {
    assertEquals(Optional.of(REF), ClipSource.ofUrls(REF).urls());
    assertEquals(ClipSource.Kind.SERVICE, ClipSource.ofService().kind());
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClipSource(ClipSource.Kind.FOLDER, Optional.empty(), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClipSource(ClipSource.Kind.SERVICE, Optional.empty(), Optional.of(REF)));
  }

  @Test
  void ofAClipItsSpansAreWorthShowingOrAllItsLength() {
    Clip whole = Clip.whole(REF, "a.mp4", Duration.ofSeconds(9), 10, 20);
    Clip.Span first = new Clip.Span(Duration.ofSeconds(1), Duration.ofSeconds(2));
    Clip.Span second = new Clip.Span(Duration.ofSeconds(5), Duration.ofSeconds(3));
    Clip parts =
        new Clip(
            REF,
            "a.mp4",
            Duration.ofSeconds(9),
            10,
            20,
            List.of(first, second),
            Optional.empty(),
            Optional.empty());
    assertEquals(Duration.ofSeconds(9), whole.worthShowing());
    assertEquals(Duration.ofSeconds(5), parts.worthShowing());
    assertThrows(IllegalArgumentException.class, () -> new Clip.Span(Duration.ZERO, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Clip.Span(Duration.ofMillis(-1), Duration.ofSeconds(1)));
    assertThrows(IllegalArgumentException.class, () -> new Clip.Area(0, -1, 10, 10));
    assertThrows(IllegalArgumentException.class, () -> new Clip.Area(0, 0, 0, 10));
    assertThrows(IllegalArgumentException.class, () -> new Clip.Area(9, 0, 56, 64));
  }

  @Test
  void anItemHasExactlyOneOutcome() {
    Clip clip = Clip.whole(REF, "a.mp4", Duration.ofSeconds(3), 10, 20);
    ItemOutcome[] outcomes = {
      ItemOutcome.done(1, 1, clip),
      ItemOutcome.rejected(1, 1, Rejection.of(Rejection.Reason.UNUSABLE, "broken")),
      ItemOutcome.deferred(1, 1, Instant.EPOCH, "HTTP 503")
    };
    assertEquals(
        "[done, rejected, deferred]",
        Arrays.stream(outcomes)
            .map(o -> o.<String>fold(c -> "done", r -> "rejected", t -> "deferred"))
            .toList()
            .toString());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ItemOutcome(
                1,
                1,
                Optional.of(clip),
                Optional.empty(),
                Optional.of(Instant.EPOCH),
                "",
                Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ItemOutcome(
                1, 1, Optional.empty(), Optional.empty(), Optional.empty(), "", Optional.empty()));
  }
}
