package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.mcp.McpServers;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.probe.TestMedia;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The SDK's client makes a video of the real service over each transport, and calls every tool. */
@Timeout(300)
class McpE2E {
  private static final Duration JOB = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  @Test
  void assistantsMakeVideosOverBothTransports() throws IOException, InterruptedException {
    Programs programs = Programs.find(System.out::println);
    Path narration = new ClipMaker(programs.ffmpeg().ffmpeg(), folder).narration(6);
    try (TestMedia media = new TestMedia(Files.createDirectory(folder.resolve("made")));
        Rig rig = new Rig(folder.resolve("rig"), programs, Map.of())) {
      rig.startWorker();
      Path picture = media.clip("rocks.png", "testsrc2=s=400x300", "-frames:v", "1");
      Path clip =
          media.clip(
              "sea.mp4",
              "mandelbrot=r=30:s=360x640",
              "-t 5 -c:v libx264 -preset ultrafast -pix_fmt yuv420p".split(" "));
      String base = "http://127.0.0.1:" + rig.client().port();
      try (McpSyncClient near = client(stdio(base))) {
        Map<String, Object> order = order();
        order.put("audio", narration.toString());
        order.put("clips", List.of(picture.toString()));
        String id = made(near, order, base, "rocks.png");
        try (McpSyncClient far = client(HttpClientStreamableHttpTransport.builder(base).build())) {
          Map<String, Object> again = order();
          again.put(
              "audio_base64", Base64.getEncoder().encodeToString(Files.readAllBytes(narration)));
          again.put("clips_folder", clip.getParent().toString());
          String other = made(far, again, base, "sea.mp4");
          assertFalse(id.equals(other));
          assertEquals(names(near), names(far));
        }
      }
    }
  }

  private static Map<String, Object> order() {
    return new HashMap<>(
        Map.of(
            "query",
            List.of("the sea"),
            "subtitles",
            "none",
            "check_text",
            false,
            "quality",
            "draft"));
  }

  private static McpClientTransport stdio(String base) {
    return new StdioClientTransport(
        ServerParameters.builder(Path.of(System.getProperty("java.home"), "bin/java").toString())
            .args(
                "-cp",
                System.getProperty("java.class.path"),
                "dev.makevideo.standalone.Main",
                "mcp")
            .env(
                Map.of("MAKE_VIDEO_URL", base, "MAKE_VIDEO_HOME", folder.resolve("mcp").toString()))
            .build(),
        McpServers.json());
  }

  private static McpSyncClient client(McpClientTransport transport) {
    McpSyncClient client =
        McpClient.sync(transport)
            .requestTimeout(Duration.ofSeconds(60))
            .initializationTimeout(Duration.ofSeconds(60))
            .jsonSchemaValidator((schema, value) -> ValidationResponse.asValid(""))
            .build();
    client.initialize();
    return client;
  }

  private static List<String> names(McpSyncClient client) {
    return client.listTools().tools().stream().map(Tool::name).toList();
  }

  /** Makes a video, calling every tool on the way. */
  private static String made(
      McpSyncClient client, Map<String, Object> order, String base, String used)
      throws IOException {
    String id = done(client, "create_video", order).path("id").asText();
    Await.until(
        "the video",
        JOB,
        () -> {
          String status =
              done(client, "get_video", Map.of("id", id, "wait_seconds", 25))
                  .path("status")
                  .asText();
          return !status.equals("queued") && !status.equals("running");
        });
    JsonNode job = done(client, "get_video", Map.of("id", id));
    assertEquals("completed", job.path("status").asText(), job.toString());
    assertEquals(base + "/v1/videos/" + id + "/file", job.at("/links/file").asText());
    Await.until(
        "the list has it",
        Duration.ofSeconds(20),
        () ->
            done(client, "list_videos", Map.of("status", "completed", "limit", 5))
                .toString()
                .contains(id));
    assertTrue(done(client, "explain_video", Map.of("id", id)).toString().contains("completed"));
    String manifest =
        ((TextResourceContents)
                client
                    .readResource(new ReadResourceRequest("video://" + id + "/manifest"))
                    .contents()
                    .get(0))
            .text();
    assertTrue(manifest.contains(used), manifest);
    JsonNode wide = done(client, "rerender_video", Map.of("id", id, "aspect_ratio", "16:9"));
    assertEquals(id, wide.path("parent").asText(), wide.toString());
    assertEquals("fetching_shorts", wide.at("/reused/0").asText(), wide.toString());
    String other = wide.path("id").asText();
    Await.until(
        "the other video",
        JOB,
        () ->
            done(client, "get_video", Map.of("id", other, "wait_seconds", 25))
                .path("status")
                .asText()
                .equals("completed"));
    // It is complete: nothing is left to stop, to hold or to decide.
    for (String tool :
        List.of(
            "cancel_video",
            "pause_video",
            "resume_video",
            "retry_video",
            "review_video",
            "approve_video")) {
      CallToolResult late = client.callTool(new CallToolRequest(tool, Map.of("id", id)));
      assertEquals(Boolean.TRUE, late.isError(), tool);
      assertEquals(409, content(late).path("status").asInt(), tool + ": " + late.content());
    }
    return id;
  }

  private static JsonNode done(McpSyncClient client, String tool, Map<String, Object> arguments)
      throws IOException {
    CallToolResult result = client.callTool(new CallToolRequest(tool, arguments));
    assertFalse(Boolean.TRUE.equals(result.isError()), () -> result.content().toString());
    return content(result);
  }

  private static JsonNode content(CallToolResult result) throws IOException {
    return JSON.readTree(((TextContent) result.content().get(0)).text());
  }
}
