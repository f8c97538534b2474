package dev.makevideo.worker.housekeeping;

import static dev.makevideo.worker.housekeeping.FakeRuns.naming;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.forgetting.NamedObjects;
import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.workflows.contract.CollectedArtifacts;
import dev.makevideo.workflows.job.Music;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import io.grpc.StatusRuntimeException;
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
  private static final Optional<Instant> ENDED = Optional.of(Instant.now());

  @TempDir Path folder;
  private FileArtifactStore store;
  private final FakeRuns runs = new FakeRuns();
  private final Instant now = Instant.now();

  @BeforeEach
  void openStore() throws Exception {
    store = new FileArtifactStore(folder, 0);
  }

  @Test
  void deletesWhatWasNotUsedForTheRetention() throws Exception {
    Path old = usedDaysAgo("old", 31);
    Path young = usedDaysAgo("young", 29);
    assertEquals(new CollectedArtifacts(1, 3), collector().collectArtifacts());
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
  }

  @Test
  void keepsAllThatTheOldestKnownJobMayName() throws Exception {
    Path older = usedDaysAgo("older than its upload", 62);
    Path uploaded = usedDaysAgo("its narration", 60);
    Path later = usedDaysAgo("one of its clips", 45);
    job("mv-1", 60, ENDED, FakeRuns.NOTHING);
    assertEquals(1, collector().collectArtifacts().files());
    assertFalse(Files.exists(older));
    assertTrue(Files.exists(uploaded));
    assertTrue(Files.exists(later));
  }

  @Test
  void keepsAnUploadThatIsOlderThanTheLimitForAJobThatIsNot() throws Exception {
    Path uploaded = usedDaysAgo("its narration", 31);
    Instant started = now.minus(RETENTION).minus(Duration.ofHours(2));
    runs.job("mv-1", "r", started, ENDED, FakeRuns.NOTHING);
    collector().collectArtifacts();
    assertTrue(Files.exists(uploaded));
  }

  /** Its job comes days after the narration, and names it. */
  @Test
  void keepsWhatAnOpenConversationNamesHoweverOldItIs() throws Exception {
    Path old = usedDaysAgo("old", 400);
    ObjectRef narration = objectUsedDaysAgo("narration", 90);
    runs.conversation("c", now.minus(Duration.ofHours(1)), Optional.empty(), naming(narration));
    collector().collectArtifacts();
    assertTrue(store.lastUse(narration).isPresent());
    assertFalse(Files.exists(old));
  }

  /** What it hears is in no input: it was used since the conversation began. */
  @Test
  void keepsWhatAnOpenConversationMayHaveHeard() throws Exception {
    Path heard = usedDaysAgo("narration", 59);
    Path before = usedDaysAgo("another's", 62);
    Instant begun = now.minus(Duration.ofDays(60));
    runs.conversation("c", begun, Optional.empty(), FakeRuns.NOTHING);
    collector().collectArtifacts();
    assertTrue(Files.exists(heard));
    assertFalse(Files.exists(before));
  }

  /** It began a minute ago, with what a conversation heard, or an earlier video had. */
  @Test
  void keepsWhatAnOpenJobNamesThatWaitsForAWorker() throws Exception {
    ObjectRef narration = objectUsedDaysAgo("narration", 90);
    job("mv-1", 0, Optional.empty(), naming(narration));
    collector().collectArtifacts();
    assertTrue(store.lastUse(narration).isPresent());
  }

  /** A rerender names its parent's music, which may be as old as the narration. */
  @Test
  void keepsTheMusicOfAnOpenJobAndNoLongerThanThat() throws Exception {
    ObjectRef narration = objectUsedDaysAgo("narration", 90);
    ObjectRef music = objectUsedDaysAgo("music", 90);
    VideoRequest request =
        VideoRequest.builder()
            .storeId(store.id())
            .correlationId("c")
            .query("sea")
            .narration(narration)
            .narrationDuration(Duration.ofSeconds(9))
            .music(Optional.of(new Music(music, "song.mp3", Music.VOLUME)))
            .build();
    NamedObjects named = NamedObjects.in(Payloads.mapper().valueToTree(request));
    job("mv-1", 0, Optional.empty(), named);
    collector().collectArtifacts();
    assertTrue(store.lastUse(music).isPresent());
    runs.all.clear();
    job("mv-1", 0, ENDED, named);
    assertEquals(2, collector().collectArtifacts().files());
    assertFalse(store.lastUse(music).isPresent());
  }

  @Test
  void whatAnEndedConversationNamedGoesWithTime() throws Exception {
    ObjectRef narration = objectUsedDaysAgo("narration", 90);
    Optional<Instant> yesterday = Optional.of(now.minus(Duration.ofDays(1)));
    runs.conversation("c", now.minus(Duration.ofDays(2)), yesterday, naming(narration));
    collector().collectArtifacts();
    assertFalse(store.lastUse(narration).isPresent());
  }

  @Test
  void deletesNothingWhenTheServerDoesNotAnswer() throws Exception {
    Path old = usedDaysAgo("old", 400);
    runs.answers = false;
    assertThrows(StatusRuntimeException.class, () -> collector().collectArtifacts());
    assertTrue(Files.exists(old));
  }

  private void job(String id, int daysAgo, Optional<Instant> closed, NamedObjects names) {
    runs.job(id, id + "-run", now.minus(Duration.ofDays(daysAgo)), closed, names);
  }

  private ArtifactCollector collector() {
    return new ArtifactCollector(runs, store, RETENTION, Clock.systemUTC(), new CountedHeartbeat());
  }

  private Path usedDaysAgo(String content, int days) throws Exception {
    Path file = store.path(store.put(content.getBytes(StandardCharsets.UTF_8)));
    return Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofDays(days))));
  }

  private ObjectRef objectUsedDaysAgo(String content, int days) throws Exception {
    ObjectRef object = store.put(content.getBytes(StandardCharsets.UTF_8));
    usedDaysAgo(content, days);
    return object;
  }
}
