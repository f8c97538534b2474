package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an assistant says and hears over a pipe; the SDK's client does so in McpE2E. */
@Timeout(60)
final class McpCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final FakeService service = new FakeService();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private PipedOutputStream in = new PipedOutputStream();
  private CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  @AfterEach
  void stop() {
    service.close();
  }

  private void open(Map<String, String> environment) throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("MAKE_VIDEO_HOME", folder.resolve("home").toString());
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new Console.Terminal(false, false, 80));
    PipedInputStream piped = new PipedInputStream(in);
    CommandLine line =
        MakeVideo.commandLine(
            new Context(
                all,
                console,
                piped,
                folder,
                () -> service,
                settings -> {},
                new CommandRun(Map.of(), folder, () -> service)));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    exitCode = CompletableFuture.supplyAsync(() -> line.execute("mcp"));
    JsonNode hello =
        ask(
            0,
            "initialize",
            "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
                + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");
    assertEquals("make-video", hello.at("/result/serverInfo/name").asText(), hello.toString());
    say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  }

  private void say(String line) throws IOException {
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private JsonNode ask(int id, String method, String params) throws IOException {
    say(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params));
    Await.until("the answer to " + method, LIMIT, () -> !answer(id).isMissingNode());
    return answer(id);
  }

  private JsonNode answer(int id) throws IOException {
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      JsonNode message = JSON.readTree(line); // each line is a message, and nothing else comes
      if (message.path("id").asInt(-1) == id) {
        return message;
      }
    }
    return JSON.missingNode();
  }

  private JsonNode call(int id, String tool, String arguments) throws IOException {
    return ask(id, "tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments))
        .path("result");
  }

  private static JsonNode text(JsonNode result) throws IOException {
    return JSON.readTree(result.at("/content/0/text").asText());
  }

  @Test
  void toolsTalkToTheServiceWithItsKeyAndTheProcessEndsWithItsInput() throws Exception {
    service.then(Jobs.WITH_SUBTITLES).start();
    open(
        Map.of("MAKE_VIDEO_URL", service.url().toString(), "MAKE_VIDEO_API_KEY", "key-0123456789"));
    JsonNode tools = ask(1, "tools/list", "{}").at("/result/tools");
    assertEquals(11, tools.size(), tools.toString());
    String schema = tools.get(0).path("inputSchema").toString();
    assertTrue(schema.contains("path of its file"), schema);
    assertTrue(!schema.contains("audio_base64"), schema);
    JsonNode job = call(2, "get_video", "{\"id\":\"mv-1\",\"wait_seconds\":5}");
    assertEquals("completed", text(job).path("status").asText(), job.toString());
    String file = service.url() + "/v1/videos/mv-1/file";
    assertEquals(file, text(job).at("/links/file").asText(), job.toString());
    assertTrue(service.keys.contains("Bearer key-0123456789"), service.keys.toString());
    in.close();
    assertEquals(0, exitCode.get(20, TimeUnit.SECONDS));
  }

  @Test
  void filesAreNamedByTheirPathsAndWhatIsNoneIsSaid() throws Exception {
    service.then(Jobs.RUNNING).start();
    open(Map.of("MAKE_VIDEO_URL", service.url().toString()));
    JsonNode missing = call(1, "create_video", "{\"audio\":\"gone.mp3\"}");
    assertTrue(missing.path("isError").asBoolean(), missing.toString());
    assertEquals("audio", text(missing).path("field").asText());
    assertEquals("gone.mp3", text(missing).path("value").asText());
    Files.writeString(folder.resolve("talk.mp3"), "ID3 narration");
    JsonNode silent = call(4, "create_video", "{\"audio\":\"talk.mp3\",\"music\":\"gone.mp3\"}");
    assertEquals("music", text(silent).path("field").asText());
    assertFalse(service.requests.contains("POST /v1/uploads"), "said before a long upload");
    call(2, "create_video", "{\"audio\":\"talk.mp3\",\"music\":\"talk.mp3\",\"query\":[\"sea\"]}");
    assertTrue(service.requests.contains("POST /v1/uploads"), service.requests.toString());
    JsonNode order = JSON.readTree(service.bodies.get(0));
    assertEquals("mv-1", order.path("audio").asText(), "the upload's id: " + order);
    assertEquals("mv-1", order.path("music").asText(), "its upload's id: " + order);
    assertEquals("sea", order.at("/query/0").asText(), order.toString());
    assertFalse(service.requests.contains("DELETE /v1/uploads/mv-1"), "the job has it");
    call(3, "create_video", "{\"audio\":\"talk.mp3\",\"query\":[\"sea\"],\"dry_run\":true}");
    assertTrue(
        service.requests.contains("DELETE /v1/uploads/mv-1"),
        "what a dry run uploaded is withdrawn: " + service.requests);
    in.close();
    assertEquals(0, exitCode.get(20, TimeUnit.SECONDS));
  }

  @Test
  void withoutAServiceAToolSaysWhatToDo() throws Exception {
    open(Map.of("MAKE_VIDEO_URL", "http://127.0.0.1:1"));
    JsonNode result = call(1, "list_videos", "{}");
    assertTrue(result.path("isError").asBoolean(), result.toString());
    assertTrue(text(result).path("detail").asText().contains("make-video up"), result.toString());
    assertEquals("", err.toString(StandardCharsets.UTF_8));
    in.close();
    assertEquals(0, exitCode.get(20, TimeUnit.SECONDS));
  }
}
