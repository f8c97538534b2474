package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrationTest {
  /** Written by the commit that had version 1. */
  private static final Path FIRST = Path.of("src/test/resources/conversation/state-version-1.json");

  private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

  private static ConversationStart start(String state) throws JsonProcessingException {
    return Payloads.mapper()
        .readValue(
            "{\"id\":\"cv-a\",\"tenant\":\"default\",\"correlationId\":\"c\",\"state\":"
                + state
                + "}",
            ConversationStart.class);
  }

  private static Migration.Migrated migrated(String state) throws JsonProcessingException {
    return Migration.migrate(start(state).state(), NOW);
  }

  @Test
  void theFirstVersionGoesOnWithAllThatWasSaid() throws IOException {
    Migration.Migrated migrated = migrated(Files.readString(FIRST));
    ConversationState state = migrated.state();
    assertEquals(List.of(), migrated.leftOut());
    assertEquals(ConversationState.VERSION, state.version());
    assertEquals(ConversationStatus.READY, state.status(), "topic and narration are there");
    assertEquals(7, state.turns());
    assertEquals("turn-6", state.counted().get(6));
    assertEquals("", state.replies().get(0).said(), "the first version did not keep it");
    assertEquals(Instant.parse("2026-11-29T10:00:00.500Z"), state.createdAt());
    assertEquals(Instant.parse("2026-11-29T10:03:20.500Z"), state.updatedAt());
    assertEquals(
        Map.of(
            Field.QUERY,
            "rios no inverno",
            Field.SCRIPT,
            "O rio corre.",
            Field.ASPECT_RATIO,
            "16:9",
            Field.SUBTITLES,
            "plain",
            Field.LANGUAGE,
            "pt-BR"),
        state.brief().texts());
    assertTrue(state.brief().isHeard());
    assertEquals(
        Question.SOURCES,
        Conversation.turn(state, Turn.of("turn-6", "again"), NOW).reply().asked(),
        "a turn that was counted by the first version is not counted again");
    assertEquals(8, Conversation.turn(state, Turn.of("turn-7", "x"), NOW).reply().turn());
  }

  @Test
  void whatIsValidStaysAsItWas() throws IOException {
    ConversationState state = migrated(Files.readString(FIRST)).state();
    assertEquals(state, Migration.migrate(state, NOW).state());
    String json =
        Payloads.mapper()
            .writeValueAsString(
                new ConversationStart(new ConversationId("cv-a"), "default", "c", state));
    assertEquals(state, Payloads.mapper().readValue(json, ConversationStart.class).state());
  }

  @Test
  void whatTheRulesRefuseIsLeftOutAndAskedAgain() throws IOException {
    String broken =
        Files.readString(FIRST)
            .replace("\"16:9\"", "\"3:2\"")
            .replace("rios no inverno\",\n", "x".repeat(300) + "\",\n")
            .replace("24.500000000", "6001");
    Migration.Migrated migrated = migrated(broken);
    assertEquals(List.of(Field.QUERY, Field.ASPECT_RATIO, Field.AUDIO), migrated.leftOut());
    assertEquals(
        Question.QUERY, Question.next(migrated.state().brief(), migrated.state().abilities()));
  }

  @Test
  void timesAndIdsAreMended() throws IOException {
    String broken =
        Files.readString(FIRST)
            .replace("\"turn-3\"", "\"turn-2\"")
            .replace("\"turn-4\"", "\"not an id\"")
            .replaceFirst("\"updatedAt\" : [^\\n]+", "\"updatedAt\" : \"2020-01-01T00:00:00Z\"");
    ConversationState state = migrated(broken).state();
    assertEquals(List.of("turn-0", "turn-1", "turn-2", "turn-5", "turn-6"), state.counted());
    assertEquals(state.createdAt(), state.updatedAt());
    Instant early = Instant.parse("2000-01-01T00:00:00Z");
    assertEquals(early, Migration.migrate(state, early).state().updatedAt());
  }

  @Test
  void aClosedOneStaysClosed() {
    ConversationState open =
        ConversationState.begun(Tongue.ENGLISH, new Abilities(true, Map.of()), NOW);
    ConversationState ended = open.closed(ConversationStatus.ENDED, Optional.empty());
    assertEquals(ended, Migration.migrate(ended, NOW).state());
  }

  @Test
  void aStateOfALaterVersionIsNotGuessed() {
    assertThrows(JsonProcessingException.class, () -> start("{\"version\":3}"));
  }

  @Test
  void idsHaveTheirForm() {
    assertEquals("mv-cv-abc", new ConversationId("cv-abc").job().value());
    assertEquals("cv-abc", new ConversationId("cv-abc").toString());
    assertEquals(64, new ConversationId("cv-" + "a".repeat(57)).job().value().length() + 1);
    assertThrows(IllegalArgumentException.class, () -> new ConversationId("mv-abc"));
  }
}
