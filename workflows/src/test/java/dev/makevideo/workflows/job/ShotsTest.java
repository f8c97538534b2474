package dev.makevideo.workflows.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.ShotPlacement;
import dev.makevideo.workflows.contract.ShotPlan;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ShotsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static void refused(Executable making) {
    assertThrows(IllegalArgumentException.class, making);
  }

  private static Shot timed(int line, int phrase, int from, Optional<Duration> to) {
    return new Shot(
        line,
        phrase,
        Optional.of(new Shot.Span(Duration.ofSeconds(from), to)),
        Optional.empty(),
        Optional.empty());
  }

  private static Shot quoted(String words) {
    return new Shot(1, 0, Optional.empty(), Optional.empty(), Optional.of(words));
  }

  @Test
  void aShotIsInOnePlace() {
    refused(() -> new Shot(1, 0, Optional.empty(), Optional.empty(), Optional.empty()));
    refused(
        () ->
            new Shot(
                1,
                0,
                Optional.of(new Shot.Span(SECOND, Optional.empty())),
                Optional.empty(),
                Optional.of("we")));
    refused(() -> quoted(" "));
    refused(() -> quoted("x".repeat(201)));
    assertTrue(quoted("x".repeat(200)).needsWords());
    assertFalse(timed(1, 0, 0, Optional.empty()).needsWords());
  }

  @Test
  void aSpanAndParagraphsHaveALength() {
    refused(() -> new Shot.Span(Duration.ofSeconds(-1), Optional.empty()));
    refused(() -> new Shot.Span(SECOND, Optional.of(SECOND)));
    refused(() -> new Shot.Paragraphs(0, 1));
    refused(() -> new Shot.Paragraphs(2, 1));
    assertEquals(2, new Shot.Paragraphs(2, 2).last());
    refused(() -> new ShotPlacement.Part(List.of(), 1));
    refused(() -> new ShotPlacement.Part(List.of(0), 0));
  }

  @Test
  void phrasesAreBounded() {
    List<String> many = IntStream.range(0, 51).mapToObj(Integer::toString).toList();
    refused(() -> new Phrases(List.of(), 0, List.of(quoted("we"))));
    refused(() -> new Phrases(List.of(), 1, List.of()));
    assertTrue(Phrases.PROPOSED.isProposed());
    assertTrue(Phrases.PROPOSED.needWords());
    refused(() -> new Phrases(many, 0, List.of()));
    refused(() -> new Phrases(many.subList(0, 21), 21, List.of()));
    refused(() -> new Phrases(List.of("a"), 2, List.of()));
    refused(() -> new Phrases(List.of("a"), -1, List.of()));
    refused(() -> new Phrases(List.of("a", "a"), 2, List.of()));
    refused(() -> new Phrases(List.of("a"), 0, Collections.nCopies(101, quoted("we"))));
    refused(() -> new Phrases(List.of("a"), 0, List.of(timed(1, 1, 0, Optional.empty()))));
    refused(() -> new Phrases(List.of("a"), 0, List.of(timed(1, -1, 0, Optional.empty()))));
    assertEquals(50, new Phrases(many.subList(0, 50), 20, List.of()).texts().size());
  }

  @Test
  void tellsWhetherWordsAreNeeded() {
    assertTrue(new Phrases(List.of("a"), 0, List.of(quoted("we"))).needWords());
    assertFalse(
        new Phrases(List.of("a"), 0, List.of(timed(1, 0, 0, Optional.of(SECOND)))).needWords());
  }

  @Test
  void onePhraseWithoutAPartIsTheRequestThatItWas() {
    VideoRequest.Builder request =
        VideoRequest.builder()
            .storeId("s")
            .correlationId("c")
            .narration(new ObjectRef("0".repeat(64), 1))
            .narrationDuration(Duration.ofSeconds(10));
    VideoRequest plain = request.query("sea").build();
    assertEquals(plain, request.phrases(new Phrases(List.of("sea"), 1, List.of())).build());
    assertEquals(List.of("sea"), plain.phraseTexts());
    VideoRequest two = request.phrases(new Phrases(List.of("sea", "sky"), 2, List.of())).build();
    assertEquals(List.of("sea", "sky"), two.phraseTexts());
    assertEquals("sea", two.query());
  }

  @Test
  void survivesTheWire() throws IOException {
    Phrases phrases =
        new Phrases(
            List.of("a", "b"),
            1,
            List.of(
                timed(2, 1, 3, Optional.of(Duration.ofMillis(4_500))),
                new Shot(
                    3,
                    0,
                    Optional.empty(),
                    Optional.of(new Shot.Paragraphs(2, 4)),
                    Optional.empty()),
                quoted("we walk")));
    byte[] json = Payloads.mapper().writeValueAsBytes(phrases);
    assertEquals(phrases, Payloads.mapper().readValue(json, Phrases.class));
  }

  @Test
  void aCandidateBeyondTheListIsOfNoPhrase() {
    ShotPlan plan = new ShotPlan(List.of(), List.of(3));
    assertEquals(3, plan.phrase(0));
    assertEquals(ShotPlan.ANY, plan.phrase(1));
  }
}
