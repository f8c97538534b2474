package dev.makevideo.activities.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.testkit.ChatServer.Mood;
import dev.makevideo.testkit.Dialogue;
import dev.makevideo.workflows.contract.FreeText;
import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.conversation.Abilities;
import dev.makevideo.workflows.conversation.Attachment;
import dev.makevideo.workflows.conversation.Conversation;
import dev.makevideo.workflows.conversation.ConversationState;
import dev.makevideo.workflows.conversation.Tongue;
import dev.makevideo.workflows.conversation.Turn;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All dialogues of the table, with an endpoint in each mood. Where it answers right, free text is
 * read as the table says, whose briefs workflows' DialoguesTest holds; in every other mood each
 * reply and each brief is what it is without an endpoint.
 */
class FreeTextDialoguesTest {
  private static final Path FOLDER = Path.of("../workflows/src/test/resources/conversation");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private int asked;

  @ParameterizedTest
  @EnumSource(Mood.class)
  void everyDialogueComesOutAsItShould(Mood mood) throws IOException {
    boolean good = mood == Mood.RIGHT || mood == Mood.OLD || mood == Mood.OLDER;
    boolean silent = mood == Mood.HANGS || mood == Mood.LATE;
    List<Dialogue> freeTexts = Dialogue.of(FOLDER.resolve("free-text.txt"));
    try (ChatBench bench = new ChatBench(Duration.ofMillis(silent ? 100 : 5_000))) {
      bench.server.turn(mood);
      asked = 0;
      for (Dialogue dialogue : freeTexts) {
        run(bench, dialogue, good);
      }
      int free = asked;
      for (Dialogue dialogue : Dialogue.of(FOLDER.resolve("dialogues.txt"))) {
        run(bench, dialogue, good);
      }
      assertTrue(free >= 20, () -> free + " turns of free text were asked about");
      assertTrue(asked > free, "nonsense is asked about, too");
      assertTrue(bench.calls() >= asked, "breaker and throttle kept none");
    }
  }

  private void run(ChatBench bench, Dialogue dialogue, boolean good) {
    ConversationState expected = begun(dialogue);
    ConversationState state = expected;
    for (int i = 0; i < dialogue.lines().size(); i++) {
      Dialogue.Line line = dialogue.lines().get(i);
      if (line.kind() != '>' && line.kind() != '@') {
        continue;
      }
      Turn turn = turn("t" + i, line);
      Map<Field, String> right = right(dialogue, i + 1);
      Proposals read = Proposals.NONE;
      if (Conversation.leavesFreeText(state, turn)) {
        asked++;
        FreeText text = Conversation.freeText(state, turn);
        bench.known.put(text.text(), content(right));
        read = bench.reader.readFreeText(text);
        bench.nanos.addAndGet(Duration.ofMinutes(30).toNanos()); // past breaker and throttle
      }
      Proposals wanted = good ? new Proposals(right) : Proposals.NONE;
      state = Conversation.turn(state, turn, read, NOW).state();
      expected = Conversation.turn(expected, turn, wanted, NOW).state();
      assertEquals(expected, state, () -> dialogue.name() + ": " + line.text());
    }
  }

  private static Map<Field, String> right(Dialogue dialogue, int at) {
    Map<Field, String> values = new EnumMap<>(Field.class);
    if (at < dialogue.lines().size() && dialogue.lines().get(at).kind() == '*') {
      for (String pair : dialogue.lines().get(at).text().split(" \\| ")) {
        int end = pair.indexOf('=');
        String name = pair.substring(0, end).toUpperCase(Locale.ROOT);
        values.put(Field.valueOf(name), pair.substring(end + 1));
      }
    }
    return values;
  }

  /** As a model writes it: numbers are numbers. */
  private static String content(Map<Field, String> values) {
    ObjectNode content = MAPPER.createObjectNode();
    values.forEach(
        (field, value) -> {
          if (value.matches("[0-9]{1,9}")) {
            content.put(field.label(), Long.parseLong(value));
          } else {
            content.put(field.label(), value);
          }
        });
    return content.toString();
  }

  private static ConversationState begun(Dialogue dialogue) {
    Map<SourceName, String> lacking = new EnumMap<>(SourceName.class);
    for (SourceName source : SourceName.values()) {
      if (dialogue.given().contains("no " + source.label())) {
        lacking.put(source, "KEY");
      }
    }
    Tongue tongue = dialogue.given().contains("pt") ? Tongue.PORTUGUESE : Tongue.ENGLISH;
    boolean hears = !dialogue.given().contains("deaf");
    return ConversationState.begun(tongue, new Abilities(hears, lacking, true), NOW);
  }

  private static Turn turn(String id, Dialogue.Line line) {
    if (line.kind() == '>') {
      return Turn.of(id, line.said());
    }
    ObjectRef object = new ObjectRef("ab".repeat(32), 7);
    int space = line.text().indexOf(' ');
    String rest = line.text().substring(space + 1);
    Attachment attachment =
        switch (line.text().charAt(0)) {
          case 'n' -> Attachment.narration(object, Duration.ofSeconds(Long.parseLong(rest)));
          case 's' -> Attachment.script(object);
          case 'u' -> Attachment.clipUrls(object);
          default -> Attachment.clipsFolder(rest);
        };
    return new Turn(id, "", Optional.of(attachment));
  }
}
