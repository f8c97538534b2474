package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObjectRef OBJECT = new ObjectRef("cd".repeat(32), 9);

  /** Words that mean something, and what attackers write. */
  static final List<String> PIECES =
      List.of(
          "about",
          "sobre",
          "16:9",
          "9 by 16",
          "square",
          "vertical",
          "captions",
          "legendas",
          "bold",
          "no",
          "sem",
          "não",
          "yes",
          "sim",
          "skip",
          "pular",
          "later",
          "change",
          "mude",
          "remove",
          "to",
          "para",
          ":",
          "=",
          ",",
          ".",
          ";",
          "\n",
          "script:",
          "roteiro:",
          "shots:",
          "0:12 sea",
          "p2 forest",
          "\"words\" rain",
          "topic",
          "tema",
          "clips from",
          "pexels",
          "nasa",
          "folder",
          "urls",
          "at most",
          "80 clips",
          "two hundred",
          "cento e vinte",
          "3 minutes",
          "hundred",
          "mil mil mil",
          "language",
          "português",
          "pt-BR",
          "draft",
          "share-alike",
          "licence",
          "crop",
          "top",
          "ocr",
          "start",
          "status",
          "help",
          "{\"quality\":\"draft\"}",
          "<b>",
          "${x}",
          "%s",
          "\u202e",
          "\u200b",
          "\u0000",
          "\ud800",
          "\ud83d\ude00",
          "99999999999999999999",
          "::::",
          "a".repeat(300),
          "ratio 3:2",
          "the moon",
          "o mar",
          "narration",
          "quality",
          "sources");

  private static ConversationState begun() {
    return ConversationState.begun(Tongue.ENGLISH, new Abilities(true, Map.of()), NOW);
  }

  @Test
  void aTurnThatComesAgainCountsOnceAndHasTheSameReply() {
    Conversation.Turned first = Conversation.turn(begun(), Turn.of("a", "the moon"), NOW);
    Conversation.Turned again =
        Conversation.turn(first.state(), Turn.of("a", "something else"), NOW.plusSeconds(9));
    assertSame(first.state(), again.state());
    assertEquals(first.reply(), again.reply());
    assertEquals(1, first.reply().turn());
  }

  @Test
  void aTurnThatComesAgainVeryLateCountsOnceAllTheSame() {
    ConversationState state = begun();
    for (int i = 0; i <= ConversationLimits.REPLIES_KEPT; i++) {
      state = Conversation.turn(state, Turn.of("t" + i, "the moon"), NOW).state();
    }
    Conversation.Turned again = Conversation.turn(state, Turn.of("t0", "the moon"), NOW);
    assertSame(state, again.state());
    assertEquals(1, again.reply().turn());
    assertTrue(again.reply().text().contains("counted before"), again.reply().text());
    assertEquals(
        2, Conversation.turn(state, Turn.of("t1", "x"), NOW).reply().turn(), "is still kept");
  }

  @Test
  void aTurnTellsItsTime() {
    Instant later = NOW.plusSeconds(60);
    ConversationState state = Conversation.turn(begun(), Turn.of("a", "x"), later).state();
    assertEquals(NOW, state.createdAt());
    assertEquals(later, state.updatedAt());
  }

  @Test
  void idsAndTextsHaveBounds() {
    for (Turn turn :
        List.of(
            Turn.of("", "x"),
            Turn.of("a".repeat(65), "x"),
            Turn.of("a b", "x"),
            Turn.of("a", "  "),
            Turn.of("a", "x".repeat(4_001)))) {
      assertThrows(
          IllegalArgumentException.class, () -> Conversation.turn(begun(), turn, NOW), turn.id());
    }
    assertEquals(
        1, Conversation.turn(begun(), Turn.of("a", "x".repeat(4_000)), NOW).reply().turn());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverIsSaidTheBriefKeepsTheRulesOfTheForm(long seed) throws Exception {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    ConversationState state = begun();
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder("x");
      for (int words = random.nextInt(9); words >= 0; words--) {
        text.append(random.nextInt(4) == 0 ? "" : " ");
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      String said = text.substring(random.nextInt(2));
      Turn turn = Turn.of("t" + i, said.isBlank() ? "x" : said);
      Conversation.Turned once = Conversation.turn(state, turn, NOW);
      assertEquals(once, Conversation.turn(state, turn, NOW), said);
      state = once.state();
      holds(state, said);
    }
    String json = Payloads.mapper().writeValueAsString(state);
    assertEquals(state, Payloads.mapper().readValue(json, ConversationState.class));
  }

  static void holds(ConversationState state, String said) {
    Brief brief = state.brief();
    for (Map.Entry<Field, String> entry : brief.texts().entrySet()) {
      String value = entry.getValue();
      assertFalse(value.isBlank(), said);
      assertFalse(
          value.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n'), () -> said);
      entry.getKey().option().ifPresent(o -> o.set(VideoRequest.builder(), value));
    }
    brief.phrases().texts().forEach(p -> assertTrue(p.length() <= VideoRequest.MAX_QUERY, said));
    brief
        .narration()
        .flatMap(Narration::duration)
        .ifPresent(d -> assertTrue(d.compareTo(VideoRequest.MAX_NARRATION) <= 0, said));
    Reply reply = state.replies().get(state.replies().size() - 1).reply();
    assertFalse(reply.text().isBlank(), said);
    assertTrue(reply.text().length() < 6_000, said);
    if (reply.asked() == Question.CONFIRM) {
      brief.request(Optional.empty());
    }
  }

  @Test
  void theBriefMakesTheRequestThatTheFormWouldMake() {
    ConversationState state = begun();
    state =
        Conversation.turn(
                state,
                new Turn(
                    "a",
                    "about the moon, 16:9, no captions, at most 80 clips, in French",
                    Optional.of(Attachment.narration(OBJECT, Duration.ofSeconds(9)))),
                NOW)
            .state();
    state =
        Conversation.turn(state, new Turn("b", "", Optional.of(Attachment.clipUrls(OBJECT))), NOW)
            .state();
    state = Conversation.turn(state, Turn.of("c", "script: The moon."), NOW).state();
    VideoRequest request =
        state.brief().request(Optional.of(OBJECT)).storeId("store").correlationId("corr").build();
    assertEquals("the moon", request.query());
    assertEquals(AspectRatio.LANDSCAPE_16_9, request.aspectRatio());
    assertEquals(SubtitleStyle.NONE, request.subtitleStyle());
    assertEquals(80, request.maxShorts());
    assertEquals("fr", request.language());
    assertEquals(Optional.of(OBJECT), request.script());
    assertEquals(Optional.of(OBJECT), request.clips().urls());
    assertEquals(Duration.ofSeconds(9), request.narrationDuration());
    assertThrows(IllegalArgumentException.class, () -> Brief.EMPTY.request(Optional.empty()));
  }

  @Test
  void attachmentsSayWhatGoesWithTheirField() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Attachment(Field.QUERY, Optional.of(OBJECT), Optional.empty(), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Attachment(Field.AUDIO, Optional.of(OBJECT), Optional.empty(), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class, () -> new Narration(Optional.of(OBJECT), Optional.empty()));
  }

  @Test
  void whereNothingIsConfiguredTheClipsMustBeGiven() {
    Map<SourceName, String> none = new HashMap<>();
    for (SourceName source : SourceName.values()) {
      none.put(source, "X");
    }
    ConversationState state =
        ConversationState.begun(Tongue.PORTUGUESE, new Abilities(true, none), NOW);
    assertTrue(
        Lack.of(state.brief(), state.abilities()).stream()
            .anyMatch(lack -> lack.field() == Field.SOURCES));
    state =
        Conversation.turn(state, new Turn("b", "", Optional.of(Attachment.clipUrls(OBJECT))), NOW)
            .state();
    assertTrue(
        Lack.of(state.brief(), state.abilities()).stream()
            .noneMatch(lack -> lack.field() == Field.SOURCES));
  }
}
