package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of the user's is replaced by a finished video. */
final class OutputFileTest {
  @TempDir Path folder;
  private final FakeService service = new FakeService();

  @BeforeEach
  void writeInputs() throws Exception {
    Files.writeString(folder.resolve("talk.mp3"), "AUDIO-BYTES");
    Files.writeString(folder.resolve("talk.txt"), "Spoken words.");
    Files.writeString(folder.resolve("urls.txt"), "http://a/1.mp4");
    Files.writeString(folder.resolve("precious.mp4"), "somebody's own");
    Files.writeString(folder.resolve("empty.mp4"), "");
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("clips"));
    Files.writeString(folder.resolve("clips/sea.mp4"), "a clip");
    Files.createSymbolicLink(folder.resolve("to-voice.mp4"), folder.resolve("talk.mp3"));
    Files.createSymbolicLink(folder.resolve("to-nothing.mp4"), folder.resolve("nothing"));
    Files.createSymbolicLink(folder.resolve("to-folder"), folder.resolve("clips"));
    Files.createLink(folder.resolve("hard.mp4"), folder.resolve("talk.mp3"));
    service.start();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "talk.mp3",
        "./clips/../talk.mp3",
        "talk.txt",
        "clips/sea.mp4",
        "to-folder/sea.mp4",
        "to-voice.mp4",
        "hard.mp4",
        "to-nothing.mp4",
        "empty",
        "to-folder",
        "/dev/null",
        ".",
        "talk.txt/video.mp4",
      })
  void whatTheJobReadsOrIsNoFileIsNeverReplaced(String out) throws Exception {
    assertRefused(out);
    assertRefused(out, "--force");
  }

  @Test
  void aListOfClipsIsNeverReplaced() throws Exception {
    Map<String, String> before = everything();
    assertEquals(
        2, create("--clips", "urls.txt", "--out", "urls.txt", "--force").execute(arguments));
    assertEquals(before, everything());
  }

  @ParameterizedTest
  @ValueSource(strings = {"precious.mp4", "empty.mp4"})
  void aFileOfTheUsersNeedsForce(String out) throws Exception {
    assertRefused(out);
    service.then(Jobs.COMPLETED);
    assertEquals(0, create("--out", out, "--force").execute(arguments));
    assertEquals(FakeService.FILE, Files.readString(folder.resolve(out)));
  }

  @Test
  void itsOwnFileIsReplacedUntilSomebodyChangesIt() throws Exception {
    service.then(Jobs.COMPLETED);
    assertEquals(0, create("--out", "new/river.mp4").execute(arguments));
    service.then(Jobs.COMPLETED);
    assertEquals(0, create("--out", "new/river.mp4").execute(arguments));
    Files.writeString(folder.resolve("new/river.mp4"), "cut by hand");
    assertRefused("new/river.mp4");
  }

  @Test
  void aFileThatAppearsMeanwhileIsLeftAlone() throws Exception {
    Path out = folder.resolve("late.mp4");
    OutputFile file = OutputFile.named(out, false, Map.of(), new MadeFiles(folder.resolve("home")));
    Files.writeString(out, "somebody's own");
    Path written = file.write("mv-1", partial -> Files.writeString(partial, "video"));
    assertEquals(folder.resolve("late-mv-1.mp4"), written);
    assertEquals("somebody's own", Files.readString(out));
    Path again = file.write("mv-1", partial -> Files.writeString(partial, "video"));
    assertEquals(folder.resolve("late-mv-1-2.mp4"), again);
  }

  @Test
  void aFailedFetchLeavesNothing() throws Exception {
    OutputFile file =
        OutputFile.named(
            folder.resolve("v.mp4"), true, Map.of(), new MadeFiles(folder.resolve("home")));
    Map<String, String> before = everything();
    org.junit.jupiter.api.Assertions.assertThrows(
        IOException.class,
        () ->
            file.write(
                "mv-1",
                partial -> {
                  throw new IOException("gone");
                }));
    assertEquals(before, everything());
  }

  @Test
  void aThousandRecordsAreKept() throws Exception {
    MadeFiles made = new MadeFiles(folder.resolve("home"));
    Path first = Files.writeString(folder.resolve("first"), "1");
    made.remember(first);
    assertTrue(made.made(first));
    for (int i = 0; i < 1000; i++) {
      Files.createFile(folder.resolve("home/outputs").resolve("record" + i));
    }
    Files.setLastModifiedTime(
        folder.resolve("home/outputs/record7"), java.nio.file.attribute.FileTime.fromMillis(1));
    made.remember(first);
    assertTrue(made.made(first));
    assertFalse(Files.exists(folder.resolve("home/outputs/record7")));
    try (Stream<Path> records = Files.list(folder.resolve("home/outputs"))) {
      assertEquals(1000, records.count());
    }
  }

  private String[] arguments = {};

  private void assertRefused(String out, String... more) throws Exception {
    Map<String, String> before = everything();
    String[] options =
        Stream.concat(Stream.of("--clips", "clips", "--out", out), Stream.of(more))
            .toArray(String[]::new);
    CommandRun run = create(options);
    assertEquals(2, run.execute(arguments), run::out);
    assertTrue(run.err().startsWith("make-video: --out: "), run.err());
    assertEquals(before, everything());
    assertTrue(Files.exists(Path.of("/dev/null")) && !Files.isRegularFile(Path.of("/dev/null")));
  }

  private CommandRun create(String... options) {
    arguments =
        Stream.concat(
                Stream.of("create", "talk.mp3", "--query", "sea", "--script", "talk.txt"),
                Stream.of(options))
            .toArray(String[]::new);
    return new CommandRun(
        Map.of(
            "MAKE_VIDEO_URL",
            service.url().toString(),
            "MAKE_VIDEO_HOME",
            folder.resolve("home").toString()),
        folder,
        FakeService::new);
  }

  private Map<String, String> everything() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> !f.startsWith(folder.resolve("home"))).toList()) {
        all.put(file.toString(), Files.isRegularFile(file) ? Files.readString(file) : "not a file");
      }
    }
    return all;
  }
}
