package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conversations of dialogues.txt, and the brief that comes out of each, exactly. */
class DialoguesTest {
  private static final Path FILE = Path.of("src/test/resources/conversation/dialogues.txt");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObjectRef OBJECT = new ObjectRef("ab".repeat(32), 7);

  record Dialogue(String name, List<String> lines) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Dialogue> dialogues() throws IOException {
    List<Dialogue> dialogues = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith("== ")) {
        dialogues.add(new Dialogue(line.substring(3), new ArrayList<>()));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        dialogues.get(dialogues.size() - 1).lines().add(line);
      }
    }
    return dialogues;
  }

  @Test
  void areManyEachOfItsOwnName() throws IOException {
    assertTrue(dialogues().size() >= 40);
    assertEquals(dialogues().size(), dialogues().stream().map(Dialogue::name).distinct().count());
  }

  @ParameterizedTest
  @MethodSource("dialogues")
  void gathersTheBrief(Dialogue dialogue) {
    ConversationState state = begun(dialogue);
    List<String> expected = new ArrayList<>();
    String end = "";
    String refused = "";
    for (String line : dialogue.lines()) {
      String said = line.substring(2);
      switch (line.charAt(0)) {
        case '>', '@' -> {
          String id = "t" + state.turns();
          Turn turn =
              line.charAt(0) == '>'
                  ? Turn.of(id, decoded(said))
                  : new Turn(id, "", Optional.of(attachment(said.split(" "))));
          state = Conversation.turn(state, turn, NOW).state();
          refused = refused(last(state));
        }
        case '<' ->
            assertTrue(last(state).text().contains(said), () -> "no \"" + said + "\" in the reply");
        case '!' -> {
          assertEquals(said, refused);
          refused = "";
        }
        case '=' -> expected.add(said);
        case '?' -> end = said;
        default -> assertTrue(line.startsWith("given: "), line);
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

  private static ConversationState begun(Dialogue dialogue) {
    List<String> given =
        dialogue.lines().stream()
            .filter(line -> line.startsWith("given: "))
            .flatMap(line -> Stream.of(line.substring(7).split(", ")))
            .toList();
    Map<SourceName, String> missing = new EnumMap<>(SourceName.class);
    given.stream()
        .filter(word -> word.startsWith("no "))
        .forEach(word -> missing.put(SourceName.of(word.substring(3)), "KEY"));
    return ConversationState.begun(
        given.contains("pt") ? Tongue.PORTUGUESE : Tongue.ENGLISH,
        new Abilities(!given.contains("deaf"), missing),
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

  private static String decoded(String text) {
    String repeated =
        Pattern.compile("\\{([^}*]+)\\*([0-9]+)}")
            .matcher(text)
            .replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2))));
    String lines = repeated.replace("\\n", "\n");
    return Pattern.compile("\\\\u([0-9a-f]{4})")
        .matcher(lines)
        .replaceAll(found -> Character.toString(Integer.parseInt(found.group(1), 16)));
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
