package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChatCommandTest {
  private static final String BEGUN =
      """
      {"id":"cv-1","status":"gathering","turns":0,"asked":"query","question":"What is it about?",
       "brief":{},"missing":[{"field":"audio","detail":"The narration is missing."}]}
      """;
  private static final String LATER =
      """
      {"id":"cv-1","status":"gathering","turns":2,"asked":"audio","question":"The narration?",
       "brief":{"query":"rivers","audio":{"recorded":false}},
       "missing":[{"field":"audio","detail":"The narration is missing."}]}
      """;
  private static final String ASKS_AUDIO = reply("audio", "Good. The narration?", false);
  private static final String ASKS_SCRIPT = reply("script", "The script?", false);
  private static final String STARTS = reply("confirm", "It starts.", true);
  private static final String STARTED = "{\"id\":\"cv-1\",\"job_id\":\"mv-cv-1\"}";

  @TempDir Path folder;
  private final FakeService service = new FakeService();

  @BeforeEach
  void start() throws Exception {
    service.start();
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO-BYTES");
    Files.writeString(folder.resolve("talk.txt"), "Spoken wörds.");
    Files.writeString(folder.resolve("empty.wav"), "");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private static String reply(String asked, String text, boolean start) {
    return "{\"text\":\"%s\",\"asked\":\"%s\",\"start\":%s}".formatted(text, asked, start);
  }

  private CommandRun run(String... lines) {
    return new CommandRun(
            Map.of(
                "MAKE_VIDEO_URL",
                service.url().toString(),
                "MAKE_VIDEO_HOME",
                folder.resolve("home").toString()),
            folder,
            FakeService::new)
        .typing(lines);
  }

  private long asked(String request) {
    return service.requests.stream().filter(made -> made.startsWith(request)).count();
  }

  @Test
  void talksToTheEndAndFetchesTheFile() throws Exception {
    service.then(BEGUN).then(BEGUN).then(ASKS_AUDIO).then(ASKS_SCRIPT).then(STARTS).then(STARTED);
    service.then(Jobs.RUNNING).then(Jobs.COMPLETED);
    CommandRun run = run("about rivers", "", "talk.mp3", "talk.txt");
    assertEquals(0, run.execute("chat", "--language", "pt"), run::err);
    assertTrue(run.out().contains("conversation cv-1\nWhat is it about?\nGood. The narration?\n"));
    assertFalse(run.out().contains("about rivers"), "nothing is echoed");
    assertTrue(service.bodies.get(0).contains("\"pt\""), service.bodies.get(0));
    assertTrue(service.bodies.get(1).contains("about rivers"), service.bodies.get(1));
    assertTrue(service.bodies.get(2).contains("AUDIO-BYTES"), service.bodies.get(2));
    assertTrue(service.bodies.get(3).contains("Spoken wörds."), service.bodies.get(3));
    assertEquals(1, asked("POST /v1/conversations/cv-1/start"));
    assertEquals(FakeService.FILE, Files.readString(folder.resolve("talk.mp4")));
  }

  @Test
  void withoutFollowingItEndsWithTheStart() throws Exception {
    service.then(BEGUN).then(BEGUN).then(STARTED);
    CommandRun run = run("/start");
    assertEquals(0, run.execute("chat", "--no-follow", "--json"), run::err);
    assertEquals(1, run.out().lines().count(), run.out());
    JsonNode answer = Payloads.mapper().readTree(run.out());
    assertEquals("mv-cv-1", answer.path("job").asText());
    assertEquals("cv-1", answer.path("id").asText());
  }

  @Test
  void anInputThatEndsTooEarlyIsToldByTheExitCode() throws Exception {
    service.then(BEGUN).then(BEGUN).then(ASKS_AUDIO).then(LATER);
    CommandRun run = run("about rivers");
    assertEquals(4, run.execute("chat", "--json"));
    assertTrue(run.err().contains("./make-video chat --resume cv-1"), run.err());
    JsonNode answer = Payloads.mapper().readTree(run.out());
    assertTrue(answer.path("job").isNull());
    assertEquals("audio", answer.path("missing").path(0).path("field").asText());
    assertEquals(0, asked("POST /v1/conversations/cv-1/start"));
  }

  @Test
  void goesOnWithAConversationAndShowsItsBrief() {
    service.then(LATER);
    CommandRun run = run("/brief", "/undo", "/quit");
    assertEquals(4, run.execute("chat", "--resume", "cv-1"));
    assertTrue(run.out().contains("  query: rivers\n"), run.out());
    assertTrue(run.out().contains("  audio: {\"recorded\":false}\n"), run.out());
    assertTrue(run.out().contains("  missing: The narration is missing.\nThe narration?\n"));
    assertTrue(run.out().contains("/undo is no command; there are /brief"), run.out());
    assertEquals(0, asked("POST"));
  }

  @Test
  void oneThatStartedItsJobIsFollowedAndOneThatEndedIsNot() {
    service.then("{\"status\":\"started\"}").then("{\"status\":\"started\"}").then(STARTED);
    service.then(Jobs.COMPLETED);
    assertEquals(0, run().execute("chat", "--resume", "cv-1"));
    assertTrue(Files.exists(folder.resolve("mv-cv-1.mp4")));
    FakeService over = new FakeService().then("{\"status\":\"expired\"}");
    over.start();
    CommandRun run =
        new CommandRun(Map.of("MAKE_VIDEO_URL", over.url().toString()), folder, FakeService::new);
    assertEquals(2, run.execute("chat", "--resume", "cv-1"));
    assertTrue(run.err().contains("cv-1 is expired; begin another"), run.err());
    over.close();
  }

  @Test
  void oneThatIsNotThereHasItsOwnExitCode() {
    service.thenStatus(404, "{\"detail\":\"There is no conversation.\"}");
    assertEquals(5, run().execute("chat", "--resume", "cv-9"));
  }

  @Test
  void aFileThatCannotBeHandedInIsNamedAndAskedForAgain() throws Exception {
    Files.createDirectories(folder.resolve("folder.ogg"));
    service.then(LATER).then(LATER);
    service.thenStatus(415, "{\"detail\":\"found PNG; allowed: MP3\"}").then(ASKS_SCRIPT);
    service.then(LATER);
    CommandRun run = run("none.mp3", "empty.wav", "folder.ogg", "talk.mp3", "'talk.mp3'");
    assertEquals(4, run.execute("chat", "--resume", "cv-1"));
    assertTrue(run.err().contains("the narration cannot be read: " + folder.resolve("none.mp3")));
    assertTrue(run.err().contains("has 0 bytes; allowed: 1 to 52428800"), run.err());
    assertTrue(run.err().contains("folder.ogg is no file"), run.err());
    assertTrue(run.err().contains("found PNG; allowed: MP3"), run.err());
    assertEquals(2, asked("POST /v1/conversations/cv-1/narration"));
    assertTrue(run.out().contains("The script?"), run.out());
  }

  @Test
  void aTurnIsSaidAgainUnderItsIdWhenTheServiceIsAway() {
    service.then(LATER).then(LATER).thenStatus(503, "{\"detail\":\"No worker answered.\"}");
    service.thenStatus(502, "<html>").then(ASKS_SCRIPT).then(LATER);
    CommandRun run = run("later");
    assertEquals(4, run.execute("chat", "--resume", "cv-1"));
    assertEquals(3, service.bodies.size());
    assertEquals(1, service.bodies.stream().distinct().count(), service.bodies.toString());
    assertTrue(
        run.out()
            .contains(
                "the conversation has no answer (No worker answered.); tries again for 1 m 30 s"),
        run.out());
  }

  @Test
  void aServiceThatWantsToBeAskedLaterIsAskedLater() {
    try (ScriptedService busy = new ScriptedService()) {
      AtomicInteger refusals = new AtomicInteger(2);
      busy.on("GET /v1/conversations/cv-1", 200, LATER);
      busy.on(
          "POST /v1/conversations/cv-1/turns",
          post -> {
            if (refusals.getAndDecrement() > 0) {
              post.getResponseHeaders().add("Retry-After", "0");
              ScriptedService.json(post, 429, "{\"detail\":\"Too many calls.\"}");
            } else {
              ScriptedService.json(post, 200, ASKS_SCRIPT);
            }
          });
      CommandRun run =
          new CommandRun(Map.of("MAKE_VIDEO_URL", busy.url()), folder, FakeService::new)
              .typing("later");
      assertEquals(4, run.execute("chat", "--resume", "cv-1"));
      assertTrue(run.out().contains("the conversation waits 0.5 s: Too many calls."), run.out());
      assertEquals(3, busy.bodies.size());
      assertEquals(1, busy.bodies.stream().distinct().count(), busy.bodies.toString());
    }
  }

  @Test
  void wrongUsageIsRefusedBeforeAnythingIsAsked() throws Exception {
    CommandRun language = run();
    assertEquals(2, language.execute("chat", "--language", "fr"));
    assertTrue(language.err().contains("--language is \"fr\"; allowed: en, pt"), language.err());
    Files.writeString(folder.resolve("mine.mp4"), "precious");
    assertEquals(2, run().execute("chat", "--out", "mine.mp4"));
    assertEquals(List.of(), service.requests);
    service.then(LATER);
    CommandRun line = run("x".repeat(20_001));
    assertEquals(2, line.execute("chat", "--resume", "cv-1"));
    assertTrue(line.err().contains("more than 20000 characters"), line.err());
  }

  @Test
  void aKeptConversationIsSaidToBeKept() {
    assertTrue(ChatCommand.fate("cv-1", Optional.empty()).contains("--resume cv-1"));
  }
}
