package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The answer to a new job is put together without the server, and says what the server would. */
class NewJobAnswerTest {
  private static final Duration SAME = Duration.ofMinutes(1);

  private static ApiFixture api;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture().start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void saysWhatALookAtTheJobSays() throws IOException {
    assertSame(Form.valid("sea"));
  }

  @Test
  void alsoOfWhatItsClientNoted() throws IOException {
    assertSame(Form.valid("sea\nrocks").field("metadata", "{\"episode\": \"7\"}"));
  }

  private static void assertSame(Form form) throws IOException {
    HttpResponse<byte[]> answer = api.post("/v1/videos", form, "X-Correlation-ID", "new-job");
    assertEquals(202, answer.statusCode());
    ObjectNode told = (ObjectNode) ApiFixture.json(answer);
    String self = told.path("links").path("self").asText();
    ObjectNode looked = (ObjectNode) ApiFixture.json(api.get(self));
    Duration apart = Duration.between(time(told), time(looked)).abs();
    assertTrue(apart.compareTo(SAME) < 0, apart.toString());
    told.remove("created_at");
    looked.remove("created_at");
    assertEquals(looked, told);
    assertEquals("new-job", told.path("correlation_id").asText());
  }

  private static Instant time(JsonNode job) {
    return Instant.parse(job.path("created_at").asText());
  }
}
