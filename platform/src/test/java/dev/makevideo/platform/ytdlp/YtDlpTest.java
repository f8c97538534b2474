package dev.makevideo.platform.ytdlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.tools.FetchedFilesContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YtDlpTest extends FetchedFilesContract {
  private static final Path TOOLS =
      Path.of(System.getProperty("user.home"), ".local/share/make-video/tools");

  @TempDir Path directory;

  @Override
  protected Names names() {
    return new Names(
        "yt_dlp-2026.10.26-py3-none-any.whl",
        "yt_dlp-2026.10.26-py3-none-any.whl",
        "MAKE_VIDEO_YTDLP",
        "program yt-dlp");
  }

  @Override
  protected Object in(Path folder) throws IOException {
    try {
      return YtDlp.in(folder, System.getenv());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Optional<?> find(Path tools) throws IOException {
    return YtDlp.find(tools);
  }

  @Override
  protected Object locate(Path tools, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    return YtDlp.locate(tools, environment, tell);
  }

  private Path program(String name, String script) throws IOException {
    Path program = directory.resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertTrue(program.toFile().setExecutable(true));
    return program;
  }

  private String noPython() {
    Map<String, String> environment = Map.of("PATH", directory.toString());
    return String.valueOf(
        assertThrows(IOException.class, () -> Python.locate(environment)).getMessage());
  }

  @Test
  void whatIsPublishedStartsAndIsTheVersionThatIsPinned() throws Exception {
    YtDlp found = YtDlp.locate(TOOLS, System.getenv(), System.out::println);
    assertTrue(found.isThere() && found.isGuarded());
    assertEquals("2026.10.26", run(found.command(1, List.of("--version"))).output().strip());
  }

  @Test
  void itIsCompiledOnceAndWithoutAPlaceForThatReadAsItIs() throws Exception {
    Path tools = Files.createDirectory(directory.resolve("tools"));
    String compiled = "yt-dlp-2026.10.26-python-" + Python.locate(System.getenv()).version();
    YtDlp.locate(TOOLS, System.getenv(), System.out::println);
    Path wheels = YtDlp.find(TOOLS).orElseThrow();
    Path copy = Files.createDirectory(tools.resolve(String.valueOf(wheels.getFileName())));
    try (Stream<Path> files = Files.list(wheels)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
      }
    }
    Path place = tools.resolve(compiled);
    Files.writeString(place, "in the way");
    List<String> told = new ArrayList<>();
    Files.createDirectory(tools.resolve(place.getFileName() + ".lock"));
    YtDlp slow = YtDlp.locate(tools, System.getenv(), told::add);
    assertTrue(slow.wheels().stream().allMatch(Files::isRegularFile), slow.toString());
    assertTrue(told.toString().contains("starts slowly"), told.toString());
    Files.delete(tools.resolve(place.getFileName() + ".lock"));
    YtDlp fast = YtDlp.locate(tools, System.getenv(), told::add);
    assertTrue(fast.wheels().stream().allMatch(Files::isDirectory), fast.toString());
    assertEquals("2026.10.26", run(fast.command(1, List.of("--version"))).output().strip());
    try (Stream<Path> files = Files.walk(fast.wheels().get(0))) {
      assertTrue(files.anyMatch(file -> file.toString().endsWith(".pyc")));
    }
  }

  @Test
  void itConnectsToItsProxyOnlyAndStartsNoProgram() throws Exception {
    YtDlp found = YtDlp.locate(TOOLS, System.getenv(), System.out::println);
    // No proxy in its environment: it would go there itself.
    ProcessRunner.Finished direct =
        run(found.command(1, List.of("--ignore-config", "--retries=0", "http://127.0.0.1:2/")));
    assertTrue(direct.errorTail().contains("does not allow socket.connect"), direct.errorTail());
    ProcessRunner.Finished program =
        run(
            found.command(
                1, List.of("--ignore-config", "--netrc-cmd=true", "http://127.0.0.1:2/")));
    assertFalse(program.exitCode() == 0);
    ProcessRunner.Finished named =
        run(found.command(1, List.of("--ignore-config", "--retries=0", "http://localhost:2/")));
    assertTrue(named.errorTail().contains("does not allow socket.getaddrinfo"), named.errorTail());
  }

  private ProcessRunner.Finished run(List<String> line) throws Exception {
    try (SupervisedProcesses processes = new SupervisedProcesses(System.getenv())) {
      return processes.run(
          Command.of("yt-dlp", line, directory, Duration.ofSeconds(60)), new StopSignal());
    }
  }

  @Test
  void withoutAPythonOrWithAnOldOneItSaysWhatToDo() throws Exception {
    assertTrue(noPython().contains("there is none on PATH"), noPython());
    program("python3", "printf '3.9\\n/usr/bin/python3\\nFalse\\n'");
    program("python", "exit 1");
    assertEquals(
        "yt-dlp needs Python 3.11 or newer (python3 is 3.9, python does not start): install it, or"
            + " name a yt-dlp program in MAKE_VIDEO_YTDLP",
        noPython());
  }

  @Test
  void aNamedProgramIsTakenAsItIs() throws Exception {
    Path own = program("yt-dlp", "exit 0");
    YtDlp found = YtDlp.in(own, Map.of());
    assertEquals(List.of(own.toString(), "-x"), found.command(1, List.of("-x")));
    assertTrue(own.toFile().setExecutable(false));
    assertFalse(found.isThere());
    assertThrows(IOException.class, () -> YtDlp.in(own, Map.of()));
  }
}
