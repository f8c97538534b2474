package dev.makevideo.api.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.failure.FailureType;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class CauseTest {
  @Test
  void everyFailureHasItsCause() {
    for (FailureType type : FailureType.values()) {
      assertEquals(type.label(), Cause.of(type).label());
    }
  }

  @Test
  void aChainIsToldOnceBoundedAndWithItsEnd() {
    Failure first = Failure.newBuilder().setMessage("x".repeat(5_000) + " the end").build();
    Failure same = Failure.newBuilder().setMessage("disk full").setCause(first).build();
    Failure outer =
        Failure.newBuilder()
            .setMessage("activity failed: disk full")
            .setApplicationFailureInfo(
                ApplicationFailureInfo.newBuilder().setType("host-exhausted"))
            .setCause(same)
            .build();
    List<String> sentences = FailureChain.sentences(outer);
    assertEquals(2, sentences.size());
    assertEquals("activity failed: disk full", sentences.get(0));
    assertTrue(sentences.get(1).endsWith("the end") && sentences.get(1).length() < 2_100);
    assertEquals("host-exhausted", FailureChain.type(outer));
    Failure deep = first;
    for (int i = 0; i < 50; i++) {
      deep = Failure.newBuilder().setMessage("level " + i).setCause(deep).build();
    }
    assertEquals(10, FailureChain.sentences(deep).size());
  }
}
