package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of URLs as people save them, and the order of sources. */
@Timeout(60)
class ClipsFieldTest {
  private static ApiFixture api;

  @BeforeAll
  static void start() throws IOException {
    api = new ApiFixture();
    api.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Form list(byte[] bytes) {
    return new Form()
        .file("audio", "a.mp3", ApiFixture.mp3(2_000))
        .field("query", "q")
        .field("subtitles", "none")
        .file("clips_urls", "list.txt", bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void takesAListInTheEncodingsOfEditors(String charset) {
    String text = "\ufeff# my clips\r\n\"http://a.example/1.mp4\"\r\n";
    assertEquals(
        202, api.post("/v1/videos", list(text.getBytes(Charset.forName(charset)))).statusCode());
  }

  @Test
  void namesTheLineAsAnEditorCountsItAndWhatStandsThere() throws IOException {
    String text = "# my clips\n\n# two\nhttp://a.example/1.mp4\nnot a url\n";
    JsonNode problem =
        SubmitTest.problem(
            api.post("/v1/videos", list(text.getBytes(Charset.forName("UTF-8")))), 422);
    assertTrue(problem.path("detail").asText().startsWith("Line 5 is \"not a url\", which"));
    assertEquals("not a url", problem.path("value").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "pexels, needs PEXELS_API_KEY",
    "commons, needs a MAKE_VIDEO_COMMONS_URL",
    "'folder,urls', folder goes with clips_folder",
    "nowhere, allowed: default",
    "'urls,urls', allowed: default",
    "'urls,', allowed: default",
  })
  void refusesAnOrderThatCannotBe(String sources, String why) throws IOException {
    JsonNode problem =
        SubmitTest.problem(api.post("/v1/videos", Form.valid("q").field("sources", sources)), 422);
    assertEquals("sources", problem.path("field").asText());
    assertTrue(problem.path("detail").asText().contains(why), problem.toString());
  }

  @Test
  void takesAnOrderThatCanBe() {
    assertEquals(
        202, api.post("/v1/videos", Form.valid("q").field("sources", " urls ")).statusCode());
  }
}
