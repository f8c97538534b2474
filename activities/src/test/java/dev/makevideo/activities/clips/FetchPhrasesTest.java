package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.source.Candidate;
import dev.makevideo.testkit.CommonsServer;
import dev.makevideo.testkit.SourceServer.Reply;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.PhraseNeeds;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.ShotList;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several phrases at once, of a search and of what the job gives itself. */
@Timeout(60)
class FetchPhrasesTest extends CommonsBench {
  private void offer(String title) {
    String name = title.replace(' ', '-') + ".webm";
    String url = commons.offer(name, ("video " + title).getBytes(StandardCharsets.UTF_8));
    commons.add(CommonsServer.Video.of(title, url, "cc0", "CC0"));
  }

  private VideoRequest request(ClipSource clips, List<SourceName> order, int most) {
    return VideoRequest.builder()
        .storeId(bench.store.id())
        .correlationId("corr-1")
        .phrases(ShotList.read(List.of("sea", "boiling river", "night"), ""))
        .narration(new ObjectRef("0".repeat(64), 1))
        .narrationDuration(Duration.ofSeconds(30))
        .clips(clips)
        .sources(order)
        .maxShorts(most)
        .build();
  }

  private FetchResult fetch(VideoRequest request, int... seconds) {
    List<Duration> needs = java.util.Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList();
    return bench.activities().fetchPhrases(request, new PhraseNeeds(needs));
  }

  private List<String> names(FetchResult result) throws IOException {
    return bench.candidates(result.candidates().orElseThrow()).stream()
        .map(Candidate::name)
        .toList();
  }

  @Test
  void takesTurnsAndTellsWhoseEachIs() throws IOException {
    List.of("sea 1", "sea 2", "sea 3", "boiling river 1", "night 1", "night 2")
        .forEach(this::offer);
    FetchResult result = fetch(request(ClipSource.ofService(), List.of(), 50), 10, 10, 10);
    assertEquals(
        List.of("sea 1", "boiling river 1", "night 1", "sea 2", "night 2", "sea 3"), names(result));
    assertEquals(List.of(0, 1, 2, 0, 2, 0), result.phrases());
    assertEquals(6, result.count());
    assertEquals(List.of(), result.warnings());
    assertEquals(3, commons.searches().size());
  }

  @Test
  void givesWhatTwoFindToTheFirst() throws IOException {
    List.of("sea at night", "night").forEach(this::offer);
    FetchResult result = fetch(request(ClipSource.ofService(), List.of(), 50), 10, 0, 10);
    assertEquals(List.of("sea at night", "night"), names(result));
    assertEquals(List.of(0, 2), result.phrases());
    assertEquals(2, commons.searches().size());
    assertTrue(
        result.warnings().get(0).startsWith("nothing is shown of \"boiling river\""),
        result.warnings()::toString);
  }

  @Test
  void saysWhichPhraseFoundNothing() throws IOException {
    List.of("sea 1", "night 1").forEach(this::offer);
    FetchResult result = fetch(request(ClipSource.ofService(), List.of(), 50), 10, 10, 10);
    assertEquals(List.of(0, 2), result.phrases());
    assertEquals(1, result.warnings().size());
    assertTrue(
        result.warnings().get(0).startsWith("nothing was found for \"boiling river\""),
        result.warnings()::toString);
  }

  @Test
  void failsIfNoPhraseFindsAnything() {
    ApplicationFailure failure =
        assertThrows(
            ApplicationFailure.class,
            () -> fetch(request(ClipSource.ofService(), List.of(), 50), 10, 10, 10));
    assertEquals(FailureType.NOT_FOUND.label(), failure.getType());
    assertTrue(failure.getOriginalMessage().contains("\"boiling river\""));
  }

  @Test
  void waitsForASourceThatIsBusyAndAsksNoPhraseTwice() throws IOException {
    List.of("sea 1", "boiling river 1", "night 1").forEach(this::offer);
    fetch(request(ClipSource.ofService(), List.of(), 50), 10, 0, 0);
    commons.answerNext(Reply.page(429, Map.of("Retry-After", "7")));
    VideoRequest request = request(ClipSource.ofService(), List.of(), 50);
    FetchResult waiting = fetch(request, 10, 10, 10);
    assertEquals(ClipsFixture.NOW.plusSeconds(7), waiting.waitFor().orElseThrow().retryAt());
    assertEquals(2, commons.searches().size());
    FetchResult result = fetch(request, 10, 10, 10);
    assertEquals(List.of(0, 1, 2), result.phrases());
    assertEquals(4, commons.searches().size());
  }

  @Test
  void keepsToTheMostOfAllPhrasesTogether() {
    List.of("sea 1", "sea 2", "boiling river 1", "night 1").forEach(this::offer);
    FetchResult result = fetch(request(ClipSource.ofService(), List.of(), 3), 10, 10, 10);
    assertEquals(List.of(0, 1, 2), result.phrases());
  }

  @Test
  void findsThePhraseOfAFileInItsName() throws IOException {
    for (String name :
        List.of("Boiling_River-2.mp4", "a.mp4", "night.mp4", "seaside.mp4", "the sea, calm.mp4")) {
      Files.writeString(bench.clips.resolve(name), "video " + name);
    }
    ClipSource folder = ClipSource.ofFolder(bench.clips.toString());
    FetchResult result = fetch(request(folder, List.of(), 50), 10, 10, 10);
    assertEquals(
        List.of("the sea, calm.mp4", "Boiling_River-2.mp4", "night.mp4", "a.mp4", "seaside.mp4"),
        names(result));
    assertEquals(List.of(0, 1, 2, -1, -1), result.phrases());
    assertEquals(0, commons.searches().size());
  }

  @Test
  void searchesForWhatAFolderLacksIfTheJobSaysSo() throws IOException {
    Files.writeString(bench.clips.resolve("sea.mp4"), "video sea");
    List.of("boiling river 1", "night 1").forEach(this::offer);
    ClipSource folder = ClipSource.ofFolder(bench.clips.toString());
    FetchResult result =
        fetch(request(folder, List.of(SourceName.FOLDER, SourceName.COMMONS), 50), 2, 10, 10);
    assertEquals(List.of("sea.mp4", "boiling river 1", "night 1"), names(result));
    assertEquals(List.of(0, 1, 2), result.phrases());
  }
}
