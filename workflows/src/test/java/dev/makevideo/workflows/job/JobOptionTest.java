package dev.makevideo.workflows.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobOptionTest {
  private static VideoRequest.Builder request() {
    return VideoRequest.builder()
        .storeId("store")
        .correlationId("one")
        .query("boiling river")
        .narration(new ObjectRef("a".repeat(64), 9))
        .narrationDuration(Duration.ofSeconds(24));
  }

  @ParameterizedTest
  @EnumSource
  void itsDefaultIsWhatAnAbsentValueMeans(JobOption option) {
    VideoRequest.Builder said = request();
    option.set(said, option.otherwise());
    assertEquals(request().build(), said.build());
  }

  @ParameterizedTest
  @EnumSource
  void itsChoicesAreTakenAndNothingElse(JobOption option) {
    for (String choice : option.choices()) {
      VideoRequest.Builder said = request();
      option.set(said, choice);
      assertEquals(choice.equals(option.otherwise()), said.build().equals(request().build()));
    }
    if (!option.choices().isEmpty()) {
      assertEquals(option.otherwise(), option.choices().get(0), "the default comes first");
    }
    for (String odd : new String[] {"", " ", "0", "501", "Bold", "9:17", "e", "yes!", "\u0000"}) {
      assertThrows(IllegalArgumentException.class, () -> option.set(request(), odd), odd);
    }
    assertFalse(option.words().isBlank());
    assertFalse(option.allowed().isBlank());
  }

  @Test
  void aFlagIsReadInAnyCase() {
    VideoRequest.Builder said = request();
    JobOption.CHECK_TEXT.set(said, "False");
    JobOption.KEEP_SCRIPT.set(said, "TRUE");
    assertFalse(said.build().checkText());
    assertTrue(said.build().keepsScript());
  }
}
