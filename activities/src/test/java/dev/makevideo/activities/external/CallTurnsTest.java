package dev.makevideo.activities.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.makevideo.activities.runner.SingleFlight;
import dev.makevideo.coordination.lock.LocalLocks;
import dev.makevideo.coordination.lock.Locks;
import dev.makevideo.coordination.slot.LocalSlots;
import dev.makevideo.coordination.slot.Slots;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.platform.storage.StoreFolder;
import dev.makevideo.workflows.contract.ServiceWait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class CallTurnsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final ServiceCall CALL =
      ServiceCall.get(
          ExternalService.COMMONS, "search", "http://commons.test/", Duration.ofSeconds(5));

  @TempDir Path folder;
  private final Slots slots = new LocalSlots();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Locks locks = new LocalLocks(clock);
  private final StopSignal stop = new StopSignal();

  private CallTurns turns(Slots some) {
    return new CallTurns(some, new SingleFlight(locks), clock);
  }

  private CallResult<String> run(CallTurns turns) throws IOException, InterruptedException {
    return turns.run(CallLimit.COMMONS_SEARCH, CALL, stop, () -> new CallResult.Ok<>("done"));
  }

  @Test
  void aTurnIsGivenBackAlsoByWorkThatThrows() throws Exception {
    CallTurns turns = turns(slots);
    assertThrows(
        IOException.class,
        () ->
            turns.run(
                CallLimit.COMMONS_SEARCH,
                CALL,
                stop,
                () -> {
                  throw new IOException("disk full");
                }));
    assertEquals(new CallResult.Ok<>("done"), run(turns));
  }

  @Test
  void whoseTurnDoesNotComeIsPutOff() throws Exception {
    CallResult<String> result = run(turns((subject, patience, isGivenUp) -> Optional.empty()));
    ServiceWait wait = ((CallResult.Wait<String>) result).serviceWait();
    assertEquals("wikimedia-commons", wait.service());
    assertEquals(NOW.plusSeconds(10), wait.retryAt());
    assertEquals("others have their turn first (1 at once)", wait.reason());
  }

  @Test
  void whatAnotherFetchesIsNotFetchedAndAStopEndsThatWaitToo() throws Exception {
    ActionKey key = ActionKey.of("download", "v1", "url", "http://clips.test/a.mp4");
    CallTurns busy =
        new CallTurns(slots, new SingleFlight((request, isGivenUp) -> Optional.empty()), clock);
    CallTurns.Work<String> never = () -> fail("it is another's turn");
    ServiceWait wait =
        ((CallResult.Wait<String>) busy.once(storeAt("a"), key, CALL, stop, never)).serviceWait();
    assertEquals("another job fetches it just now", wait.reason());
    assertEquals(NOW.plusSeconds(10), wait.retryAt());
    stop.stop();
    assertThrows(CallStoppedException.class, () -> busy.once(storeAt("a"), key, CALL, stop, never));
  }

  @Test
  void ofTwoStoresNeitherWaitsForTheOther() throws Exception {
    ActionKey key = ActionKey.of("download", "v1", "url", "http://clips.test/a.mp4");
    CallTurns turns = turns(slots);
    ArtifactStore other = storeAt("b");
    CallResult<String> both =
        turns.once(
            storeAt("a"),
            key,
            CALL,
            stop,
            () -> turns.once(other, key, CALL, stop, () -> new CallResult.Ok<>("done")));
    assertEquals(new CallResult.Ok<>("done"), both);
  }

  private ArtifactStore storeAt(String name) throws IOException {
    return new StoreFolder(folder.resolve(name)).open();
  }

  @Test
  void aStopAndAnInterruptEndTheWait() throws Exception {
    CallTurns turns = turns(slots);
    try (Slots.Slot held =
        slots
            .take(CallLimit.COMMONS_SEARCH.subject(), Duration.ofSeconds(1), () -> false)
            .orElseThrow()) {
      Thread.currentThread().interrupt();
      assertThrows(CallStoppedException.class, () -> run(turns));
      assertTrue(Thread.interrupted(), "it stays interrupted");
      stop.stop();
      assertThrows(CallStoppedException.class, () -> run(turns));
    }
  }
}
