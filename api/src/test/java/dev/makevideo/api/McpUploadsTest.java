package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tool uploads by itself, and what becomes of it without a job. */
@Timeout(60)
class McpUploadsTest {
  private ApiFixture api;
  private String clip;

  @BeforeEach
  void start() throws IOException {
    api = new ApiFixture().start();
    clip = new Tus(api).whole("clip", "a.mp4", Tus.clip(1));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  /** The uploads that the service has. */
  private Set<String> uploads() throws IOException {
    try (Stream<Path> folders = Files.list(api.folder.resolve("store/uploads/default"))) {
      return folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private boolean isError(String more) throws IOException {
    String call =
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_video","arguments":
          {"query":["sea"],"subtitles":"none","clips":["%s"],"audio_base64":"%s"%s}}}
        """
            .formatted(
                clip, Base64.getEncoder().encodeToString(ApiFixture.mp3(2_000)), ", " + more);
    HttpResponse<byte[]> answer =
        api.send(
            api.to("/mcp")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(call)));
    JsonNode result = ApiFixture.json(answer).path("result");
    assertTrue(result.has("content"), ApiFixture.text(answer));
    return result.path("isError").asBoolean();
  }

  @Test
  void ofADryRunIsWithdrawnAndWhatTheClientUploadedStays() throws IOException {
    assertFalse(isError("\"dry_run\":true"));
    assertEquals(Set.of(clip), uploads());
  }

  @Test
  void ofARefusalIsWithdrawn() throws IOException {
    assertTrue(isError("\"aspect_ratio\":\"3:1\""));
    assertEquals(Set.of(clip), uploads());
  }

  @Test
  void musicThatTheClientUploadedIsPlayed() throws IOException {
    String song = new Tus(api).whole("music", "song.mp3", ApiFixture.mp3(900));
    assertFalse(isError("\"music\":\"" + song + "\",\"music_volume\":-20"));
    assertTrue(isError("\"music\":\"" + clip + "\""));
    assertTrue(isError("\"music\":\"" + song + "\",\"music_volume\":-1"));
  }

  @Test
  void ofAJobStays() throws IOException {
    assertFalse(isError("\"quality\":\"draft\""));
    assertEquals(2, uploads().size());
  }
}
