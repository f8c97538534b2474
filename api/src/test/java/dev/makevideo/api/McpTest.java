package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.platform.settings.ApiSettings;
import dev.makevideo.platform.settings.QuotaSettings;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.progress.JobAttributes;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an assistant can do at {@code /mcp}, by the client of the protocol's own SDK. */
@Timeout(120)
class McpTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANNA = "anna-key-0123456789";
  private static final String BERT = "bert-key-0123456789";
  private static ApiFixture api;
  private static ApiFixture keyed;
  private static McpSyncClient client;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
    api.startWorker();
    keyed = new ApiFixture();
    keyed.start(
        new ApiSettings(
            "127.0.0.1", 0, List.of("anna:" + ANNA, "bert:" + BERT), false, QuotaSettings.none()),
        keyed.nothingConfigured(),
        UploadLimits.defaults());
    client = client(api, "");
    client.initialize();
  }

  @AfterAll
  static void stop() {
    client.close();
    api.close();
    keyed.close();
  }

  private static McpSyncClient client(ApiFixture server, String key) {
    return McpClient.sync(
            HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + server.port())
                .httpRequestCustomizer(
                    (request, method, endpoint, body, context) -> {
                      if (!key.isEmpty()) {
                        request.header("Authorization", "Bearer " + key);
                      }
                    })
                .build())
        .requestTimeout(Duration.ofSeconds(40))
        .build();
  }

  private static Map<String, Object> order(String query, Object... more) {
    Map<String, Object> order =
        new HashMap<>(
            Map.of(
                "query",
                List.of(query),
                "subtitles",
                "none",
                "clips_urls",
                List.of("http://example.org/a.mp4"),
                "audio_base64",
                Base64.getEncoder().encodeToString(ApiFixture.mp3(2_000))));
    for (int i = 0; i < more.length; i += 2) {
      order.put(String.valueOf(more[i]), more[i + 1]);
    }
    return order;
  }

  private static JsonNode content(CallToolResult result) throws IOException {
    return JSON.readTree(((TextContent) result.content().get(0)).text());
  }

  private static JsonNode done(McpSyncClient by, String tool, Map<String, Object> arguments)
      throws IOException {
    CallToolResult result = by.callTool(new CallToolRequest(tool, arguments));
    assertFalse(Boolean.TRUE.equals(result.isError()), () -> result.content().toString());
    return content(result);
  }

  private static JsonNode refused(McpSyncClient by, String tool, Map<String, Object> arguments)
      throws IOException {
    CallToolResult result = by.callTool(new CallToolRequest(tool, arguments));
    assertEquals(Boolean.TRUE, result.isError(), () -> result.content().toString());
    return content(result);
  }

  @Test
  void toolsAndResourcesAreListed() {
    assertEquals("make-video", client.getServerInfo().name());
    assertEquals("1.2.3", client.getServerInfo().version());
    List<Tool> tools = client.listTools().tools();
    assertEquals(
        List.of(
            "create_video",
            "get_video",
            "list_videos",
            "explain_video",
            "cancel_video",
            "pause_video",
            "resume_video",
            "retry_video",
            "review_video",
            "approve_video",
            "rerender_video"),
        tools.stream().map(Tool::name).toList());
    assertEquals(
        List.of(
            "video://{id}",
            "video://{id}/credits",
            "video://{id}/manifest",
            "video://{id}/subtitles"),
        client.listResourceTemplates().resourceTemplates().stream()
            .map(ResourceTemplate::uriTemplate)
            .sorted()
            .toList());
  }

  @Test
  void theOrdersSchemaIsTheCatalogueOfOptions() {
    Tool tool = client.listTools().tools().get(0);
    JsonNode properties = JSON.<JsonNode>valueToTree(tool.inputSchema()).path("properties");
    for (Field field : Field.values()) {
      assertTrue(properties.has(field.label()), field + " lacks in " + properties);
    }
    assertTrue(properties.has("clips") && properties.has("audio_base64"), properties.toString());
    for (String name : List.of("metadata", "webhook_url", "dry_run")) {
      assertTrue(properties.has(name), name + " lacks in " + properties);
    }
    for (JobOption option : JobOption.values()) {
      JsonNode schema = properties.path(option.label());
      assertTrue(
          schema.path("description").asText().contains(option.words().substring(1)),
          schema.toString());
      if (schema.path("type").asText().equals("string") && !option.choices().isEmpty()) {
        assertEquals(option.choices(), JSON.convertValue(schema.path("enum"), List.class));
      }
    }
    assertEquals("boolean", properties.path("check_text").path("type").asText());
    assertEquals("integer", properties.path("max_shorts").path("type").asText());
  }

  @Test
  void aVideoIsMadeWatchedAndRead() throws IOException {
    String upload = new Tus(api).whole("narration", "a.mp3", ApiFixture.mp3(2_000));
    Map<String, Object> order =
        order("complete", "audio", upload, "script", "We walk.", "max_shorts", 7);
    order.remove("audio_base64");
    JsonNode created = done(client, "create_video", order);
    String id = created.path("id").asText();
    assertEquals(7, SubmitTest.request(api, id).maxShorts());
    JsonNode job = done(client, "get_video", Map.of("id", id, "wait_seconds", 15));
    assertEquals("completed", job.path("status").asText(), job.toString());
    String file = "http://127.0.0.1:" + api.port() + "/v1/videos/" + id + "/file";
    assertEquals(file, job.path("links").path("file").asText());
    assertEquals("We walk.", read("video://" + id + "/subtitles"));
    assertEquals(id, JSON.readTree(read("video://" + id)).path("id").asText());
    assertTrue(
        done(client, "explain_video", Map.of("id", id)).toString().contains("completed"),
        "the diagnosis says so");
  }

  private static String read(String uri) {
    return ((TextResourceContents)
            client.readResource(new ReadResourceRequest(uri)).contents().get(0))
        .text();
  }

  @Test
  void aDryRunStartsNothingAndNotesGoAlong() throws IOException {
    Map<String, Object> order = order("complete", "metadata", Map.of("show", "rivers"));
    order.put("dry_run", true);
    JsonNode plan = done(client, "create_video", order);
    assertFalse(plan.has("id"), plan.toString());
    order.remove("dry_run");
    JsonNode job = done(client, "create_video", order);
    assertEquals("rivers", job.at("/metadata/show").asText(), job.toString());
  }

  @Test
  void aJobTellsItsEventsWhereTheOrderSaysAndNotToPrivateAddresses() throws IOException {
    String url = "https://example.org/hooks/video";
    String id = done(client, "create_video", order("wait", "webhook_url", url)).path("id").asText();
    ObjectRef told =
        api.connection
            .client()
            .newUntypedWorkflowStub(id)
            .describe()
            .getMemo(JobAttributes.MEMO_WEBHOOK, ObjectRef.class, ObjectRef.class);
    assertEquals(url, new String(api.store.read(told), StandardCharsets.UTF_8));
    for (Object bad : List.of("http://127.0.0.1/", "ftp://example.org/", 7)) {
      JsonNode problem = refused(client, "create_video", order("x", "webhook_url", bad));
      assertEquals(422, problem.path("status").asInt(), problem.toString());
      assertEquals("webhook_url", problem.path("field").asText());
      assertEquals(String.valueOf(bad), problem.path("value").asText());
    }
  }

  @Test
  void theSameKeyIsTheSameJobAndCancelStopsIt() throws IOException {
    Map<String, Object> order = order("wait", "idempotency_key", "mcp-1");
    String id = done(client, "create_video", order).path("id").asText();
    assertEquals(id, done(client, "create_video", order).path("id").asText());
    long began = System.nanoTime();
    JsonNode waited = done(client, "get_video", Map.of("id", id, "wait_seconds", 1));
    assertTrue(System.nanoTime() - began >= 900_000_000L, "it waited");
    assertFalse(waited.has("clips"), waited.toString());
    done(client, "cancel_video", Map.of("id", id));
    JsonNode job = done(client, "get_video", Map.of("id", id, "wait_seconds", 15));
    assertEquals("cancelled", job.path("status").asText());
  }

  @Test
  void whatIsWrongIsSaidWithFieldAndValue() throws IOException {
    JsonNode option = refused(client, "create_video", order("x", "aspect_ratio", "3:1"));
    assertEquals("aspect_ratio", option.path("field").asText(), option.toString());
    assertEquals("3:1", option.path("value").asText());
    assertEquals(422, option.path("status").asInt());
    JsonNode name = refused(client, "create_video", order("x", "aspect", "9:16"));
    assertTrue(name.path("detail").asText().contains("aspect_ratio"), name.toString());
    JsonNode audio = refused(client, "create_video", order("x", "audio_base64", "%%%"));
    assertEquals("audio_base64", audio.path("field").asText());
    JsonNode both = refused(client, "create_video", order("x", "audio", "0123"));
    assertEquals("audio", both.path("field").asText());
    JsonNode wait = refused(client, "get_video", Map.of("id", "mv-1", "wait_seconds", 900));
    assertEquals("wait_seconds", wait.path("field").asText());
    assertEquals("id", refused(client, "cancel_video", Map.of()).path("field").asText());
    JsonNode missing = refused(client, "get_video", Map.of("id", "mv-1/../x"));
    assertEquals("urn:make-video:problem:not-found", missing.path("type").asText());
    assertTrue(missing.has("code") && wait.has("code"), missing.toString());
    // Temporal's server in memory has no lists.
    assertEquals(501, refused(client, "list_videos", Map.of("limit", 3)).path("status").asInt());
    McpError unread =
        assertThrows(
            McpError.class,
            () -> client.readResource(new ReadResourceRequest("video://mv-nothing/credits")));
    assertTrue(String.valueOf(unread.getMessage()).contains("mv-nothing"), unread.toString());
  }

  @Test
  void aKeyOpensItsOwnTenantsJobsOnly() throws IOException {
    try (McpSyncClient stranger = client(keyed, "")) {
      assertThrows(RuntimeException.class, stranger::initialize);
    }
    try (McpSyncClient anna = client(keyed, ANNA);
        McpSyncClient bert = client(keyed, BERT)) {
      anna.initialize();
      bert.initialize();
      String id = done(anna, "create_video", order("wait")).path("id").asText();
      assertEquals(id, done(anna, "get_video", Map.of("id", id)).path("id").asText());
      List<String> ofOne =
          bert.listTools().tools().stream()
              .filter(tool -> List.of("id").equals(tool.inputSchema().get("required")))
              .map(Tool::name)
              .toList();
      assertEquals(9, ofOne.size(), ofOne.toString());
      for (String tool : ofOne) {
        assertEquals(404, refused(bert, tool, Map.of("id", id)).path("status").asInt(), tool);
      }
    }
  }
}
