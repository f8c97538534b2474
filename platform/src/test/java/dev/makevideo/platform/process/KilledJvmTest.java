package dev.makevideo.platform.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledJvmTest {
  private static final Duration GONE = Duration.ofSeconds(5);
  private static final Duration STARTED = Duration.ofSeconds(60);

  @TempDir Path records;
  private final List<Process> jvms = new ArrayList<>();

  @AfterEach
  void leaveNone() {
    jvms.forEach(Process::destroyForcibly);
  }

  @RepeatedTest(3)
  void noProgramOutlivesAJvmKilledWithoutWarning() throws Exception {
    killAndCount(System.getenv("PATH"));
  }

  @Test
  void norWhereThePathIsTooNarrowToFindSetsid() throws Exception {
    killAndCount("/nowhere");
  }

  @Test
  void theSweepKillsWhatTheGuardCouldNotAndDeletesItsRecord() throws Exception {
    String name = "family-" + UUID.randomUUID();
    Process jvm = startFamily(name, System.getenv("PATH"));
    List<ProcessHandle> tethers =
        FamilyMain.members(name).stream()
            .filter(p -> FamilyMain.commandLine(p).contains("make-video-tether"))
            .toList();
    tethers.forEach(ProcessHandle::destroyForcibly);
    kill(jvm);
    Await.until("tether gone", GONE, () -> tethers.stream().noneMatch(ProcessHandle::isAlive));
    assertEquals(5, FamilyMain.members(name).size(), "the family must outlive its tether here");

    assertEquals(1, new OrphanSweep(records).run());
    Await.until("family swept", GONE, () -> FamilyMain.members(name).isEmpty());
    assertEquals(0, recordCount());
    assertEquals(0, new OrphanSweep(records).run());
  }

  @Test
  void theSweepBelievesNoProcessIdAloneAndTouchesNoLivingOwner() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      ProcessIdentity here = ProcessIdentity.current();
      ProcessIdentity dead = new ProcessIdentity(here.host(), here.pid(), "1");
      ProcessIdentity elsewhere = new ProcessIdentity("some.other.host", 1, "1");
      for (ProcessIdentity owner : List.of(here, dead, elsewhere)) {
        Files.write(
            records.resolve(owner + "~" + UUID.randomUUID()),
            List.of("label", "" + stranger.pid()));
      }
      Files.write(records.resolve(dead + "~half"), List.of("label"));
      Files.writeString(records.resolve("unrelated.txt"), "kept");

      assertEquals(0, new OrphanSweep(records).run());
      assertTrue(stranger.isAlive());
      assertEquals(3, recordCount());
      assertEquals(0, new OrphanSweep(records.resolve("absent")).run());
    } finally {
      stranger.destroyForcibly();
    }
  }

  private void killAndCount(String path) throws Exception {
    String name = "family-" + UUID.randomUUID();
    Process jvm = startFamily(name, path);
    kill(jvm);
    Await.until("family gone", GONE, () -> FamilyMain.members(name).isEmpty());
  }

  private Process startFamily(String name, String path) throws Exception {
    Process jvm = ChildJvm.start(FamilyMain.class, records.toString(), name, path);
    jvms.add(jvm);
    // The JVM, two of the tether, the program and its four children.
    Await.until("family started", STARTED, () -> FamilyMain.members(name).size() >= 8);
    Await.until("record written", STARTED, this::recordIsWhole);
    return jvm;
  }

  private boolean recordIsWhole() throws IOException {
    try (Stream<Path> files = Files.list(records)) {
      return Files.readAllLines(files.findFirst().orElseThrow()).size() == 2;
    }
  }

  private long recordCount() throws IOException {
    try (Stream<Path> files = Files.list(records)) {
      return files.count();
    }
  }

  private static void kill(Process jvm) throws InterruptedException {
    jvm.destroyForcibly();
    assertTrue(jvm.waitFor(10, TimeUnit.SECONDS));
  }
}
