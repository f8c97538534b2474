package dev.makevideo.activities.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.external.TestServer;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DownloadShortsTest extends DownloadTestSetup {
  /** For a duplicate, which nobody looks at. */
  @Test
  void whichBytesAnItemHasIsNotedForItsPicture() throws IOException {
    List<ItemOutcome> outcomes = bench.download(urls("/none", "/clip/1")).outcomes();
    ClipPictures pictures = new ClipPictures(bench.store);
    Path picture = Files.writeString(bench.clips.resolve("picture.jpg"), "picture");
    pictures.keep(outcomes.get(1).clip().orElseThrow().object(), picture);

    ObjectRef found = pictures.at(new ClipPictures.Place("job-1", "run-1", 1)).orElseThrow();

    assertEquals("picture", new String(bench.store.read(found), StandardCharsets.UTF_8));
    for (ClipPictures.Place other :
        List.of(
            new ClipPictures.Place("job-1", "run-1", 0),
            new ClipPictures.Place("job-1", "run-2", 1),
            new ClipPictures.Place("job-2", "run-1", 1))) {
      assertEquals(Optional.empty(), pictures.at(other), other::toString);
    }
  }

  @Test
  void aBatchFinishesWhatItCanAndSaysWhatBecameOfEachItem() throws IOException {
    BatchResult result =
        bench.download(
            urls(
                "/clip/1",
                "/none",
                "/bad",
                "/page",
                "/junk",
                "/endless",
                "/closed",
                "/cut",
                "/clip/2"));
    List<ItemOutcome> outcomes = result.outcomes();
    assertEquals(
        IntStream.range(0, 9).boxed().toList(), outcomes.stream().map(ItemOutcome::index).toList());
    Clip clip = outcomes.get(0).clip().orElseThrow();
    assertEquals(
        Clip.whole(clip.object(), "1", Duration.ofMillis(3040), 640, 360).with(ClipsFixture.FACTS),
        clip);
    assertEquals(
        "video /clip/1", new String(bench.store.read(clip.object()), StandardCharsets.UTF_8));
    assertEquals(Reason.NOT_FOUND, rejection(outcomes.get(1)).reason());
    assertEquals(
        ItemOutcome.deferred(2, 1, ClipsFixture.NOW.plusSeconds(2), "127.0.0.1 answered HTTP 500"),
        outcomes.get(2));
    assertEquals(Reason.UNUSABLE, rejection(outcomes.get(3)).reason());
    assertEquals(Reason.UNUSABLE, rejection(outcomes.get(4)).reason());
    assertEquals(Reason.NOT_ALLOWED, rejection(outcomes.get(5)).reason());
    assertEquals(1, outcomes.get(6).attempts());
    assertTrue(outcomes.get(6).retryAt().isPresent());
    assertTrue(outcomes.get(7).retryAt().isPresent());
    assertTrue(outcomes.get(8).clip().isPresent());
    assertTrue(result.waitFor().isEmpty());
    assertTrue(bench.scratchIsEmpty());
  }

  @Test
  void aLineThatIsNoUrlIsRejectedWithItsReason() throws IOException {
    BatchResult result = bench.download(bench.urls("not a url", "ftp://h/x"));
    assertEquals(
        List.of(
            Rejection.of(Reason.NOT_ALLOWED, "line 1: not an http or https URL"),
            Rejection.of(Reason.NOT_ALLOWED, "x: not an http or https URL")),
        result.outcomes().stream().map(DownloadShortsTest::rejection).toList());
  }

  @Test
  void privateAddressesAreRejectedUnlessAllowed() throws IOException {
    bench.privateUrls = false;
    BatchResult result = bench.download(urls("/clip/1"));
    assertEquals(Reason.NOT_ALLOWED, rejection(result.outcomes().get(0)).reason());
    assertEquals(0, bench.server.total());
  }

  @Test
  void failedItemsWaitLongerAfterEachAttempt() throws IOException {
    int[] seconds = {2, 4, 8, 16, 32, 60, 60};
    for (int before = 0; before < seconds.length; before++) {
      ItemOutcome outcome = bench.download(urls("/bad"), before).outcomes().get(0);
      assertEquals(before + 1, outcome.attempts());
      assertEquals(ClipsFixture.NOW.plusSeconds(seconds[before]), outcome.retryAt().orElseThrow());
    }
    assertEquals(
        6,
        bench
            .registry
            .get("external.api.retries")
            .tags("service", "direct-download", "endpoint", "download")
            .counter()
            .count());
  }

  @Test
  void aServiceThatAsksForPatienceUsesUpNoAttempt() throws IOException {
    BatchResult result = bench.download(urls("/busy", "/busy?2", "/busy?3", "/busy?4"), 2);
    for (ItemOutcome outcome : result.outcomes()) {
      assertEquals(2, outcome.attempts());
      assertEquals(ClipsFixture.NOW.plusSeconds(30), outcome.retryAt().orElseThrow());
    }
    assertEquals("direct-download", result.waitFor().orElseThrow().service());
    assertTrue(bench.server.count("/busy") <= 3, "calls " + bench.server.count("/busy"));
  }

  @Test
  void whenTheBreakerOpensTheRestWaitsWithoutACall() throws IOException {
    String items =
        IntStream.range(0, 12)
            .mapToObj(i -> "{\"url\":\"https://v.example/" + i + "\"}")
            .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    bench
        .server
        .on("/api/search", TestServer.text("application/json", items))
        .on("/dl/download", TestServer.status(500));
    BatchResult result = bench.download(bench.request(ClipSource.ofService()));
    int called = bench.server.count("/dl/download");
    assertTrue(called >= 5 && called <= 7, "calls " + called);
    assertEquals(12 - called, result.outcomes().stream().filter(o -> o.attempts() == 0).count());
    assertEquals("video-downloader", result.waitFor().orElseThrow().service());
    assertEquals(ClipsFixture.NOW.plusSeconds(60), result.waitFor().orElseThrow().retryAt());
  }

  @Test
  void nobodyWaitsForOneHostWhileAnotherAnswers() throws IOException {
    VideoRequest request =
        bench.urls(
            bench.server.url("/busy"),
            bench.server.url("/clip/1").replace("127.0.0.1", "localhost"));
    BatchResult result = bench.download(request);
    assertTrue(result.waitFor().isEmpty());
    assertEquals(
        ItemOutcome.deferred(0, 0, ClipsFixture.NOW.plusSeconds(30), "127.0.0.1 answered HTTP 429"),
        result.outcomes().get(0));
    assertTrue(result.outcomes().get(1).clip().isPresent());
  }

  @Test
  void theVideoDownloaderIsAskedForWhatTheSearchFound() throws IOException {
    bench
        .server
        .on(
            "/api/search",
            TestServer.text(
                "application/json",
                "{\"items\":[{\"url\":\"https://v.example/w?v=1\",\"title\":\"One\"}]}"))
        .on("/dl/download", TestServer.text("video/mp4", "video one"));
    VideoRequest request = bench.request(ClipSource.ofService());
    ItemOutcome outcome = bench.download(request).outcomes().get(0);
    assertEquals("One", outcome.clip().orElseThrow().name());
    assertEquals("{\"url\":\"https://v.example/w?v=1\"}", bench.server.body("/dl/download"));
    bench.download(request);
    assertEquals(1, bench.server.count("/dl/download"));
  }

  @Test
  void withoutADownloaderACandidateOfTheServiceIsRejected() throws IOException {
    bench.server.on(
        "/api/search",
        TestServer.text("application/json", "{\"items\":[{\"url\":\"https://v.example/1\"}]}"));
    VideoRequest request = bench.request(ClipSource.ofService());
    FetchResult fetched = bench.activities().fetchShorts(request);
    bench.downloaderUrl = Optional.empty();
    BatchResult result =
        bench
            .activities()
            .downloadShorts(request, ClipsFixture.batch(fetched.candidates().orElseThrow(), 1, 0));
    assertTrue(rejection(result.outcomes().get(0)).message().contains("VIDEO_DOWNLOADER_URL"));
  }

  @Test
  void copiesLocalFilesOnceAndAgainWhenTheyChange() throws IOException {
    Path file = Files.writeString(bench.clips.resolve("a.mp4"), "video a");
    VideoRequest request = bench.request(ClipSource.ofFolder(bench.clips.toString()));
    Clip first = bench.download(request).outcomes().get(0).clip().orElseThrow();
    assertEquals("a.mp4", first.name());
    bench.download(request);
    assertEquals(1, bench.folder.actions("download"));
    Files.writeString(file, "video b");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    Clip second = bench.download(request).outcomes().get(0).clip().orElseThrow();
    assertEquals("video b", new String(bench.store.read(second.object()), StandardCharsets.UTF_8));
    assertEquals("video a", new String(bench.store.read(first.object()), StandardCharsets.UTF_8));
    assertEquals(2, bench.folder.actions("download"));
  }

  @Test
  void localFilesThatMustNotOrCannotBeReadAreRejected() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret.mp4"), "video secret");
    Files.createSymbolicLink(bench.clips.resolve("1-link.mp4"), secret);
    Files.write(bench.clips.resolve("2-large.mp4"), new byte[ClipsFixture.MAX_BYTES + 1]);
    Files.writeString(bench.clips.resolve("3-empty.mp4"), "");
    Files.writeString(bench.clips.resolve("4-gone.mp4"), "video");
    Files.writeString(bench.clips.resolve("5-folder.mp4"), "video");
    Files.createSymbolicLink(
        bench.clips.resolve("6-inside.mp4"), Files.writeString(bench.clips.resolve("x"), "video"));
    VideoRequest request = bench.request(ClipSource.ofFolder(bench.clips.toString()));
    ObjectRef list = bench.activities().fetchShorts(request).candidates().orElseThrow();
    Files.delete(bench.clips.resolve("4-gone.mp4"));
    Files.delete(bench.clips.resolve("5-folder.mp4"));
    Files.createDirectory(bench.clips.resolve("5-folder.mp4"));
    List<ItemOutcome> outcomes =
        bench.activities().downloadShorts(request, ClipsFixture.batch(list, 7, 0)).outcomes();
    assertEquals(
        List.of(
            Reason.NOT_ALLOWED,
            Reason.NOT_ALLOWED,
            Reason.UNUSABLE,
            Reason.NOT_FOUND,
            Reason.UNUSABLE),
        outcomes.stream().limit(5).map(outcome -> rejection(outcome).reason()).toList());
    assertTrue(rejection(outcomes.get(3)).message().startsWith("4-gone.mp4: "));
    assertTrue(outcomes.get(5).clip().isPresent());
    assertTrue(bench.scratchIsEmpty());
  }
}
