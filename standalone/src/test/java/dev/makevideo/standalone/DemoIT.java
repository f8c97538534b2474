package dev.makevideo.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.standalone.cli.MakeVideo;
import dev.makevideo.standalone.demo.DemoNarration;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.wire.Payloads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
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
    FfmpegTools ffmpeg =
        FfmpegTools.locate(
            Settings.from(System.getenv()).storage().tools(), System.getenv(), System.out::println);
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("ffmpeg"), ffmpeg.ffmpeg());
    Files.createSymbolicLink(bin.resolve("ffprobe"), ffmpeg.ffprobe());
    SpeechModel model =
        SpeechModel.locate(
            Settings.from(System.getenv()).storage().tools(), System.getenv(), System.out::println);
    Map<String, String> environment =
        Map.of(
            "MAKE_VIDEO_HOME",
            home.toString(),
            "PATH",
            bin + ":/usr/bin:/bin",
            "MAKE_VIDEO_SPEECH_MODEL",
            model.folder().toString());

    JsonNode answer = Payloads.mapper().readTree(demo(environment));

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

  /** Runs it in this JVM; returns its last line on standard output. */
  private static String demo(Map<String, String> environment) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int exitCode =
          MakeVideo.run(
              new String[] {"demo", "--draft", "--json"},
              environment,
              LocalStack::new,
              settings -> {},
              new NoProcesses());
      assertEquals(0, exitCode, out.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8).lines().reduce((first, last) -> last).orElse("");
  }

  private static final class NoProcesses implements MakeVideo.Processes {
    @Override
    public int worker() {
      throw new AssertionError("not a worker");
    }

    @Override
    public int api() {
      throw new AssertionError("not an api");
    }
  }
}
