package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RerenderCommandTest {
  @TempDir Path folder;
  private final FakeService service = new FakeService();

  @BeforeEach
  void start() {
    service.start();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandRun run() {
    return new CommandRun(
        Map.of("MAKE_VIDEO_URL", service.url().toString(), "MAKE_VIDEO_HOME", folder.toString()),
        folder,
        FakeService::new);
  }

  @Test
  void rerendersWithWhatIsToBeOtherAndFetchesTheVideo() throws Exception {
    service.then(Jobs.RUNNING).then(Jobs.COMPLETED);
    Path srt = folder.resolve("mended.srt");
    Files.writeString(srt, FakeService.SUBTITLES.replace("Hello", "Good day"));
    CommandRun run = run();
    assertEquals(
        0,
        run.execute(
            "rerender mv-0 --aspect 16:9 --caption-style plain --replace-clip 4 --replace-clip a.mp4"
                .concat(" --captions " + srt + " --out " + folder.resolve("o.mp4"))
                .split(" ")),
        run.err());
    assertTrue(service.requests.contains("POST /v1/videos/mv-0/rerender"), service.requests + "");
    assertEquals(
        Payloads.mapper()
            .readTree(
                "{\"captions\":[{\"index\":1,\"text\":\"Good day\"}],\"replace_clips\":[4,\"a.mp4\"],"
                    + "\"subtitles\":\"plain\",\"aspect_ratio\":\"16:9\"}"),
        Payloads.mapper().readTree(service.bodies.get(0)));
    assertTrue(Files.exists(folder.resolve("o.mp4")));
  }

  @Test
  void aRerenderTakesTheOptionsThatItsRouteTakes() throws Exception {
    service.then(Jobs.RUNNING).then(Jobs.COMPLETED);
    CommandRun run = run();
    assertEquals(
        0,
        run.execute("rerender", "mv-0", "--draft", "--keep-script", "--priority", "high"),
        run::err);
    assertEquals(
        "{\"quality\":\"draft\",\"keep_script\":true,\"priority\":\"high\"}",
        service.bodies.get(0));
    for (JobOption option : JobOption.values()) {
      String name = option.commandLine();
      boolean has = run().command("rerender").optionsMap().containsKey(name);
      assertEquals(JobOption.OF_A_RERENDER.contains(option), has, name);
    }
    CommandRun wrong = run();
    assertEquals(2, wrong.execute("rerender", "mv-0", "--aspect", "3:7"));
    assertTrue(wrong.err().contains("--aspect: \"3:7\" is not known; allowed: 9:16"), wrong.err());
  }

  @Test
  void whatIsNoJobIsNotTakenForARerender() throws Exception {
    service.then("{\"id\":\"../../etc/passwd\",\"status\":\"completed\"}");
    CommandRun run = run();
    assertEquals(3, run.execute("rerender", "mv-0", "--draft"), run::out);
    assertTrue(run.err().contains("answered with what is no job"), run.err());
  }

  @Test
  void whatCanBeSeenHereIsSaidBeforeAServiceIsAsked() throws Exception {
    Files.writeString(folder.resolve("empty.srt"), "no captions\n");
    Map<String, String> wrong =
        Map.of(
            "",
            "say what is to be other",
            " --aspect 3:7",
            "--aspect: \"3:7\"",
            " --replace-clip 4 --replace-clip 4",
            "--replace-clip names a clip twice",
            " --caption 0=x",
            "--caption: index is 0",
            " --caption 1=" + "x".repeat(201),
            "--caption: text of caption 1 has 201 characters",
            " --captions gone.srt",
            "--captions cannot be read: " + folder.resolve("gone.srt"),
            " --captions empty.srt",
            folder.resolve("empty.srt") + " has no captions");
    for (Map.Entry<String, String> entry : wrong.entrySet()) {
      CommandRun run = run();
      assertEquals(2, run.execute(("rerender mv-0" + entry.getKey()).split(" ")), entry.getKey());
      assertTrue(run.err().contains(entry.getValue()), run.err());
    }
    assertEquals(List.of(), service.requests);
  }

  @Test
  void aRerenderThatChangesNothingIsAUsageError() throws Exception {
    CommandRun run = run();
    assertEquals(2, run.execute("rerender", "mv-0"));
    assertTrue(run.err().contains("--caption"), run.err());
    Path srt = folder.resolve("longer.srt");
    Files.writeString(srt, FakeService.SUBTITLES + "\n9\n00:00:08,000 --> 00:00:09,000\nmore\n\n");
    CommandRun longer = run();
    assertEquals(2, longer.execute("rerender", "mv-0", "--captions", srt.toString()));
    assertTrue(longer.err().contains("change their texts"), longer.err());
  }
}
