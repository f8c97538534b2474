package dev.makevideo.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileScratchTest {
  @TempDir Path root;

  @Test
  void foldersAreEmptyUniqueAndGoWithAllTheyHold() throws Exception {
    FileScratch scratch = new FileScratch(root);
    Path outside = Files.writeString(root.resolve("outside"), "kept");
    Path first;
    try (Scratch.Folder one = scratch.open("mv-job");
        Scratch.Folder two = scratch.open("mv-job")) {
      first = one.path();
      assertNotEquals(first, two.path());
      assertTrue(first.startsWith(root.resolve("scratch/mv-job")));
      Files.writeString(Files.createDirectories(first.resolve("a/b")).resolve("file"), "x");
      Files.createSymbolicLink(first.resolve("link"), outside);
    }
    assertFalse(Files.exists(root.resolve("scratch/mv-job")));
    assertEquals("kept", Files.readString(outside));
  }

  @Test
  void whatLiveProcessesUseIsNeverSwept() throws Exception {
    FileScratch scratch = new FileScratch(root);
    try (Scratch.Folder folder = scratch.open("mv-job")) {
      FileScratch second = new FileScratch(root);
      second.deleteAll("mv-another");
      scratch.deleteAll("mv-job");
      assertTrue(Files.isDirectory(folder.path()));
    }
  }

  @Test
  void whatDeadProcessesLeftIsSweptAtStart() throws Exception {
    ProcessIdentity self = ProcessIdentity.current();
    Path dead = left("mv-a", new ProcessIdentity(self.host(), self.pid(), "1"));
    Path gone = left("mv-b", new ProcessIdentity(self.host(), Integer.MAX_VALUE, "1"));
    Path elsewhere = left("mv-b", new ProcessIdentity("another.host", 1, "1"));
    Path forgotten = left("mv-b", new ProcessIdentity("old.container", 1, "1"));
    Files.setLastModifiedTime(forgotten, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    Path unknown = Files.createDirectories(root.resolve("scratch/mv-b/unknown"));

    FileScratch scratch = new FileScratch(root);
    assertFalse(Files.exists(dead));
    assertFalse(Files.exists(root.resolve("scratch/mv-a")));
    assertFalse(Files.exists(gone));
    assertFalse(Files.exists(forgotten), "a replaced container never comes back");
    assertTrue(Files.exists(elsewhere));
    assertTrue(Files.exists(unknown));
    scratch.deleteAll("mv-never-seen");
  }

  @Test
  void theEndOfAJobDeletesWhatItsAttemptsLeftHere() throws Exception {
    FileScratch scratch = new FileScratch(root);
    Path lost = leftOpen(scratch, "mv-a");
    Path other = leftOpen(scratch, "mv-b");
    Path ofAnotherWorkerInThisProcess = leftOpen(new FileScratch(root), "mv-a");
    try (Scratch.Folder open = scratch.open("mv-a")) {
      scratch.deleteAll("mv-a");
      assertFalse(Files.exists(lost));
      assertTrue(Files.exists(open.path()));
      assertTrue(Files.exists(other));
      assertTrue(Files.exists(ofAnotherWorkerInThisProcess));
    }
  }

  @Test
  void aJobIdThatIsNoFileNameIsRefused() throws Exception {
    FileScratch scratch = new FileScratch(root);
    for (String id : new String[] {"..", "../x", "a/b", "", ".hidden", "a b"}) {
      assertThrows(IllegalArgumentException.class, () -> scratch.open(id), id);
      assertThrows(IllegalArgumentException.class, () -> scratch.deleteAll(id), id);
    }
  }

  /** As if closing it had failed. */
  private static Path leftOpen(FileScratch scratch, String job) throws IOException {
    Scratch.Folder folder = scratch.open(job);
    folder.close();
    return Files.createDirectories(folder.path());
  }

  private Path left(String job, ProcessIdentity owner) throws IOException {
    Path folder = Files.createDirectories(root.resolve("scratch/" + job + "/" + owner + "~left"));
    Files.writeString(folder.resolve("half.mp4"), "x");
    return folder;
  }
}
