package dev.makevideo.api.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.CropPosition;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BodyHashTest {
  private static final ObjectRef NARRATION = new ObjectRef("a".repeat(64), 9);
  private static final ObjectRef SCRIPT = new ObjectRef("b".repeat(64), 7);

  private static VideoRequest.Builder plain() {
    return VideoRequest.builder()
        .storeId("store")
        .correlationId("one")
        .query("boiling river")
        .narration(NARRATION)
        .narrationDuration(Duration.ofMillis(24_500));
  }

  private static VideoRequest full(ClipSource clips) {
    return plain()
        .tenant("anna")
        .query("sea")
        .narrationDuration(Duration.ofSeconds(60))
        .script(Optional.of(SCRIPT))
        .clips(clips)
        .maxShorts(7)
        .aspectRatio(AspectRatio.of("16:9"))
        .cropPosition(CropPosition.TOP)
        .subtitleStyle(SubtitleStyle.NONE)
        .language("pt-BR")
        .checkText(false)
        .quality(RenderQuality.DRAFT)
        .build();
  }

  /** As version 0.1.0 computed them: jobs that run were started with these. */
  @Test
  void requestsOfTheFirstVersionKeepTheirHashes() {
    assertEquals(
        "94d45f09c8452bbc3392cb8251d918866c8dbbb04d8cfebccc709b39a53801b8",
        BodyHash.of(plain().build()));
    assertEquals(
        "8944dcd4aa9363fcda25bf9728492c122593ff3655022cc148f31cc3dc605757",
        BodyHash.of(full(ClipSource.ofUrls(SCRIPT))));
    assertEquals(
        "e1c6e380f96b953af311890cc04fe579e5041ee5246540bb66a62f39bca43686",
        BodyHash.of(full(ClipSource.ofFolder("/clips"))));
  }

  @Test
  void aLaterOptionCountsOnlyWhereItIsUsed() {
    String before = BodyHash.of(plain().build());
    assertEquals(before, BodyHash.of(plain().keepScript(false).build()));
    assertNotEquals(before, BodyHash.of(plain().keepScript(true).build()));
  }

  @Test
  void theCorrelationIdIsNoPartOfIt() {
    assertEquals(BodyHash.of(plain().build()), BodyHash.of(plain().correlationId("two").build()));
    assertNotEquals(BodyHash.of(plain().build()), BodyHash.of(plain().query("q").build()));
  }

  private record Before(String query, Optional<ObjectRef> script) {}

  private record After(String query, Optional<ObjectRef> script, Optional<String> music) {}

  private record Outer<T>(T part) {}

  private record Part(String volume) {}

  private record LaterPart(String volume, Optional<String> fade) {}

  @Test
  void whatWasAddedLaterAndIsAbsentIsNoPartOfIt() {
    String before = BodyHash.of(new Before("q", Optional.empty()));
    assertEquals(before, BodyHash.of(new After("q", Optional.empty(), Optional.empty())));
    assertNotEquals(before, BodyHash.of(new After("q", Optional.empty(), Optional.of("waltz"))));
    assertEquals(
        BodyHash.of(new Outer<>(new Part("loud"))),
        BodyHash.of(new Outer<>(new LaterPart("loud", Optional.empty()))),
        "also within a part");
  }

  /** A component with a default would change the hash of every request; an absent one does not. */
  @Test
  void whatIsAddedIsOptional() {
    List<String> first =
        List.of(
            "storeId",
            "tenant",
            "correlationId",
            "query",
            "narration",
            "narrationDuration",
            "script",
            "clips",
            "maxShorts",
            "aspectRatio",
            "cropPosition",
            "subtitleStyle",
            "language",
            "checkText",
            "quality");
    assertEquals(
        List.of(),
        Arrays.stream(VideoRequest.class.getRecordComponents())
            .filter(component -> !first.contains(component.getName()))
            .filter(component -> component.getType() != Optional.class)
            .toList());
  }
}
