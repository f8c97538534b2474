package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several phrases and shot lists on the command line. */
final class PhraseOptionsTest {
  @TempDir Path folder;

  private CommandRun run(FakeService service) {
    return new CommandRun(
        Map.of(
            "MAKE_VIDEO_URL",
            service.url().toString(),
            "MAKE_VIDEO_HOME",
            folder.resolve("home").toString()),
        folder,
        FakeService::new);
  }

  @Test
  void sendsSeveralPhrasesAndAShotListInAnyEncoding() throws Exception {
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO-BYTES");
    Files.write(
        folder.resolve("shots.txt"), "\ufeff0:00 höhle\r\n".getBytes(StandardCharsets.UTF_16LE));
    try (FakeService service = new FakeService()) {
      service.start();
      service.then(Jobs.COMPLETED);
      CommandRun run = run(service);
      String[] command = {
        "create", "talk.mp3", "--query", "sea", "--query", "rocks", "--shots", "shots.txt"
      };
      assertEquals(0, run.execute(command), run::err);
      String body = service.bodies.get(0);
      assertTrue(body.contains("name=\"query\"\r\n\r\nsea\nrocks\r\n"), body);
      assertTrue(body.contains("name=\"shots\"\r\n\r\n0:00 höhle"), body);
    }
  }

  @Test
  void needsNoPhrase() throws Exception {
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO-BYTES");
    try (FakeService service = new FakeService()) {
      service.start();
      service.then(Jobs.COMPLETED);
      CommandRun run = run(service);
      assertEquals(0, run.execute("create", "talk.mp3"), run::err);
      assertTrue(!service.bodies.get(0).contains("name=\"query\""), service.bodies.get(0));
    }
  }

  @Test
  void findsWhatIsWrongBeforeAnythingIsSent() throws Exception {
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO-BYTES");
    Files.writeString(folder.resolve("talk.txt"), "Spoken words.");
    try (FakeService service = new FakeService()) {
      service.start();
      refused(service, "--query is empty", "--query", " ");
      refused(service, "--query: a phrase must have 1 to 200", "--query", "q".repeat(201));
      refused(
          service,
          "--shots: line 1 of the shot list is \"Spoken words.\": begin it with a time",
          "--shots",
          "talk.txt");
      refused(service, "the shot list cannot be read", "--shots", "none.txt");
      assertEquals(List.of(), service.bodies);
    }
  }

  private void refused(FakeService service, String said, String... more) {
    CommandRun run = run(service);
    assertEquals(2, run.execute("create", "talk.mp3", more[0], more[1]), said);
    assertTrue(run.err().contains(said), run.err());
  }
}
