package dev.makevideo.platform.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.Stopwatch;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class SupervisedProcessesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path temp;
  private Path records = Path.of("");
  private SupervisedProcesses processes = new SupervisedProcesses(Map.of());
  private final StopSignal stop = new StopSignal();

  @BeforeEach
  void open() throws IOException {
    processes.close();
    records = temp.resolve("records");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("SECRET", "not for programs");
    processes = new SupervisedProcesses(environment, records);
  }

  @AfterEach
  void close() {
    processes.close();
  }

  @Test
  void passesOutputErrorsAndExitCode() throws Exception {
    ProcessRunner.Finished finished = processes.run(sh("echo out; echo err >&2; exit 7"), stop);
    assertEquals(new ProcessRunner.Finished(7, "out\n", "err\n"), finished);
  }

  @Test
  void aProgramKilledBySomeoneElseShowsItsSignal() throws Exception {
    ProcessRunner.Finished finished = processes.run(sh("kill -9 $$"), stop);
    assertEquals(137, finished.exitCode());
    assertEquals("", finished.errorTail());
  }

  @Test
  void argumentsReachTheProgramUnchanged() throws Exception {
    List<String> odd = List.of("$(touch x)", "; exit 3", "", "a  b\n'c\"", "-n", "`id`", "*");
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", "printf '%s|' \"$@\"", "sh"));
    line.addAll(odd);
    assertEquals(String.join("|", odd) + "|", processes.run(command(line), stop).output());
  }

  @Test
  void standardInputIsEmpty() throws Exception {
    assertEquals("", processes.run(command(List.of("cat")), stop).output());
  }

  @Test
  void theEnvironmentIsMinimalAndCarriesTheCorrelationId() throws Exception {
    MDC.put(CorrelationKeys.CORRELATION_ID, "corr-1");
    try {
      Command command =
          new Command(
              "env", List.of("env"), temp, Map.of("OWN", "1"), LIMIT, Optional.empty(), 9999);
      List<String> seen = processes.run(command, stop).output().lines().toList();
      assertTrue(seen.contains("MAKE_VIDEO_CORRELATION_ID=corr-1"), "" + seen);
      assertTrue(seen.contains("OWN=1"), "" + seen);
      assertTrue(seen.contains("PATH=" + System.getenv("PATH")), "" + seen);
      assertFalse(seen.toString().contains("SECRET"), "" + seen);
    } finally {
      MDC.remove(CorrelationKeys.CORRELATION_ID);
    }
  }

  @Test
  void runsAtLowPriority() throws Exception {
    int own = Integer.parseInt(read(new ProcessBuilder("nice").start()));
    int seen = Integer.parseInt(processes.run(command(List.of("nice")), stop).output().strip());
    assertEquals(Math.min(19, own + 10), seen);
  }

  @Test
  void aProgramGetsNoMoreMemoryThanItIsAllowed() throws Exception {
    Command takes64Megabytes = sh("exec dd if=/dev/zero of=taken bs=64M count=1");
    assertEquals(0, processes.run(takes64Megabytes, stop).exitCode());
    ProcessRunner.Finished refused = processes.run(takes64Megabytes.withMemory(32 << 20), stop);
    assertEquals(1, refused.exitCode());
    assertTrue(refused.errorTail().contains("memory"), refused.errorTail());
    assertThrows(IllegalArgumentException.class, () -> takes64Megabytes.withMemory(1000));
  }

  @Test
  void linesArriveWhileTheProgramRuns() throws Exception {
    List<String> lines = new ArrayList<>();
    Path gate = temp.resolve("gate");
    ProcessRunner.Finished finished =
        processes.run(
            sh("echo one; while [ ! -e gate ]; do sleep 0.02; done; printf 'two\\r\\nlast'"),
            stop,
            (ProcessRunner.LineSink)
                line -> {
                  lines.add(line);
                  return !Files.exists(create(gate));
                });
    assertEquals(List.of("one", "two", "last"), lines);
    assertEquals(new ProcessRunner.Finished(0, "", ""), finished);
  }

  @Test
  void aVeryLongLineIsCut() throws Exception {
    List<Integer> lengths = new ArrayList<>();
    processes.run(
        sh("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo y"),
        stop,
        (ProcessRunner.LineSink) line -> lengths.add(line.length()));
    assertEquals(List.of(64 << 10, 1), lengths);
  }

  @Test
  void rawOutputIsReadAndTheRestDiscarded() throws Exception {
    byte[] first = new byte[3];
    ProcessRunner.Finished finished =
        processes.run(
            sh("printf 'abc'; head -c 3000000 /dev/zero; exit 4"),
            stop,
            (ProcessRunner.OutputReader)
                stream -> {
                  for (int i = 0; i < 3; i++) {
                    first[i] = (byte) stream.read();
                  }
                });
    assertArrayEquals("abc".getBytes(StandardCharsets.UTF_8), first);
    assertEquals(4, finished.exitCode());
  }

  @Test
  void aReadersExceptionEndsTheProgramAndGoesOn() throws Exception {
    IOException io =
        assertThrows(IOException.class, () -> processes.run(endless(), stop, this::failToRead));
    assertEquals("bad frame", io.getMessage());
    assertThrows(
        IllegalStateException.class,
        () ->
            processes.run(
                endless(),
                stop,
                (ProcessRunner.LineSink)
                    line -> {
                      throw new IllegalStateException(line);
                    }));
    assertEquals(0, processes.running(""));
  }

  @Test
  void tooMuchOutputIsAnError() {
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> processes.run(sh("exec cat /dev/zero").withMaxOutput(1000), stop));
    assertEquals("sh wrote more than 1000 bytes", thrown.getMessage());
  }

  @Test
  void onlyTheTailOfErrorsIsKept() throws Exception {
    ProcessRunner.Finished finished =
        processes.run(sh("head -c 100000 /dev/zero | tr '\\0' e >&2; printf END >&2"), stop);
    assertEquals(8 << 10, finished.errorTail().length());
    assertTrue(finished.errorTail().endsWith("eEND"));
  }

  @Test
  void whatTheProgramLeavesBehindIsKilledAndDoesNotHoldItUp() throws Exception {
    ProcessRunner.Finished finished;
    try (Stopwatch watch = Stopwatch.start()) {
      finished = processes.run(sh("sleep 600 & echo $!; exit 5"), stop);
      watch.assertWithin(Duration.ofSeconds(10));
    }
    assertEquals(5, finished.exitCode());
    long pid = Long.parseLong(finished.output().strip());
    Await.until(
        "child gone", LIMIT, () -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
  }

  @Test
  void whatIsNotThereCannotBeStarted() {
    IOException byPath =
        assertThrows(IOException.class, () -> processes.run(command(List.of("./no-such")), stop));
    assertEquals("there is no program ./no-such for no-such", byPath.getMessage());
    assertThrows(
        IOException.class, () -> processes.run(command(List.of("no-such-program-1")), stop));
    assertThrows(
        IOException.class,
        () ->
            processes.run(
                Command.of("true", List.of("true"), temp.resolve("absent"), LIMIT), stop));
  }

  @Test
  void aRunningProgramIsCountedAndRecorded() throws Exception {
    Path seen = temp.resolve("seen");
    processes.run(
        sh("cat records/* >seen; echo x; echo $$ >>seen; cut -d ' ' -f 5 /proc/$$/stat >>seen"),
        stop,
        (ProcessRunner.LineSink)
            line -> processes.running("sh") == 1 && processes.running("other") == 0);
    List<String> lines = Files.readAllLines(seen);
    assertEquals("sh", lines.get(0));
    assertEquals(lines.get(1), lines.get(2), "the record names the program itself");
    assertEquals(lines.get(2), lines.get(3), "it leads its own group");
    assertEquals(0, processes.running("sh"));
    try (Stream<Path> left = Files.list(records)) {
      assertEquals(0, left.count());
    }
  }

  static Path create(Path file) {
    try {
      return Files.exists(file) ? file : Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void failToRead(InputStream stream) throws IOException {
    throw new IOException("bad frame");
  }

  private Command endless() {
    return sh("while :; do echo line; sleep 0.01; done");
  }

  private Command sh(String script) {
    return Command.of("sh", List.of("/bin/sh", "-c", script), temp, LIMIT);
  }

  private Command command(List<String> line) {
    return Command.of(line.get(0).replace("./", ""), line, temp, LIMIT);
  }

  private static String read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
