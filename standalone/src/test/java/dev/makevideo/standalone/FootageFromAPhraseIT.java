package dev.makevideo.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.CommonsServer;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A narration and a phrase, and nothing else: no script, no clips, no key. */
@Timeout(300)
final class FootageFromAPhraseIT {
  private static final Path SPEECH =
      Path.of("../activities/src/test/resources/dev/makevideo/activities/speech/jfk.ogg");
  private static final String SAID =
      "and so my fellow americans ask not what your country can do for you"
          + " ask what you can do for your country";

  @TempDir Path folder;

  @Test
  void becomeAVideoWithTheRightWordsAndCreditsAndTheSecondRunFetchesNothing() throws Exception {
    Path tools = Settings.from(System.getenv()).storage().tools();
    FfmpegTools ffmpeg = FfmpegTools.locate(tools, System.getenv(), System.out::println);
    List<Path> clips = new ClipMaker(ffmpeg.ffmpeg(), folder.resolve("footage")).clips(6, 4);
    try (CommonsServer commons = new CommonsServer()) {
      for (int i = 0; i < clips.size(); i++) {
        String url = commons.offer("clip-" + i + ".mp4", Files.readAllBytes(clips.get(i)));
        boolean forbidden = i == 2;
        commons.add(
            CommonsServer.Video.of(
                "Country road " + i + ".mp4",
                url,
                forbidden ? "cc-by-nc-4.0" : "cc-by-4.0",
                forbidden ? "CC BY-NC 4.0" : "CC BY 4.0"));
      }
      InThisJvm program =
          new InThisJvm(folder.resolve("home"), Map.of("MAKE_VIDEO_COMMONS_URL", commons.url()));
      Path video = folder.resolve("country.mp4");
      JsonNode first = create(program, video);
      String srt = Files.readString(folder.resolve("country.srt"));
      String words = srt.replaceAll("(?m)^[\\d:,> -]+$", "").replaceAll("[^\\p{L}]+", " ").strip();
      assertEquals(SAID, words.toLowerCase(Locale.ROOT), srt);
      String credits = Files.readString(folder.resolve("country.credits.txt"));
      assertTrue(credits.contains("Ann & Bo") && credits.contains("CC BY 4.0"), credits);
      assertFalse(credits.contains("NC") || credits.contains("road 2"), credits);
      assertFalse(commons.downloads().contains("/media/clip-2.mp4"), commons.downloads()::toString);
      assertEquals("completed", first.path("status").asText());

      int searches = commons.searches().size();
      int downloads = commons.downloads().size();
      assertTrue(searches > 0 && downloads > 0);
      byte[] bytes = Files.readAllBytes(video);
      create(program, video);
      assertEquals(searches, commons.searches().size());
      assertEquals(downloads, commons.downloads().size());
      assertEquals(-1, java.util.Arrays.mismatch(bytes, Files.readAllBytes(video)));
    }
  }

  private static JsonNode create(InThisJvm program, Path video) throws Exception {
    InThisJvm.End end =
        program.run(
            "create",
            SPEECH.toAbsolutePath().normalize().toString(),
            "--query",
            "country",
            "--draft",
            "--out",
            video.toString(),
            "--json");
    assertEquals(0, end.code(), end.out());
    return Payloads.mapper().readTree(end.lastLine());
  }
}
