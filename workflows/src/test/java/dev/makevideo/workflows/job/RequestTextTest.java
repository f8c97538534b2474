package dev.makevideo.workflows.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestTextTest {
  private static VideoRequest request(String query, ClipSource clips) {
    return VideoRequest.builder()
        .storeId("store")
        .correlationId("my-id")
        .query(query)
        .narration(new ObjectRef("a".repeat(64), 9))
        .narrationDuration(Duration.ofMillis(24_500))
        .clips(clips)
        .build();
  }

  @Test
  void tellsWhatWasAskedFor() {
    VideoRequest request = request("boiling river", ClipSource.ofFolder("/clips"));
    assertEquals("boiling river · 9:16 · 24 s", RequestText.summary(request));
    assertEquals(
        """
        - search phrase: `boiling river`
        - narration: 24.5 s, `en`
        - clips: from the folder `/clips`, at most 50, those with text are rejected
        - picture: 9:16, crop center, standard
        - subtitles: bold, from a transcript
        - tenant: `default`, correlation id: `my-id`
        - where it stands: *Current Details*, which a worker tells; query `status`; \
        `GET /v1/videos/mv-1`
        """,
        RequestText.details(new JobId("mv-1"), request));
  }

  @Test
  void aPhraseCanBeNeitherTooLongNorMarkdown() {
    String phrase = "x` [a](http://evil)\n# " + "🌊".repeat(80);
    VideoRequest request = request(phrase, ClipSource.ofService());
    assertTrue(
        RequestText.summary(request).getBytes(StandardCharsets.UTF_8).length <= 200,
        RequestText.summary(request));
    String line = RequestText.details(new JobId("mv-1"), request).lines().findFirst().orElseThrow();
    assertEquals("- search phrase: `x' [a](http://evil) # " + "🌊".repeat(80) + "`", line);
  }
}
