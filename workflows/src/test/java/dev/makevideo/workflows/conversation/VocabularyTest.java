package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The closed lists of words agree with those of the form. */
class VocabularyTest {
  @Test
  void everyFieldAndQuestionHasWordsInBothTongues() {
    for (Tongue tongue : Tongue.values()) {
      assertEquals(tongue, Tongue.of(tongue.label()));
      for (Field field : Field.values()) {
        assertFalse(FieldWords.name(field, tongue).isBlank());
        assertFalse(FieldWords.allowed(field, tongue).isBlank());
      }
    }
    for (Question question : Question.values()) {
      assertEquals(question, Question.of(question.label()));
      assertFalse(question.words(Tongue.PORTUGUESE).equals(question.words(Tongue.ENGLISH)));
    }
    assertThrows(IllegalArgumentException.class, () -> Tongue.of("fr"));
    assertThrows(IllegalArgumentException.class, () -> Question.of("x"));
    for (AspectRatio ratio : AspectRatio.values()) {
      assertTrue(Question.ASPECT_RATIO.words(Tongue.ENGLISH).contains(ratio.label()));
    }
    for (SubtitleStyle style : SubtitleStyle.values()) {
      assertTrue(Question.SUBTITLES.words(Tongue.PORTUGUESE).contains(style.label()));
    }
  }

  @Test
  void everyKnownValueIsOneOfTheForms() {
    for (Map.Entry<String, List<Meaning>> entry : Vocabulary.all().entrySet()) {
      String phrase = entry.getKey();
      assertEquals(phrase, Utterance.folded(phrase));
      assertTrue(phrase.split(" ").length <= Vocabulary.LONGEST, phrase);
      for (Meaning meaning : entry.getValue()) {
        Optional<JobOption> option = meaning.field().flatMap(Field::option);
        if (meaning.kind() == Meaning.Kind.VALUE) {
          option.orElseThrow().set(VideoRequest.builder(), meaning.value());
        }
      }
      String joined =
          Utterance.of(phrase).tokens().stream()
              .map(Utterance.Token::word)
              .reduce("", (a, b) -> a.isEmpty() ? b : a + " " + b);
      assertEquals(phrase.strip(), joined.strip(), "is read as it is written");
    }
  }
}
