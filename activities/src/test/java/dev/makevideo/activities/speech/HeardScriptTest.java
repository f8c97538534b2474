package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** A script beside what is heard. */
class HeardScriptTest extends HearingTestBase {
  @Test
  void saysWhichSentencesWereChangedLeftOutOrAdded() throws Exception {
    Path audio = SpeechFixture.resource(folder, "narration_gb.ogg");
    WordTruth truth = WordTruth.of(folder, "narration_gb", 0);
    String added = "Nobody knows why the mayor never paid for the new bridge.";
    String script = truth.script();
    String more = script.replace("Every autumn", added + " Every autumn");
    Transcript whole = transcript(audio, Optional.of(more));
    requireWarning(whole, "1 sentence of the script not said", added);
    assertFalse(text(whole).contains("mayor"), text(whole));
    requireErrors("a sentence too many", truth, whole, 45, 130);

    String left = script.replace("The railway station closed forty years ago. ", "");
    Transcript shorter = transcript(audio, Optional.of(left));
    requireWarning(shorter, "1 sentence said and not in the script", "railway station");
    requireErrors("a sentence too few", truth, shorter, 45, 130);

    String other =
        script.replace(
            "They say that one day a train will stop here again.",
            "Cheap coffee makes everybody in our office nervous.");
    Transcript changed = transcript(audio, Optional.of(other));
    requireWarning(changed, "1 sentence of the script changed in speech", "Cheap coffee");
    assertFalse(text(changed).contains("coffee"), text(changed));
    requireErrors("a sentence changed", truth, changed, 45, 130);
    assertEquals(List.of(), transcript(audio, Optional.of(script)).warnings());
  }

  @Test
  void aScriptWhoseNarrationIsNotUnderstoodIsAlignedByThePauses() throws Exception {
    Path tones = fixture.tones("tones.wav", 6, 0.5, 2.5, 3.5, 5.5);
    Transcript aligned = transcript(tones, Optional.of("One two three. Four five six."));
    assertEquals(6, aligned.words().size());
    assertEquals(3.5, aligned.words().get(3).start(), 0.02);
    requireWarning(aligned, "the times of the script's words come from pauses alone", "no words");
  }

  @Test
  void refusesTheScriptOfAnotherTalk() throws Exception {
    Path audio = SpeechFixture.resource(folder, "cases/intro.ogg");
    String script = Files.readString(SpeechFixture.resource(folder, "cases/other-script.txt"));
    ApplicationFailure failure =
        Assertions.assertThrows(
            ApplicationFailure.class, () -> transcript(audio, Optional.of(script)));
    assertEquals("invalid-request", failure.getType());
    String message = failure.getOriginalMessage();
    assertTrue(message.contains("script is not what is said"), message);
    assertTrue(message.contains("Rivers begin"), message);
  }
}
