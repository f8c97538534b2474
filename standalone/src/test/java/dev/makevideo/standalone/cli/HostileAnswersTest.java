package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service is no friend: what it answers is bounded, and moves neither terminals nor files. */
@Timeout(60)
final class HostileAnswersTest {
  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandRun run() {
    return new CommandRun(
        Map.of(
            "MAKE_VIDEO_HOME",
            folder.resolve("home").toString(),
            "MAKE_VIDEO_URL",
            service.url(),
            "MAKE_VIDEO_API_KEY",
            "0123456789abcdef"),
        folder,
        FakeService::new);
  }

  private static void endless(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    byte[] piece = "[".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 10_000; i++) { // 655 MB: the client goes long before
      exchange.getResponseBody().write(piece);
    }
  }

  @Test
  void aBodyWithoutAnEndIsCut() {
    service.on("GET /v1/videos/mv-1", exchange -> endless(exchange, 200));
    CommandRun run = run();
    assertEquals(3, run.execute("status", "mv-1"));
    assertTrue(run.err().contains("answered with more than 16777216 bytes"), run.err());
    service.on("GET /v1/videos/mv-1", exchange -> endless(exchange, 500));
    CommandRun problem = run();
    assertEquals(3, problem.execute("status", "mv-1"));
    assertTrue(problem.err().length() < 3_000, problem.err());
  }

  @Test
  void whatATerminalWouldObeyDoesNotReachIt() throws Exception {
    String title = "\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202e sea\\nmv-9  completed";
    service.on(
        "GET /v1/videos",
        200,
        "{\"jobs\":[{\"id\":\"mv-1\\u001b[A\",\"status\":\"running\",\"percent\":1,\"query\":\""
            + title
            + "\"}],\"next_page_token\":\"a\\u001b[8m\"}");
    CommandRun run = run();
    assertEquals(0, run.execute("list"), run::err);
    assertTrue(run.out().codePoints().noneMatch(HostileAnswersTest::obeyed), run.out());
    assertEquals(3, run.out().lines().count(), "a job is a line: " + run.out());
    CommandRun json = run();
    assertEquals(0, json.execute("list", "--json"));
    assertTrue(json.out().codePoints().noneMatch(HostileAnswersTest::obeyed), json.out());
    assertTrue(
        Payloads.mapper().readTree(json.out()).at("/jobs/0/query").asText().contains("\u009b31m"),
        "and yet the same text");
    service.on("GET /v1/videos/mv-1", 409, "{\"detail\":\"" + title + "\"}");
    CommandRun problem = run();
    assertEquals(2, problem.execute("status", "mv-1"));
    assertTrue(problem.err().codePoints().noneMatch(HostileAnswersTest::obeyed), problem.err());
  }

  private static boolean obeyed(int c) {
    return c != '\n' && (c < ' ' || c >= 0x7f && c <= 0x9f || c == 0x202e);
  }

  @Test
  void anIdThatIsAPathIsNoJob() throws Exception {
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO");
    service.on("POST /v1/videos", 202, "{\"id\":\"../../x\",\"status\":\"completed\"}");
    CommandRun run = run();
    assertEquals(3, run.execute("create", "talk.mp3", "--query", "sea"));
    assertTrue(run.err().contains("answered with what is no job"), run.err());
  }

  @Test
  void anIdThatIsAPathIsNeitherAConversationNorItsJob() {
    service.on("POST /v1/conversations", 201, "{\"id\":\"../../x\"}");
    CommandRun conversation = run();
    assertEquals(3, conversation.execute("chat"));
    assertTrue(conversation.err().contains("answered with what is no conversation"));
    service.on("POST /v1/conversations", 201, "{\"id\":\"cv-1\"}");
    service.on("GET /v1/conversations/cv-1", 200, "{\"id\":\"cv-1\",\"status\":\"started\"}");
    for (String id : new String[] {"\"../../x\"", "\"\"", "7", "null"}) {
      service.on("POST /v1/conversations/cv-1/start", 200, "{\"job_id\":" + id + "}");
      CommandRun job = run();
      assertEquals(3, job.execute("chat", "--no-follow"), id);
      assertTrue(job.err().contains("answered with what is no job"), job.err());
    }
  }

  @Test
  void theKeyDoesNotFollowALinkToAnotherHost() throws Exception {
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO");
    try (ScriptedService other = new ScriptedService()) {
      String job =
          "{\"id\":\"mv-1\",\"status\":\"completed\",\"percent\":100,\"links\":{\"subtitles_srt\":\""
              + other.url()
              + "/steal\"}}";
      service.on("POST /v1/videos", 202, job).on("GET /v1/videos/mv-1", 200, job);
      service.on("GET /v1/videos/mv-1/file", 200, "VIDEO");
      CommandRun run = run();
      assertEquals(3, run.execute("create", "talk.mp3", "--query", "sea"));
      assertTrue(run.err().contains("a link that is not its own"), run.err());
      assertEquals(java.util.List.of(), other.requests);
    }
  }

  @Test
  void whatIsNotJsonIsNotShownWhole() {
    service.on("GET /v1/videos/mv-1", 200, "<html>" + "x".repeat(100_000));
    CommandRun run = run();
    assertEquals(3, run.execute("status", "mv-1"));
    assertTrue(run.err().contains("is it a make-video service"), run.err());
    assertFalse(run.err().contains("xxxx"), run.err());
  }
}
