package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Music at the command line: with one job, in a batch, and with another video from a finished. */
@Timeout(60)
final class MusicOptionTest {
  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();

  @BeforeEach
  void offer() throws IOException {
    Files.writeString(folder.resolve("a.mp3"), "AUDIO");
    Files.writeString(folder.resolve("song.mp3"), "SONG");
    Files.writeString(folder.resolve("b.mp4"), "CLIP");
    service.on("POST /v1/uploads", service::begin);
    service.on("POST /v1/videos", 202, Jobs.RUNNING);
    service.on("POST /v1/videos/mv-0/rerender", 202, Jobs.COMPLETED);
    service.on("GET /v1/videos/mv-1", 200, Jobs.COMPLETED);
    service.on("GET /v1/videos/mv-1/file", 200, "VIDEO");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandRun run() {
    return new CommandRun(
        Map.of("MAKE_VIDEO_HOME", folder.resolve("home").toString()), folder, FakeService::new);
  }

  private JsonNode lastBody() throws IOException {
    return Payloads.mapper().readTree(service.bodies.get(service.bodies.size() - 1));
  }

  @Test
  void goesWithTheFormOfASmallJob() {
    CommandRun run = run();
    String line = "create a.mp3 --query sea --music song.mp3 --music-volume -25 --no-follow";
    assertEquals(0, run.execute((line + " --server " + service.url()).split(" ")), run::err);
    String form = service.bodies.get(0);
    assertTrue(form.contains("name=\"music\"; filename=\"song.mp3\""), form);
    assertTrue(form.contains("SONG") && form.contains("AUDIO"), form);
    assertTrue(form.contains("name=\"music_volume\"\r\n\r\n-25\r\n"), form);
  }

  @Test
  void isAFileInABatchAndUploadedWhereClipsAre() throws Exception {
    Files.writeString(
        folder.resolve("jobs.csv"),
        "audio,query,clips,music,music_volume\na.mp3,sea,b.mp4,song.mp3,-30\n");
    CommandRun run = run();
    assertEquals(
        0,
        run.execute("create", "--batch", "jobs.csv", "--no-follow", "--server", service.url()),
        run::err);
    assertEquals("u2", lastBody().path("music").asText());
    assertEquals(-30, lastBody().path("music_volume").asInt());
    assertTrue(lastBody().path("music_volume").isInt());
    assertEquals(List.of("AUDIO", "SONG", "CLIP"), service.bodies.subList(0, 3));
  }

  @Test
  void anotherVideoPlaysAnotherOrNone() throws Exception {
    CommandRun run = run();
    run.execute("rerender", "mv-0", "--music", "song.mp3", "--server", service.url());
    assertTrue(service.requests.contains("POST /v1/videos/mv-0/rerender"), run.err());
    assertTrue(service.bodies.contains("{\"music\":\"u1\"}"), service.bodies.toString());
    run().execute("rerender", "mv-0", "--music", "none", "--server", service.url());
    assertTrue(service.bodies.contains("{\"music\":\"none\"}"), service.bodies.toString());
    assertEquals(1, service.begun.get());
    assertFalse(service.requests.contains("DELETE /v1/uploads/u1"), "the job has it");
  }

  @Test
  void whatNoJobWasMadeOfIsWithdrawn() {
    service.on("POST /v1/videos/mv-0/rerender", 409, "{\"detail\":\"It is running.\"}");
    CommandRun run = run();
    assertTrue(
        run.execute("rerender", "mv-0", "--music", "song.mp3", "--server", service.url()) > 0);
    assertTrue(service.requests.contains("DELETE /v1/uploads/u1"), service.requests.toString());
  }

  @Test
  void aFileThatIsNotThereIsSaidBeforeAnythingIsSent() throws Exception {
    Files.writeString(folder.resolve("empty.mp3"), "");
    for (String name : List.of("gone.mp3", "empty.mp3")) {
      CommandRun run = run();
      String line = " --music " + name + " --server " + service.url();
      assertEquals(2, run.execute(("create a.mp3 --query sea" + line).split(" ")), run::err);
      assertTrue(run.err().contains("--music cannot be read: "), run.err());
      assertEquals(2, run().execute(("rerender mv-0" + line).split(" ")));
    }
    Files.writeString(folder.resolve("jobs.csv"), "audio,query,music\na.mp3,sea,gone.mp3\n");
    CommandRun batch = run();
    batch.execute("create", "--batch", "jobs.csv", "--no-follow", "--server", service.url());
    assertTrue(batch.out().concat(batch.err()).contains("music: cannot be read"), batch.err());
    assertEquals(List.of(), service.bodies);
  }

  @Test
  void aLevelThatIsNoneIsSaidHere() {
    CommandRun run = run();
    assertEquals(2, run.execute("create", "a.mp3", "--query", "sea", "--music-volume", "0"));
    assertTrue(
        run.err().contains("--music-volume: \"0\" is not known; allowed: a whole number from -40"),
        run.err());
  }
}
