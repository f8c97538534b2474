package dev.makevideo.activities.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.ocr.FoundText;
import dev.makevideo.activities.validation.ClipVerdict.BurnedText;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextEvidenceTest {
  private final TextEvidence evidence = new TextEvidence();

  @Test
  void framesWithoutTextAreClean() {
    add();
    add();

    assertEquals(Optional.empty(), evidence.verdict());
  }

  @Test
  void noFramesAreClean() {
    assertEquals(Optional.empty(), evidence.verdict());
  }

  @Test
  void shortTextInTwoFramesIsText() {
    add(line("LOL", 0.8));
    add();
    add(line("LOL", 0.9));

    assertEquals(Optional.of(new BurnedText("LOL", 0.9, 2, 3)), evidence.verdict());
  }

  @Test
  void shortTextInOneFrameOfSeveralIsNot() {
    add(line("LOL", 0.99));
    add();

    assertEquals(Optional.empty(), evidence.verdict());
  }

  @Test
  void shortTextInTheOnlyFrameIsText() {
    add(line("LOL", 0.99));

    assertTrue(evidence.verdict().isPresent());
  }

  @Test
  void longAndVerySureTextInOneFrameIsText() {
    add();
    add(line("a b", 0.99), line("SUBSCRIBE", 0.95));
    add();

    assertEquals(Optional.of(new BurnedText("SUBSCRIBE", 0.95, 1, 3)), evidence.verdict());
  }

  @Test
  void longButUnsureTextInOneFrameIsNot() {
    add(line("SUBSCRIBE", 0.85));
    add();

    assertEquals(Optional.empty(), evidence.verdict());
  }

  @Test
  void misreadTexturesAreNotText() {
    for (int i = 0; i < 3; i++) {
      add(line("老菲企", 0.57), line("IIII", 0.95), line("8", 0.99), line("--:--", 0.99));
    }

    assertEquals(Optional.empty(), evidence.verdict());
    assertFalse(evidence.isPlenty());
  }

  @Test
  void threeFramesWithTextArePlenty() {
    add(line("LOL", 0.8));
    add(line("LOL", 0.8));
    assertFalse(evidence.isPlenty());
    add(line("LOL", 0.8));
    assertTrue(evidence.isPlenty());
  }

  @Test
  void aLongTextIsQuotedInPart() {
    ObjectRef object = new ObjectRef("0".repeat(64), 1);
    BurnedText text = new BurnedText("abc ".repeat(100), 0.9, 2, 2);

    String message =
        new ClipVerdict(
                90,
                10,
                10,
                List.of(new ClipVerdict.Span(0, 90)),
                Optional.empty(),
                Optional.of(text),
                Optional.empty(),
                Optional.empty())
            .outcome(0, Clip.whole(object, "name", Duration.ZERO, 0, 0))
            .rejection()
            .orElseThrow()
            .message();

    assertTrue(message.length() < 120, message);
  }

  private void add(FoundText... lines) {
    evidence.add(List.of(lines));
  }

  private static FoundText line(String text, double confidence) {
    return new FoundText(text, confidence, new FoundText.Box(0, 0, 10, 10));
  }
}
