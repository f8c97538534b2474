package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a file, against what keeps keys as the API does; ReadmeE2E has the API itself. */
@Timeout(60)
final class BatchTest {
  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();
  private final Map<String, String> jobs = new ConcurrentHashMap<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();

  @BeforeEach
  void offer() throws Exception {
    Files.writeString(folder.resolve("a.mp3"), "AUDIO A");
    Files.writeString(folder.resolve("b.mp3"), "AUDIO B");
    Files.createFile(folder.resolve("empty.mp3"));
    service.on("POST /v1/videos", this::create);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private synchronized void create(HttpExchange exchange) throws IOException {
    if (String.valueOf(exchange.getRequestURI().getQuery()).contains("dryRun=true")) {
      ScriptedService.json(exchange, 200, "{\"would_start\":true,\"refusals\":[]}");
      return;
    }
    if (refusals.getAndDecrement() > 0) {
      exchange.getResponseHeaders().add("Retry-After", "1");
      ScriptedService.json(exchange, 429, "{\"detail\":\"The tenant has had its share.\"}");
      return;
    }
    @Nullable String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    String id = "mv-" + jobs.size();
    @Nullable String before = jobs.putIfAbsent(String.valueOf(key), id);
    String known = before == null ? id : before;
    String path = "/v1/videos/" + known;
    String completed = Jobs.COMPLETED.replace("mv-1", known);
    service.on("HEAD " + path + "/file", head -> head.sendResponseHeaders(200, -1));
    service.on("GET " + path + "/file", 200, "VIDEO " + known);
    service.on(
        "GET " + path,
        get -> {
          if (busy.getAndDecrement() > 0) {
            get.getResponseHeaders().add("Retry-After", "0");
            ScriptedService.json(get, 429, "{\"detail\":\"Too many calls.\"}");
          } else {
            ScriptedService.json(get, 200, completed);
          }
        });
    ScriptedService.json(exchange, before == null ? 202 : 200, Jobs.RUNNING.replace("mv-1", known));
  }

  private CommandRun run() {
    return new CommandRun(
        Map.of("MAKE_VIDEO_HOME", folder.resolve("home").toString()), folder, FakeService::new);
  }

  private int batch(CommandRun run, String text, String... more) throws IOException {
    Files.writeString(folder.resolve("jobs.csv"), text);
    List<String> all =
        new ArrayList<>(List.of("create", "--batch", "jobs.csv", "--server", service.url()));
    all.addAll(List.of(more));
    return run.execute(all.toArray(String[]::new));
  }

  @Test
  void aSecondRunMakesNoSecondJobAndAnotherFileIsAnother() throws Exception {
    String three = "audio,query\na.mp3,sea\nb.mp3,sea\na.mp3,river\n";
    CommandRun first = run();
    assertEquals(0, batch(first, three, "--out", "videos"), first::err);
    assertEquals(3, jobs.size());
    assertEquals(3, videos().size(), videos().toString());
    CommandRun second = run();
    assertEquals(0, batch(second, three, "--out", "videos"), second::err);
    assertEquals(3, jobs.size(), "no second job");
    assertEquals(3, videos().size(), videos().toString());
    assertEquals(3, second.out().lines().filter(l -> l.endsWith(", as before")).count());
    Files.writeString(folder.resolve("b.mp3"), "AUDIO B, said again");
    assertEquals(0, batch(run(), three, "--out", "videos"));
    assertEquals(4, jobs.size(), "the bytes of the narration are a part of the job");
  }

  private Set<String> videos() throws IOException {
    try (var files = Files.list(folder.resolve("videos"))) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(java.util.stream.Collectors.toSet());
    }
  }

  @Test
  void aBadRowIsNamedByLineAndFieldAndTheOthersGoOn() throws Exception {
    CommandRun run = run();
    String rows =
        """
        audio,query,aspect_ratio,metadata
        a.mp3,sea,9:16,
        gone.mp3,sea,,
        empty.mp3,sea,,
        b.mp3,sea,3:7,
        ,sea,,
        b.mp3,sea,,{"campaign":7}
        b.mp3,sea,1:1,"{""campaign"":""spring""}"
        """;
    assertEquals(1, batch(run, rows, "--json"));
    assertTrue(run.err().contains("line 3: refused: field audio: cannot be read"), run.err());
    assertTrue(run.err().contains("empty.mp3 is empty"), run.err());
    assertTrue(run.err().contains("line 5: refused: field aspect_ratio: \"3:7\""), run.err());
    assertTrue(run.err().contains("line 6: refused: field audio: is missing"), run.err());
    assertTrue(run.err().contains("line 7: refused: field metadata: campaign"), run.err());
    assertEquals(2, jobs.size());
    JsonNode answer = Payloads.mapper().readTree(run.out());
    assertEquals(7, answer.path("all").asInt());
    assertEquals(2, answer.path("well").asInt());
    assertEquals("aspect_ratio", answer.at("/jobs/3/field").asText());
    assertEquals(5, answer.at("/jobs/3/line").asInt());
    assertEquals("completed", answer.at("/jobs/6/status").asText());
  }

  @Test
  void waitsAsTheServiceAsks() throws Exception {
    refusals.set(2);
    CommandRun run = run();
    assertEquals(0, batch(run, "audio,query\na.mp3,sea\n"), run::err);
    assertEquals(3, service.keys.size());
    assertEquals(1, Set.copyOf(service.keys).size(), "sent again under the same key");
    assertTrue(run.out().contains("waits 1.0 s: The tenant has had its share."), run.out());
  }

  @Test
  void waitsWhileItFollowsToo() throws Exception {
    busy.set(2);
    CommandRun run = run();
    assertEquals(0, batch(run, "audio,query\na.mp3,sea\n", "--out", "videos"), run::err);
    assertTrue(run.out().contains("waits 0.5 s: Too many calls."), run.out());
    assertEquals(Set.of("a-mv-0.mp4"), videos());
  }

  @Test
  void twoRowsThatSayTheSameFetchTheVideoOnce() throws Exception {
    CommandRun run = run();
    AtomicInteger looks = new AtomicInteger();
    service.on("GET /v1/videos/mv-1", get -> looked(get, looks));
    service.on("GET /v1/videos/mv-1/file", get -> slowly(get, looks));
    service.on("HEAD /v1/videos/mv-1/file", head -> head.sendResponseHeaders(200, -1));
    service.on("POST /v1/videos", 200, Jobs.COMPLETED);
    String same = "audio,query\na.mp3,sea\na.mp3,sea\n";
    assertEquals(0, batch(run, same, "--out", "videos", "--at-once", "2"), run::err);
    assertEquals(1, files(), service.requests.toString());
    assertEquals(Set.of("a-mv-1.mp4"), videos());
    assertEquals("VIDEO", Files.readString(folder.resolve("videos/a-mv-1.mp4")));
  }

  private static void looked(HttpExchange exchange, AtomicInteger looks) throws IOException {
    looks.incrementAndGet();
    ScriptedService.json(exchange, 200, Jobs.COMPLETED);
  }

  /** Nothing comes before the other row wants the video, too. */
  private static void slowly(HttpExchange exchange, AtomicInteger looks) throws IOException {
    Await.until("both rows want it", Duration.ofSeconds(30), () -> looks.get() >= 2);
    ScriptedService.json(exchange, 200, "VIDEO");
  }

  private long files() {
    return service.requests.stream().filter(r -> r.matches("GET .*/file")).count();
  }

  @Test
  void aVideoThatIsThereIsTheRowsWhateverIsKnownOfIt() throws Exception {
    String row = "audio,query\na.mp3,sea\n";
    assertEquals(0, batch(run(), row, "--out", "videos"));
    Path outputs = folder.resolve("home/outputs");
    try (var records = Files.list(outputs)) {
      for (Path record : records.toList()) {
        Files.delete(record); // as after a thousand others
      }
    }
    Files.writeString(folder.resolve("videos/a-mv-0.mp4"), "cut by hand");
    CommandRun again = run();
    assertEquals(0, batch(again, row, "--out", "videos"), again::err);
    assertEquals(1, files(), service.requests.toString());
    assertEquals(Set.of("a-mv-0.mp4"), videos());
    assertEquals("cut by hand", Files.readString(folder.resolve("videos/a-mv-0.mp4")));
  }

  @Test
  void aRefusalOfTheServiceNamesItsField() throws Exception {
    service.on("POST /v1/videos", 422, "{\"detail\":\"It is a PNG.\",\"field\":\"audio\"}");
    CommandRun run = run();
    assertEquals(1, batch(run, "audio,query\na.mp3,sea\n"));
    assertTrue(run.err().contains("line 2: refused: field audio: It is a PNG."), run.err());
  }

  @Test
  void aDryRunMakesNoJob() throws Exception {
    CommandRun run = run();
    assertEquals(0, batch(run, "audio,query\na.mp3,sea\nb.mp3,sea\n", "--dry-run"), run::err);
    assertEquals(Map.of(), jobs);
    assertTrue(
        service.requests.contains("POST /v1/videos?dryRun=true"), service.requests.toString());
    assertTrue(run.out().contains("2 of 2 are well"), run.out());
  }

  @Test
  void withoutFollowingJobsAreOnlySent() throws Exception {
    CommandRun run = run();
    assertEquals(0, batch(run, "audio,query\na.mp3,sea\n", "--no-follow"), run::err);
    assertTrue(run.out().contains("mv-0  running  sent"), run.out());
    assertTrue(service.requests.stream().noneMatch(r -> r.endsWith("/file")));
  }

  @Test
  void whatOneJobIsMadeOfDoesNotGoWithABatch() throws Exception {
    for (String[] more : new String[][] {{"--query", "sea"}, {"a.mp3"}, {"--draft"}, {"--force"}}) {
      CommandRun run = run();
      assertEquals(2, batch(run, "audio,query\na.mp3,sea\n", more), run::out);
      assertTrue(run.err().contains("--batch goes with"), run.err());
    }
    assertEquals(List.of(), service.requests, "refused before anything is asked");
    CommandRun none = run();
    assertEquals(2, none.execute("create"));
    assertTrue(none.err().contains("Missing required parameter: 'AUDIO'"), none.err());
  }

  @Test
  void howManyAtOnceIsLookedAtBeforeAnythingIsAsked() throws Exception {
    for (String most : List.of("0", "33", "-1")) {
      CommandRun run = run();
      assertEquals(2, batch(run, "audio,query\na.mp3,sea\n", "--at-once", most), run::out);
      String said = "--at-once is " + most + ", and may be 1 to 32";
      assertTrue(run.err().contains(said), run.err());
    }
    CommandRun one = run();
    assertEquals(2, one.execute("create", "a.mp3", "--at-once", "2", "--server", service.url()));
    assertTrue(one.err().contains("--at-once is for --batch FILE"), one.err());
    assertEquals(List.of(), service.requests);
  }

  @Test
  void aTextThatIsTooLongIsNotRead() throws Exception {
    try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("huge.txt").toFile(), "rw")) {
      huge.setLength(5L << 30); // without its blocks
    }
    CommandRun run = run();
    assertEquals(1, batch(run, "audio,query,script\na.mp3,sea,@huge.txt\n"));
    String said = "line 2: refused: field script: huge.txt has 5368709120 bytes; allowed: 1048576";
    assertTrue(run.err().contains(said), run.err());
  }
}
