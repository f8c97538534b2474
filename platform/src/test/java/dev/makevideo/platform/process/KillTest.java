package dev.makevideo.platform.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration GONE = Duration.ofSeconds(5);

  @TempDir Path temp;
  private final SupervisedProcesses processes = new SupervisedProcesses(System.getenv());
  private final StopSignal stop = new StopSignal();
  private final String name = "family-" + UUID.randomUUID();

  @AfterEach
  void close() {
    processes.close();
  }

  @Test
  void theSignalKillsTheWholeTree() throws Exception {
    CompletableFuture<Throwable> end = runFamily();
    stop.stop();
    assertInstanceOf(ProcessStoppedException.class, end.get(10, TimeUnit.SECONDS));
    assertFamilyIsGone();
  }

  @Test
  void aSignalAlreadySetStartsNothing() {
    stop.stop();
    assertThrows(
        ProcessStoppedException.class,
        () -> processes.run(Command.of("x", List.of("true"), temp, LIMIT), stop));
  }

  @Test
  void closingKillsWhatRunsAndRefusesMore() throws Exception {
    CompletableFuture<Throwable> end = runFamily();
    processes.close();
    assertEquals(0, processes.running(""));
    assertInstanceOf(ProcessStoppedException.class, end.get(1, TimeUnit.SECONDS));
    assertFamilyIsGone();
    assertThrows(
        ProcessStoppedException.class,
        () -> processes.run(Command.of("x", List.of("true"), temp, LIMIT), stop));
  }

  @Test
  void anInterruptionKillsAndIsThrown() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              end.complete(outcome(FamilyMain.family(name)));
              end.obtrudeValue(
                  Thread.currentThread().isInterrupted() ? new AssertionError() : end.join());
            });
    thread.start();
    awaitFamily();
    thread.interrupt();
    thread.join(10_000);
    assertInstanceOf(InterruptedException.class, end.get(1, TimeUnit.SECONDS));
    assertFamilyIsGone();
  }

  @Test
  void theDeadlineKills() throws Exception {
    Command family = FamilyMain.family(name);
    Command short1 = Command.of(family.label(), family.arguments(), temp, Duration.ofMillis(900));
    Throwable thrown = outcome(short1);
    assertInstanceOf(ProcessTimeoutException.class, thrown);
    assertEquals("family passed its deadline of PT0.9S", thrown.getMessage());
    assertFamilyIsGone();
  }

  @Test
  void standingStillKills() {
    Throwable thrown = outcome(sh("echo a; sleep 600").withStall(Duration.ofMillis(600)));
    assertInstanceOf(ProcessTimeoutException.class, thrown);
    assertEquals("sh made no progress for PT0.6S", thrown.getMessage());
  }

  @Test
  void linesThatAreNoProgressDoNotFeedTheWatchdog() {
    String chatter = "while :; do echo same; sleep 0.05; done";
    assertThrows(
        ProcessTimeoutException.class,
        () ->
            processes.run(
                sh(chatter).withStall(Duration.ofMillis(600)),
                stop,
                (ProcessRunner.LineSink) line -> false));
  }

  @Test
  void progressKeepsASlowProgramAlive() throws Exception {
    String steps = "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $i; sleep 0.2; done";
    ProcessRunner.Finished finished =
        processes.run(
            sh(steps).withStall(Duration.ofSeconds(1)),
            stop,
            (ProcessRunner.LineSink) line -> true);
    assertEquals(0, finished.exitCode());
  }

  @Test
  void aSlowReaderIsNoStall() throws Exception {
    StringBuilder read = new StringBuilder();
    processes.run(
        sh("head -c 300000 /dev/zero").withStall(Duration.ofMillis(400)),
        stop,
        (ProcessRunner.OutputReader)
            stream -> {
              read.append(stream.read());
              long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
              Await.until("the reader's own work", LIMIT, () -> System.nanoTime() > end);
            });
    assertEquals("0", read.toString());
  }

  @Test
  void aChildInASessionOfItsOwnDiesToo() throws Exception {
    Command family =
        Command.of(
            "session",
            List.of("/bin/sh", "-c", "setsid /bin/sh -c 'sleep 600; : " + name + "' & wait"),
            temp,
            LIMIT);
    CompletableFuture<Throwable> end = CompletableFuture.supplyAsync(() -> outcome(family));
    Await.until(
        "session started",
        LIMIT,
        () ->
            FamilyMain.members(name).stream()
                .map(FamilyMain::commandLine)
                .anyMatch(line -> line.startsWith("/bin/sh\0-c\0sleep 600")));
    stop.stop();
    assertInstanceOf(ProcessStoppedException.class, end.get(10, TimeUnit.SECONDS));
    assertFamilyIsGone();
  }

  private CompletableFuture<Throwable> runFamily() throws Exception {
    CompletableFuture<Throwable> end =
        CompletableFuture.supplyAsync(() -> outcome(FamilyMain.family(name)));
    awaitFamily();
    assertTrue(processes.running("fam") == 1);
    return end;
  }

  private void awaitFamily() throws Exception {
    Await.until("family started", LIMIT, () -> FamilyMain.members(name).size() >= 7);
  }

  private void assertFamilyIsGone() throws Exception {
    Await.until("family gone", GONE, () -> FamilyMain.members(name).isEmpty());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  private Throwable outcome(Command command) {
    try {
      return new AssertionError("ended with " + processes.run(command, stop));
    } catch (Exception e) {
      return e;
    }
  }

  private Command sh(String script) {
    return Command.of("sh", List.of("/bin/sh", "-c", script), temp, LIMIT);
  }
}
