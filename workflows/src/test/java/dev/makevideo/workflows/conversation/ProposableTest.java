package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProposableTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObjectRef OBJECT = new ObjectRef("cd".repeat(32), 9);
  private static final List<Field> NEVER =
      List.of(Field.SCRIPT, Field.SHOTS, Field.CLIPS_FOLDER, Field.CLIPS_URLS);

  private static ConversationState begun() {
    return ConversationState.begun(Tongue.ENGLISH, new Abilities(true, Map.of(), true), NOW);
  }

  private static Conversation.Turned say(
      ConversationState state, String text, Map<Field, String> proposals) {
    Turn turn = Turn.of("t" + state.turns(), text);
    return Conversation.turn(state, turn, new Proposals(proposals), NOW);
  }

  @Test
  void theFieldsAreTheOptionsTheTopicAndTheNarrationsLength() {
    Set<String> options =
        Proposable.FIELDS.stream()
            .flatMap(field -> field.option().stream())
            .map(JobOption::label)
            .collect(Collectors.toSet());
    assertEquals(JobOption.values().length - 1, options.size(), "music comes as a file");
    assertTrue(!options.contains(JobOption.MUSIC_VOLUME.label()));
    assertEquals(options.size() + 2, Proposable.FIELDS.size());
    assertTrue(NEVER.stream().noneMatch(Proposable.FIELDS::contains));
  }

  @Test
  void whatTheFixedRulesReadAllOfTakesNoProposals() {
    ConversationState state = say(begun(), "the moon", Map.of(Field.QUALITY, "draft")).state();
    assertEquals(Map.of(Field.QUERY, "the moon"), state.brief().texts());
    state = say(state, "16:9", Map.of(Field.ASPECT_RATIO, "1:1", Field.QUERY, "16")).state();
    assertEquals("16:9", state.brief().texts().get(Field.ASPECT_RATIO));
    assertEquals("the moon", state.brief().texts().get(Field.QUERY));
  }

  @Test
  void aValueThatTheRulesReadAndRefusedIsNotReplaced() {
    ConversationState state = say(begun(), "the moon", Map.of()).state();
    Conversation.Turned turned =
        say(
            state,
            "crop top. Otherwise everything splendidly colourful. Ratio: 3:2",
            Map.of(Field.ASPECT_RATIO, "1:1"));
    assertEquals(List.of(Field.ASPECT_RATIO), turned.reply().refused());
    assertEquals(List.of(Field.CROP_POSITION), turned.reply().changed());
  }

  @Test
  void aStartBesideAWishIsNoStart() {
    ConversationState state = begun();
    for (String text :
        List.of("the moon", "later", "no", "no", "9:16", "bold", "en", "default", "no", "draft")) {
      state = say(state, text, Map.of()).state();
    }
    Attachment narration = Attachment.narration(OBJECT, Duration.ofSeconds(9));
    Turn heard = new Turn("n", "", Optional.of(narration));
    state = Conversation.turn(state, heard, NOW).state();
    String yes = "yes wonderful stuff";
    assertTrue(Conversation.leavesFreeText(state, Turn.of("y", yes)));
    assertTrue(say(state, yes, Map.of()).reply().start());
    Conversation.Turned wish = say(state, yes, Map.of(Field.ASPECT_RATIO, "1:1"));
    assertFalse(wish.reply().start());
    assertEquals(Question.CONFIRM, wish.reply().asked());
    assertTrue(say(state, yes, Map.of(Field.ASPECT_RATIO, "3:2")).reply().start());
  }

  /** The endpoint may say anything; so may the user. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverIsProposedTheBriefKeepsTheRulesOfTheForm(long seed) {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    ConversationState state = begun();
    int counted = 0;
    for (int i = 0; i < 400; i++) {
      String said = "wibble " + piece(random) + " wobble " + piece(random);
      Map<Field, String> proposals = new EnumMap<>(Field.class);
      for (Field field : Field.values()) {
        if (random.nextInt(3) == 0) {
          proposals.put(field, random.nextBoolean() ? piece(random) : good(field, random));
        }
      }
      ConversationState without = say(state, said, Map.of()).state();
      ConversationState with = say(state, said, proposals).state();
      for (Field field : NEVER) {
        assertEquals(
            without.brief().texts().get(field), with.brief().texts().get(field), () -> said);
      }
      assertEquals(without.status().isClosed(), with.status().isClosed());
      assertEquals(without.job(), with.job());
      assertTrue(with.brief().texts().keySet().containsAll(without.brief().texts().keySet()));
      ConversationTest.holds(with, said + " " + proposals);
      counted += with.brief().equals(without.brief()) ? 0 : 1;
      state = with;
    }
    assertTrue(counted > 50, counted + " turns took proposals");
  }

  private static String piece(Random random) {
    return ConversationTest.PIECES.get(random.nextInt(ConversationTest.PIECES.size()));
  }

  private static String good(Field field, Random random) {
    List<String> choices = field.option().map(JobOption::choices).orElse(List.of());
    return choices.isEmpty()
        ? Integer.toString(random.nextInt(500))
        : choices.get(random.nextInt(choices.size()));
  }
}
