package dev.makevideo.workflows.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ClipFacts;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.footage.Fingerprint;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RejectedClip;
import dev.makevideo.workflows.job.VideoResult;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PayloadsTest {
  private static final ObjectRef REF = new ObjectRef("cd".repeat(32), 7);

  private static <T> T roundTrip(T value, Class<T> type) {
    DataConverter converter = Payloads.converter();
    Payload payload = converter.toPayload(value).orElseThrow();
    return converter.fromPayload(payload, type, type);
  }

  @Test
  void aClipOfAnEarlierVersionIsShownFromEndToEnd() throws Exception {
    Clip clip = Clip.whole(REF, "a.mp4", Duration.ofSeconds(3), 1, 2);
    String now = Payloads.mapper().writeValueAsString(clip);
    String before = now.replace(",\"spans\":[],\"picture\":null", "");
    assertNotEquals(now, before);
    assertEquals(clip, Payloads.mapper().readValue(before, Clip.class));
  }

  @Test
  void aClipsFactsOfAnEarlierVersionDoNotKnowTheTimeOfItsFirstPicture() throws Exception {
    String before =
        "{\"width\":1,\"height\":2,\"sampleAspect\":1,\"duration\":3,\"frameRate\":30,\"start\":1}";
    ClipFacts facts = Payloads.mapper().readValue(before, ClipFacts.class);
    assertEquals(Optional.empty(), facts.firstTime());
    assertEquals(Duration.ofSeconds(1), facts.start());
  }

  @Test
  void recordsComeBackAsTheyWere() {
    ActivityProgress progress =
        new ActivityProgress(
            2,
            3,
            0.7,
            List.of(
                ItemOutcome.done(
                        0,
                        1,
                        new Clip(
                            REF,
                            "ä.mp4",
                            Duration.ofMillis(3001),
                            1,
                            2,
                            List.of(new Clip.Span(Duration.ofMillis(33), Duration.ofSeconds(1))),
                            Optional.of(new Clip.Area(0, 10, 1, 2)),
                            Optional.of(
                                new ClipFacts(
                                    1,
                                    2,
                                    64.0 / 45,
                                    Duration.ofNanos(3_003_333_333L),
                                    30000.0 / 1001,
                                    "vp9",
                                    "yuv420p",
                                    "tv",
                                    "bt709",
                                    "bt709",
                                    "unknown",
                                    false,
                                    true,
                                    Duration.ofNanos(33_366_667),
                                    Optional.of(Duration.ofMillis(-23))))))
                    .with(Optional.of(new Fingerprint("1:100:AAAA"))),
                ItemOutcome.deferred(1, 2, Instant.parse("2026-01-01T00:00:00.123Z"), "503"),
                ItemOutcome.rejected(
                    2,
                    1,
                    new Rejection(Rejection.Reason.TEXT_FOUND, "x", OptionalDouble.of(0.9)))));
    assertEquals(progress, roundTrip(progress, ActivityProgress.class));

    VideoResult result =
        new VideoResult(
            REF,
            Optional.of(REF),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMillis(149_033),
            -3,
            50,
            1,
            49,
            50,
            List.of(new RejectedClip(3, "candidate 4", "unusable", "m", OptionalDouble.empty())),
            Map.of("building_video", 12L),
            List.of("w"));
    assertEquals(result, roundTrip(result, VideoResult.class));
  }

  @Test
  void fieldsOfANewerVersionAreIgnored() throws Exception {
    assertEquals(
        REF,
        Payloads.mapper()
            .readValue(
                "{\"sha256\":\"" + REF.sha256() + "\",\"bytes\":7,\"later\":{\"a\":[1]}}",
                ObjectRef.class));
  }

  /** What counts cues was called segments at first, and jobs that run say so. */
  @Test
  void countsOfCuesKeepTheirNameOnTheWire() throws Exception {
    SubtitlesResult result = new SubtitlesResult(REF, REF, REF, 20, 0.5, 9);
    assertEquals(20, Payloads.mapper().valueToTree(result).path("segments").asInt());
    assertEquals(result, roundTrip(result, SubtitlesResult.class));
  }
}
