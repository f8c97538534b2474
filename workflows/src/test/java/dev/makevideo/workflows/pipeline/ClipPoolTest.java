package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.PhraseNeeds;
import dev.makevideo.workflows.contract.RecalledGroundwork;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.progress.ClipProgress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Clips of three seconds for a narration of twelve, of which two phrases have six each. */
class ClipPoolTest {
  private final FakeStudio studio = new FakeStudio();
  private final ClipPool pool = new ClipPool(Duration.ofSeconds(12));

  private void approve(int... indexes) {
    for (int index : indexes) {
      pool.download(index, studio.clip(index));
      pool.approve(index, studio.clip(index));
    }
  }

  private void share(Integer... phrases) {
    PhraseNeeds needs = new PhraseNeeds(List.of(Duration.ofSeconds(6), Duration.ofSeconds(6)));
    pool.share(new PhraseShares(needs, List.of(phrases)));
  }

  private static Rejection text() {
    return Rejection.of(Rejection.Reason.TEXT_FOUND, "reads SALE");
  }

  @Test
  void tellsWhatBecameOfEach() {
    pool.download(4, studio.clip(4));
    approve(0);
    pool.download(2, studio.clip(2));
    pool.reject(2, "c.mp4", text());
    pool.reject(1, "candidate 2", Rejection.of(Rejection.Reason.NOT_FOUND, "HTTP 404"));
    List<ClipProgress> all = pool.progress();
    assertEquals(List.of(0, 1, 2, 4), all.stream().map(ClipProgress::index).toList());
    assertEquals(
        List.of("approved", "rejected", "rejected", "downloaded"),
        all.stream().map(clip -> clip.state().label()).toList());
    assertEquals(0, all.get(1).bytes());
    assertEquals(studio.clip(2).object().bytes(), all.get(2).bytes());
    assertEquals("reads SALE", all.get(2).message().orElseThrow());
    assertEquals(ClipProgress.State.APPROVED, ClipProgress.State.of("approved"));
  }

  @Test
  void aPhraseThatLacksFootageIsNotMadeUpForWhileItHasCandidates() {
    share(0, 0, 0, 0, 0, 1, 1, 1);
    approve(0, 1, 2, 3, 4);
    assertFalse(pool.isEnough());
    assertFalse(pool.coversNarration());
    assertFalse(pool.mayBeEnough());
    assertEquals(List.of(5, 6), pool.next(List.of(5, 6, 7), 2));
    pool.download(5, studio.clip(5));
    pool.download(6, studio.clip(6));
    assertFalse(pool.mayBeEnough(), "six seconds of six, and the reserve is wanted too");
    pool.download(7, studio.clip(7));
    assertTrue(pool.mayBeEnough());
    approve(5, 6);
    assertTrue(pool.coversNarration(), "without reserve nothing is waited for");
    assertFalse(pool.isEnough());
    approve(7);
    assertTrue(pool.isEnough());
  }

  @Test
  void aPhraseWithoutCandidatesLacksNothing() {
    share(0, 0, 0, 0, 0, 1);
    approve(0, 1, 2, 3, 4);
    pool.download(5, studio.clip(5));
    assertTrue(pool.mayBeEnough());
    assertFalse(pool.isEnough(), "it is still looked at");
    pool.reject(5, "f.mp4", text());
    assertTrue(pool.isEnough());
    assertTrue(pool.coversNarration());
  }

  @Test
  void takesAnyIfAllPhrasesHaveEnoughAndTheNarrationHasNot() {
    share(0, 0, 0, 1, 0, 0);
    approve(0, 1, 2);
    pool.reject(3, "d.mp4", text());
    assertFalse(pool.mayBeEnough());
    assertEquals(List.of(4, 5), pool.next(List.of(4, 5), 10));
    approve(4, 5);
    assertEquals(List.of(), pool.next(List.of(), 10));
    assertTrue(pool.isEnough());
  }

  /** Of an earlier job's five clips one is replaced by an upload, and one was a reserve. */
  @Test
  void nothingStandsInForAClipThatIsOwedAndOnlyLate() {
    List<ValidateBatch.Item> clips =
        Stream.of(0, 1, 2, 3, 4)
            .map(index -> new ValidateBatch.Item(index, studio.clip(index)))
            .toList();
    pool.keep(
        new KeptFootage(
            new RecalledGroundwork.Footage(
                FakeStudio.ref(7000),
                8,
                List.of(),
                clips,
                List.of(),
                List.of(0, 1, 2, 3),
                List.of(),
                List.of(7)),
            List.of(2)));
    assertEquals(List.of(7), pool.next(List.of(7, 5, 6), 10));
    assertEquals(List.of(), pool.next(List.of(5, 6), 10), "it is tried again later");
    assertFalse(pool.mayBeEnough());
    pool.reject(3, "d.mp4", text());
    assertEquals(List.of(5), pool.next(List.of(5, 6), 10), "of the others one is lacking");
    approve(5);
    pool.download(7, studio.clip(7));
    assertTrue(pool.mayBeEnough());
  }

  @Test
  void withOnePhraseTheFirstAreNext() {
    assertEquals(List.of(3, 4), pool.next(List.of(3, 4, 5), 2));
    assertEquals(List.of(), pool.phrases());
  }
}
