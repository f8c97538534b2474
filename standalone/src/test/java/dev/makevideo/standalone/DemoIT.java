package dev.makevideo.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.standalone.demo.DemoNarration;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user runs it, in draft quality, with nothing there but ffmpeg. */
@Timeout(300)
final class DemoIT {
  @TempDir Path home;

  @Test
  void makesAVideoAndRejectsTheTwoClipsWithText() throws Exception {
    InThisJvm.End end = new InThisJvm(home).run("demo", "--draft", "--json");
    assertEquals(0, end.code(), end.out());
    JsonNode answer = Payloads.mapper().readTree(end.lastLine());

    assertEquals("completed", answer.path("status").asText(), answer.toString());
    Path video = Path.of(answer.path("file").asText());
    assertTrue(Files.size(video) > 100_000);
    String srt = Files.readString(Path.of(video.toString().replaceFirst("mp4$", "srt")));
    String script = DemoNarration.in(home.resolve("script")).script();
    assertEquals(letters(script), letters(srt.replaceAll("(?m)^[\\d:,> -]+$", "")), srt);
    Set<String> rejected = new HashSet<>();
    answer
        .path("rejected")
        .forEach(
            clip -> rejected.add(clip.path("name").asText() + " " + clip.path("reason").asText()));
    assertEquals(Set.of("clip-03.mp4 text_found", "clip-08.mp4 text_found"), rejected);
    assertEquals(Stage.values().length, answer.path("stages").size());
  }

  private static String letters(String text) {
    return text.replaceAll("[^\\p{L}]+", " ").strip().toLowerCase(Locale.ROOT);
  }
}
