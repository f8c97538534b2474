package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.CandidateList;
import dev.makevideo.activities.source.Credit;
import dev.makevideo.testkit.CommonsServer.Video;
import dev.makevideo.testkit.SourceServer.Reply;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wikimedia Commons against its stand-in, through both activities. */
@Timeout(60)
class CommonsClipsTest extends CommonsBench {
  private Video video(int number, String licence, String shortName) {
    byte[] bytes = ("video " + number).getBytes(StandardCharsets.UTF_8);
    return Video.of(
        "Cats dogs " + number, commons.offer("v" + number + ".webm", bytes), licence, shortName);
  }

  private VideoRequest request() {
    return bench.request(ClipSource.ofService());
  }

  private List<Candidate> found() throws IOException {
    FetchResult result = bench.activities().fetchShorts(request());
    return bench.candidates(result.candidates().orElseThrow());
  }

  private void failsWith(FailureType type, String text) {
    ApplicationFailure failure =
        assertThrows(ApplicationFailure.class, () -> bench.activities().fetchShorts(request()));
    assertEquals(type.label(), failure.getType());
    assertTrue(failure.getOriginalMessage().contains(text), failure.getOriginalMessage());
  }

  @Test
  void findsAndDownloadsWithEverythingThatACreditNeeds() throws IOException {
    commons.add(video(1, "cc-by-4.0", "CC BY 4.0"));
    Candidate clip = found().get(0);
    assertEquals("Cats dogs 1", clip.name());
    assertEquals(SourceName.COMMONS, clip.source());
    assertEquals(Optional.of(Duration.ofMillis(12_500)), clip.duration());
    Credit credit = clip.credit().orElseThrow();
    assertEquals("Ann & Bo", credit.author());
    assertEquals(commons.url() + "/wiki/File:Cats_dogs_1.webm", credit.page());
    assertEquals("CC BY 4.0", credit.licence().name());
    assertEquals(
        Optional.of("https://creativecommons.org/licenses/by/4.0/"), credit.licence().address());
    bench.privateUrls = false; // the source's own address is good all the same
    List<ItemOutcome> outcomes = bench.download(request()).outcomes();
    assertTrue(outcomes.get(0).clip().isPresent(), outcomes.toString());
    assertTrue(commons.lastHeaders().toString().contains("; me@example.org)"));
    assertFalse(commons.lastHeaders().containsKey("x-correlation-id"));
  }

  @Test
  void takesNoOrdersFromThePhrase() throws IOException {
    commons.add(video(1, "cc0", "CC0"));
    assertEquals(1, found().size());
    assertTrue(commons.searches().get(0).contains("gsrsearch=filetype%3Avideo+cats+dogs"));
  }

  @ParameterizedTest
  @CsvSource({
    "cc0, CC0, CC0 1.0",
    "pd, Public domain, public domain",
    "cc-by-3.0-us, CC BY 3.0 us, CC BY 3.0 US",
    "'', CC BY 2.5, CC BY 2.5",
  })
  void takesWhatIsFreeToChange(String id, String shortName, String named) throws IOException {
    commons.add(video(1, id, shortName));
    assertEquals(named, found().get(0).credit().orElseThrow().licence().name());
  }

  @ParameterizedTest
  @CsvSource({
    "cc-by-sa-4.0, CC BY-SA 4.0",
    "cc-by-4.0, CC BY-SA 4.0",
    "cc-by-nc-4.0, CC BY-NC 4.0",
    "cc-by-nd-2.0, CC BY-ND 2.0",
    "cc-by-4.0, CC BY-NC 4.0",
    "gfdl, GFDL",
    "cc-by-4.0, All rights reserved",
    "'', ''",
    "cc-by, CC BY",
    "fal, FAL",
  })
  void aLicenceThatIsNotAllowedNeverGetsIn(String id, String shortName) {
    commons.add(video(1, id, shortName));
    failsWith(FailureType.NOT_FOUND, "free to use");
  }

  @ParameterizedTest
  @CsvSource({
    "UsageTerms, Creative Commons Attribution-NonCommercial 4.0",
    "LicenseUrl, https://creativecommons.org/licenses/by-nd/4.0",
    "NonFree, true",
    "DeletionReason, copyright violation",
  })
  void oneFieldThatForbidsIsEnough(String field, String value) {
    commons.add(video(1, "cc-by-4.0", "CC BY 4.0").with(field, value));
    failsWith(FailureType.NOT_FOUND, "free to use");
  }

  @Test
  void pagesUntilThereIsEnoughAndNoFurther() throws IOException {
    for (int i = 0; i < 40; i++) {
      commons.add(video(i, i % 2 == 0 ? "cc0" : "cc-by-nc-4.0", "")); // each second one
    }
    commons.pageSize(10);
    // 90 s of footage for 30 s, of which a clip counts with six seconds.
    assertEquals(15, found().size());
    assertEquals(3, commons.searches().size());
    assertEquals(1, commons.mostAtOnce());
    assertEquals(15, found().size());
    assertEquals(3, commons.searches().size(), "the same is not asked again within the hour");
  }

  @Test
  void aPageThatFailsAfterAGoodOneEndsTheSearch() throws IOException {
    for (int i = 0; i < 20; i++) {
      commons.add(video(i, "cc0", "CC0"));
    }
    commons.pageSize(5);
    commons.answer(2, Reply.page(500, Map.of()));
    assertEquals(5, found().size());
    assertEquals(15, found().size(), "and another job goes on from there");
  }

  @Test
  void aBusyOneIsWaitedFor() {
    for (Map<String, String> headers :
        List.of(Map.of("Retry-After", "40"), Map.<String, String>of())) {
      commons.answerNext(Reply.page(429, headers));
      FetchResult result = bench.activities().fetchShorts(request());
      int seconds = headers.isEmpty() ? 10 : 40;
      assertEquals("wikimedia-commons", result.waitFor().orElseThrow().service());
      assertEquals(ClipsFixture.NOW.plusSeconds(seconds), result.waitFor().orElseThrow().retryAt());
    }
  }

  @Test
  void aLagOfItsDatabasesIsABusyOne() {
    commons.answerNext(
        new Reply(
            200,
            Map.of("Retry-After", "5", "MediaWiki-API-Error", "maxlag"),
            "application/json",
            "{\"error\":{\"code\":\"maxlag\",\"info\":\"Waiting for db: 6 seconds lagged\"}}"));
    FetchResult result = bench.activities().fetchShorts(request());
    assertEquals(ClipsFixture.NOW.plusSeconds(5), result.waitFor().orElseThrow().retryAt());
    assertTrue(result.waitFor().orElseThrow().reason().contains("lagged"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[]",
        "<!DOCTYPE html><html>",
        "{\"error\":{\"code\":\"badvalue\",\"info\":\"no\"}}",
        "{\"error\":{\"code\":\"readonly\",\"info\":\"no\"}}"
      })
  void anAnswerThatIsNoneIsTheSourcesFailure(String body) {
    commons.answerNext(Reply.json(body));
    failsWith(FailureType.DEPENDENCY_UNAVAILABLE, "Wikimedia Commons: 127.0.0.1 sent an answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batchcomplete\":true,\"query\":{\"pages\":[{\"title\":1,\"videoinfo\":null},7,null,{\"videoinfo\":[{}]}]}}",
        "{\"batchcomplete\":true,\"query\":{\"pages\":{\"1\":{\"videoinfo\":[{\"duration\":\"x\",\"url\":5,\"derivatives\":{},\"extmetadata\":[]}]}}}}",
        "{\"batchcomplete\":\"\"}"
      })
  void whatIsOddInAnAnswerIsPassedOver(String body) {
    commons.answerNext(Reply.json(body));
    failsWith(FailureType.NOT_FOUND, "\"cats & dogs\"");
  }

  @Test
  void twoDownloadsAreMadeAtOnceAndNoMore() throws IOException {
    for (int i = 0; i < 6; i++) {
      commons.add(video(i, "cc0", "CC0"));
    }
    commons.letDownloadsMeet(3);
    List<ItemOutcome> outcomes = bench.download(request()).outcomes();
    assertEquals(6, outcomes.stream().filter(o -> o.clip().isPresent()).count());
    assertEquals(2, commons.mostDownloadsAtOnce());
  }

  @Test
  void mediaThatAreGoneAreRejectedOneByOne() throws IOException {
    commons.add(video(1, "cc0", "CC0"));
    commons.add(video(2, "cc0", "CC0"));
    commons.forget("v1.webm");
    List<ItemOutcome> outcomes = bench.download(request()).outcomes();
    assertEquals(1, outcomes.stream().filter(o -> o.clip().isPresent()).count());
    assertTrue(outcomes.toString().contains("HTTP 404"));
  }

  /** Even where users' URLs may lead there, and on the same host with another port. */
  @Test
  void mediaAtAPrivateAddressAreRefused() {
    bench.server.on("/clip", exchange -> {});
    commons.add(Video.of("Cats dogs", bench.server.url("/clip.webm"), "cc0", "CC0"));
    List<ItemOutcome> outcomes = bench.download(request()).outcomes();
    assertTrue(outcomes.toString().contains("private address"), outcomes.toString());
    assertEquals(0, bench.server.total());
  }

  @Test
  void aSearchThatRedirectsToAPrivateAddressIsRefused() {
    bench.server.on("/inside", exchange -> {});
    commons.answerNext(
        new Reply(302, Map.of("Location", bench.server.url("/inside")), "text/plain", ""));
    failsWith(FailureType.DEPENDENCY_UNAVAILABLE, "private address");
    assertEquals(0, bench.server.total());
  }

  @Test
  void aListThatAnEarlierVersionWroteStillReads() throws IOException {
    String old =
        "{\"candidates\":[{\"index\":0,\"kind\":\"url\",\"location\":\"http://a/b.mp4\","
            + "\"name\":\"b.mp4\",\"duration\":null}]}";
    Candidate clip = Payloads.mapper().readValue(old, CandidateList.class).candidates().get(0);
    assertEquals(SourceName.URLS, clip.source());
    assertTrue(clip.credit().isEmpty());
    String again = Payloads.mapper().writeValueAsString(new CandidateList(List.of(clip)));
    assertFalse(again.contains("credit") || again.contains("origin"), again);
  }
}
