package dev.makevideo.worker.housekeeping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.workflows.contract.CollectedArtifacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCollectorTest {
  private static final Duration RETENTION = Duration.ofDays(30);

  @TempDir Path folder;
  private FileArtifactStore store;
  private final Instant now = Instant.now();

  @BeforeEach
  void openStore() throws Exception {
    store = new FileArtifactStore(folder, 0);
  }

  @Test
  void deletesWhatWasNotUsedForTheRetention() throws Exception {
    Path old = usedDaysAgo("old", 31);
    Path young = usedDaysAgo("young", 29);
    assertEquals(
        new CollectedArtifacts(1, 3), collector(time -> Optional.empty()).collectArtifacts());
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
  }

  @Test
  void keepsAllThatTheOldestKnownJobMayName() throws Exception {
    Path older = usedDaysAgo("older than its upload", 62);
    Path uploaded = usedDaysAgo("its narration", 60);
    Path later = usedDaysAgo("one of its clips", 45);
    KnownJobs jobs = time -> Optional.of(now.minus(Duration.ofDays(60))).filter(time::isAfter);
    assertEquals(1, collector(jobs).collectArtifacts().files());
    assertFalse(Files.exists(older));
    assertTrue(Files.exists(uploaded));
    assertTrue(Files.exists(later));
  }

  @Test
  void keepsAnUploadThatIsOlderThanTheLimitForAJobThatIsNot() throws Exception {
    Path uploaded = usedDaysAgo("its narration", 31);
    Instant started = now.minus(RETENTION).minus(Duration.ofHours(2));
    collector(time -> Optional.of(started).filter(time::isAfter)).collectArtifacts();
    assertTrue(Files.exists(uploaded));
  }

  @Test
  void deletesNothingWhenTheServerDoesNotAnswer() throws Exception {
    Path old = usedDaysAgo("old", 400);
    ArtifactCollector collector =
        collector(
            time -> {
              throw new IllegalStateException("away");
            });
    assertThrows(IllegalStateException.class, collector::collectArtifacts);
    assertTrue(Files.exists(old));
  }

  private ArtifactCollector collector(KnownJobs jobs) {
    return new ArtifactCollector(jobs, store, RETENTION, Clock.systemUTC());
  }

  private Path usedDaysAgo(String content, int days) throws Exception {
    Path file = store.path(store.put(content.getBytes(StandardCharsets.UTF_8)));
    return Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofDays(days))));
  }
}
