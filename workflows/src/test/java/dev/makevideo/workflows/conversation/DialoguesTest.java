package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Dialogue;
import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conversations of both files, and the brief that comes out of each, exactly. */
class DialoguesTest {
  private static final Path FOLDER = Path.of("src/test/resources/conversation");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObjectRef OBJECT = new ObjectRef("ab".repeat(32), 7);

  static List<Dialogue> dialogues() throws IOException {
    return Dialogue.of(FOLDER.resolve("dialogues.txt"));
  }

  static List<Dialogue> freeTexts() throws IOException {
    return Dialogue.of(FOLDER.resolve("free-text.txt"));
  }

  @Test
  void areManyEachOfItsOwnName() throws IOException {
    assertTrue(dialogues().size() >= 40);
    assertEquals(dialogues().size(), dialogues().stream().map(Dialogue::name).distinct().count());
  }

  @ParameterizedTest
  @MethodSource("dialogues")
  void gathersTheBrief(Dialogue dialogue) {
    assertGathers(dialogue, false);
  }

  /** What the endpoint reads is what the dialogue says; it is asked about no other turn. */
  @ParameterizedTest
  @MethodSource("freeTexts")
  void gathersTheBriefWithAChatEndpoint(Dialogue dialogue) {
    assertGathers(dialogue, true);
  }

  @Test
  void freeTextsAreInBothTongues() throws IOException {
    List<Dialogue> all = freeTexts();
    assertTrue(all.size() >= 12);
    assertTrue(all.stream().filter(d -> d.given().contains("pt")).count() >= 5);
    assertEquals(all.size(), all.stream().map(Dialogue::name).distinct().count());
  }

  private static void assertGathers(Dialogue dialogue, boolean reads) {
    ConversationState state = begun(dialogue, reads);
    List<String> expected = new ArrayList<>();
    String end = "";
    String refused = "";
    for (int i = 0; i < dialogue.lines().size(); i++) {
      Dialogue.Line line = dialogue.lines().get(i);
      String said = line.text();
      switch (line.kind()) {
        case '>', '@' -> {
          Turn turn = turn("t" + state.turns(), line);
          Proposals proposals = proposals(dialogue, i + 1);
          assertEquals(
              reads && !proposals.values().isEmpty(),
              Conversation.leavesFreeText(state, turn),
              () -> "the endpoint is asked about \"" + said + "\"");
          state = Conversation.turn(state, turn, proposals, NOW).state();
          refused = refused(last(state));
        }
        case '<' ->
            assertTrue(
                last(state).text().contains(said),
                "no \"" + said + "\" in the reply: " + last(state).text());
        case '!' -> {
          assertEquals(said, refused);
          refused = "";
        }
        case '=' -> expected.add(said);
        case '?' -> end = said;
        default -> assertEquals('*', line.kind(), said);
      }
    }
    assertEquals("", refused, "refused in the last turn");
    assertEquals(
        String.join("\n", expected.stream().sorted().toList()),
        String.join("\n", told(state.brief()).stream().sorted().toList()),
        last(state).text());
    assertEquals(end, last(state).start() ? "start" : last(state).asked().label());
    assertEquals(last(state).asked(), Question.next(state.brief(), state.abilities()));
  }

  private static Turn turn(String id, Dialogue.Line line) {
    return line.kind() == '>'
        ? Turn.of(id, line.said())
        : new Turn(id, "", Optional.of(attachment(line.text().split(" "))));
  }

  /** What the endpoint reads, if the dialogue says so in this line: a field and a value each. */
  private static Proposals proposals(Dialogue dialogue, int at) {
    Map<Field, String> values = new EnumMap<>(Field.class);
    if (at < dialogue.lines().size() && dialogue.lines().get(at).kind() == '*') {
      for (String one : dialogue.lines().get(at).text().split(" \\| ")) {
        String[] parts = one.split("=", 2);
        values.put(Field.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1]);
      }
    }
    return new Proposals(values);
  }

  private static ConversationState begun(Dialogue dialogue, boolean reads) {
    Map<SourceName, String> missing = new EnumMap<>(SourceName.class);
    dialogue.given().stream()
        .filter(word -> word.startsWith("no "))
        .forEach(word -> missing.put(SourceName.of(word.substring(3)), "KEY"));
    return ConversationState.begun(
        dialogue.given().contains("pt") ? Tongue.PORTUGUESE : Tongue.ENGLISH,
        new Abilities(!dialogue.given().contains("deaf"), missing, reads),
        NOW);
  }

  private static Reply last(ConversationState state) {
    return state.replies().get(state.replies().size() - 1).reply();
  }

  private static String refused(Reply reply) {
    return reply.refused().stream().map(Field::label).collect(Collectors.joining(" "));
  }

  private static Attachment attachment(String[] words) {
    return switch (words[0]) {
      case "narration" ->
          Attachment.narration(OBJECT, Duration.ofSeconds(Long.parseLong(words[1])));
      case "script" -> Attachment.script(OBJECT);
      case "urls" -> Attachment.clipUrls(OBJECT);
      default -> Attachment.clipsFolder(words[1]);
    };
  }

  private static List<String> told(Brief brief) {
    List<String> lines = new ArrayList<>();
    brief
        .texts()
        .forEach((field, text) -> lines.add(field.label() + ": " + text.replace("\n", "\\n")));
    brief
        .narration()
        .ifPresent(
            n ->
                lines.add(
                    "audio: "
                        + (n.audio().isPresent() ? "attached" : "to be recorded")
                        + n.duration().map(d -> ", " + d.toSeconds() + " s").orElse("")));
    brief.script().ifPresent(script -> lines.add("script: attached"));
    brief.clipUrls().ifPresent(urls -> lines.add("clips_urls: attached"));
    if (!brief.passed().isEmpty()) {
      lines.add(
          "passed: " + brief.passed().stream().map(Enum::name).collect(Collectors.joining(", ")));
    }
    return lines;
  }
}
