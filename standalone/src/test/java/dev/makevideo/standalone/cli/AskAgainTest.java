package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AskAgainTest {
  private static final IOException BROKEN = new IOException("the connection broke off");

  private final AtomicLong clock = new AtomicLong(-7);
  private final AskAgain sending = AskAgain.sending(clock::get);
  private final AskAgain following = AskAgain.following(clock::get);

  private void after(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static ServiceException answer(int status, int retryAfter) {
    return new ServiceException(
        status,
        "later",
        "",
        "",
        Optional.of(Duration.ofSeconds(retryAfter)).filter(d -> !d.isNegative()));
  }

  @Test
  void whatTookLongBeforeTheFirstFailureIsNoSilence() {
    after(Duration.ofHours(1)); // an upload
    assertTrue(sending.after(BROKEN).isPresent());
    after(Duration.ofSeconds(90));
    assertTrue(sending.after(BROKEN).isPresent());
    after(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), sending.after(BROKEN));
    assertTrue(sending.isSilent());
    assertEquals(Duration.ofSeconds(91), sending.silence());
  }

  @Test
  void anAnswerEndsTheSilence() {
    assertTrue(following.after(BROKEN).isPresent());
    after(Duration.ofSeconds(80));
    following.answered();
    after(Duration.ofSeconds(80));
    assertTrue(following.after(BROKEN).isPresent());
    after(Duration.ofSeconds(80));
    assertTrue(following.after(answer(429, 3)).isPresent());
    assertFalse(following.isSilent());
    after(Duration.ofSeconds(80));
    assertTrue(following.after(BROKEN).isPresent());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 423, 429, 503})
  void aJobIsFollowedOnWhenTheServiceWantsToBeAskedLater(int status) {
    assertEquals(Optional.of(Duration.ofSeconds(7)), following.after(answer(status, 7)));
    assertEquals(Optional.of(Duration.ofMillis(500)), following.after(answer(status, 0)));
    assertEquals(Optional.of(Duration.ofMinutes(5)), following.after(answer(status, 99_999)));
    after(Duration.ofHours(2));
    assertTrue(following.after(answer(status, 7)).isPresent());
    after(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), following.after(answer(status, 7)), "two hours in all");
    following.answered();
    assertTrue(following.after(answer(status, 7)).isPresent());
  }

  @Test
  void anUnavailableServiceThatDoesNotSayWhenIsAwayToWhoFollows() {
    assertEquals(Optional.of(Duration.ofSeconds(5)), sending.after(answer(503, -1)));
    assertEquals(Optional.of(Duration.ofMillis(500)), following.after(answer(503, -1)));
    after(Duration.ofSeconds(91));
    assertTrue(sending.after(answer(503, -1)).isPresent());
    assertEquals(Optional.empty(), following.after(answer(503, -1)));
  }

  @Test
  void aRefusalAndAFileThatIsGoneAreFinal() {
    for (int status : new int[] {400, 401, 404, 409, 410, 422}) {
      assertEquals(Optional.empty(), following.after(answer(status, 7)));
      assertEquals(Optional.empty(), sending.after(answer(status, 7)));
      assertFalse(following.isSilent());
    }
    assertEquals(Optional.empty(), sending.after(new NoSuchFileException("a.mp3")));
    assertEquals(Optional.empty(), sending.after(answer(500, -1)));
    assertTrue(following.after(answer(500, -1)).isPresent());
    assertEquals(Optional.empty(), sending.after(new FileNotFoundException("not of nio")));
  }

  @Test
  void aPartThatWasTakenEndsTheSilenceAndNotTheWaitsAskedFor() {
    for (int hours = 0; hours <= 2; hours++) {
      assertTrue(sending.after(answer(429, 3)).isPresent());
      after(Duration.ofHours(1));
      assertTrue(sending.after(BROKEN).isPresent());
      sending.heard();
      assertFalse(sending.isSilent());
    }
    assertEquals(Optional.empty(), sending.after(answer(429, 3)));
  }
}
