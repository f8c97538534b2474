package dev.makevideo.worker.housekeeping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.forgetting.NamedObjects;
import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.workflows.contract.ForgottenJob;
import dev.makevideo.workflows.contract.FreedObjects;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.wire.Payloads;
import io.grpc.StatusRuntimeException;
import io.temporal.client.ActivityCanceledException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of what a deleted job named, case by case; the store is a real one. */
class ObjectFreeingTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  /** When all of it was used last, unless a case says other. */
  private static final Instant USED = NOW.minus(Duration.ofDays(2));

  private static final Instant BEFORE = USED.minus(Duration.ofDays(1));
  private static final Instant SINCE = USED.plus(Duration.ofDays(1));
  private static final Optional<Instant> OPEN = Optional.empty();
  private static final Optional<Instant> CLOSED = Optional.of(USED);
  private static final String GONE = "mv-gone";

  @TempDir Path folder;

  private FileArtifactStore store;
  private final FakeRuns runs = new FakeRuns();
  private final CountedHeartbeat heartbeat = new CountedHeartbeat();

  @BeforeEach
  void open() throws Exception {
    store = new FileArtifactStore(folder.resolve("store"), 0);
  }

  private ObjectRef object(byte[] bytes, Instant used) throws Exception {
    ObjectRef object = store.put(bytes);
    Files.setLastModifiedTime(store.path(object), FileTime.from(used));
    return object;
  }

  private ObjectRef object(String text) throws Exception {
    return object(text.getBytes(StandardCharsets.UTF_8), USED);
  }

  private ObjectRef list(ObjectRef... clips) throws Exception {
    List<UploadedClips.Item> items =
        Stream.of(clips).map(clip -> new UploadedClips.Item("a.mp4", clip, false)).toList();
    return object(Payloads.mapper().writeValueAsBytes(new UploadedClips(items)), USED);
  }

  private boolean isThere(ObjectRef object) throws Exception {
    return store.lastUse(object).isPresent();
  }

  private static ForgottenJob forgotten(ObjectRef... objects) {
    return new ForgottenJob(GONE, List.of(objects), List.of());
  }

  private FreedObjects free(ForgottenJob... jobs) {
    return new ObjectFreeing(
            runs, store, folder.resolve("uploads"), Clock.fixed(NOW, ZoneOffset.UTC), heartbeat)
        .freeObjects(List.of(jobs));
  }

  /** What becomes of the video. */
  private enum Fate {
    FREED,
    DECIDED_LATER,
    KEPT
  }

  /** What else there is, and what then becomes of the video. */
  private enum Case {
    NOTHING_ELSE(Fate.FREED) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) {}
    },
    ANOTHER_JOB_NAMES_IT(Fate.KEPT) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) {
        test.runs.job("mv-2", "r", BEFORE, CLOSED, FakeRuns.naming(video));
      }
    },
    ANOTHER_JOB_NAMES_OTHERS(Fate.FREED) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) throws Exception {
        test.runs.job("mv-2", "r", BEFORE, CLOSED, FakeRuns.naming(test.object("other")));
      }
    },
    ANOTHER_WAS_BUILT_OF_IT(Fate.KEPT) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) throws Exception {
        NamedObjects it = FakeRuns.builtOf(test.list(video));
        test.runs.job("mv-2", "r", BEFORE, CLOSED, it);
      }
    },
    ANOTHER_HAS_IT_IN_ITS_LIST(Fate.KEPT) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) throws Exception {
        NamedObjects it = FakeRuns.listing(test.list(video));
        test.runs.job("mv-2", "r", BEFORE, CLOSED, it);
      }
    },
    THE_JOB_IS_STILL_THERE(Fate.DECIDED_LATER) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) {
        test.runs.job(GONE, "r", BEFORE, CLOSED, FakeRuns.naming(video));
      }
    },
    THE_JOB_WAS_RETRIED(Fate.KEPT) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) {
        test.runs.job(GONE, "r", SINCE, OPEN, FakeRuns.naming(video));
      }
    },
    AN_OPEN_JOB_MAY_USE_IT(Fate.DECIDED_LATER) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) {
        test.runs.job("mv-2", "r", BEFORE, OPEN, FakeRuns.NOTHING);
      }
    },
    AN_OPEN_JOB_BEGAN_LATER(Fate.FREED) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) {
        test.runs.job("mv-2", "r", SINCE, OPEN, FakeRuns.NOTHING);
      }
    },
    A_CONVERSATION_MAY_USE_IT(Fate.DECIDED_LATER) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) {
        test.runs.conversation("c", BEFORE, OPEN, FakeRuns.NOTHING);
      }
    },
    A_CONVERSATION_THAT_WENT_ON_IN_A_NEW_RUN_NAMES_IT(Fate.KEPT) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) {
        test.runs.conversation("c", SINCE, OPEN, FakeRuns.naming(video));
      }
    },
    A_CONVERSATION_THAT_ENDED_JUST_NOW_NAMES_IT(Fate.KEPT) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) {
        Optional<Instant> closed = Optional.of(NOW.minusSeconds(60));
        test.runs.conversation("c", SINCE, closed, FakeRuns.naming(video));
      }
    },
    A_CONVERSATION_THAT_ENDED_LONG_AGO_NAMES_IT(Fate.FREED) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) {
        test.runs.conversation("c", BEFORE, CLOSED, FakeRuns.naming(video));
      }
    },
    IT_WAITS_FOR_A_JOB_AS_AN_UPLOAD(Fate.DECIDED_LATER) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) throws Exception {
        Path upload = Files.createDirectories(test.folder.resolve("uploads/default/one"));
        Files.write(
            upload.resolve("record.json"),
            Payloads.mapper().writeValueAsBytes(Map.of("content", video)));
      }
    },
    IT_WAS_USED_A_MOMENT_AGO(Fate.DECIDED_LATER) {
      @Override
      void make(ObjectFreeingTest test, ObjectRef video) throws Exception {
        Files.setLastModifiedTime(test.store.path(video), FileTime.from(NOW.minusSeconds(60)));
      }
    };

    private final Fate fate;

    Case(Fate fate) {
      this.fate = fate;
    }

    abstract void make(ObjectFreeingTest test, ObjectRef video) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void aDeletedJobsVideoGoesOnlyIfItIsNobodysAndWaitsWhileThatIsOpen(Case it) throws Exception {
    ObjectRef video = object("video");
    it.make(this, video);
    FreedObjects freed = free(forgotten(video));
    assertEquals(it.fate != Fate.FREED, isThere(video));
    assertEquals(it.fate == Fate.FREED ? 1 : 0, freed.files());
    assertEquals(it.fate == Fate.FREED ? video.bytes() : 0, freed.bytes());
    List<ForgottenJob> left = it.fate == Fate.DECIDED_LATER ? List.of(forgotten(video)) : List.of();
    assertEquals(left, freed.left());
  }

  @Test
  void whatIsGoneAlreadyIsForgotten() throws Exception {
    FreedObjects freed = free(forgotten(new ObjectRef("a".repeat(64), 3)));
    assertEquals(new FreedObjects(0, 0, List.of()), freed);
  }

  @Test
  void whatTwoDeletedJobsNamedIsCountedOnce() throws Exception {
    ObjectRef video = object("video");
    ForgottenJob other = new ForgottenJob("mv-other", List.of(video), List.of());
    assertEquals(1, free(forgotten(video), other).files());
  }

  @Test
  void aListGoesWithTheClipsThatItNames() throws Exception {
    ObjectRef clip = object("clip");
    ObjectRef list = list(clip);
    assertEquals(2, free(new ForgottenJob(GONE, List.of(list), List.of(list))).files());
    assertFalse(isThere(clip) || isThere(list));
  }

  @Test
  void aListStaysWhileAClipOfItWaitsAndIsNotExpanded() throws Exception {
    ObjectRef used = object("used".getBytes(StandardCharsets.UTF_8), NOW.minusSeconds(60));
    ObjectRef unused = object("unused");
    ObjectRef list = list(used, unused);
    ForgottenJob job = new ForgottenJob(GONE, List.of(list), List.of(list));
    assertEquals(new FreedObjects(1, unused.bytes(), List.of(job)), free(job));
    assertTrue(isThere(used) && isThere(list) && !isThere(unused));
  }

  @Test
  void anAttemptThatBreaksOffLeavesTheListThatTheNextOneReads() throws Exception {
    ObjectRef first = object("first");
    ObjectRef second = object("second");
    ObjectRef list = list(first, second);
    ForgottenJob job = new ForgottenJob(GONE, List.of(list), List.of(list));
    // Either may go first.
    heartbeat.end = () -> isThere(first) != isThere(second);
    assertThrows(ActivityCanceledException.class, () -> free(job));
    assertTrue(isThere(list) && isThere(first) != isThere(second));
    heartbeat.end = () -> false;
    assertEquals(2, free(job).files());
    assertFalse(isThere(first) || isThere(second) || isThere(list));
  }

  @Test
  void nobodysHistoryIsReadWhileNothingIsUnusedForLongEnough() throws Exception {
    ObjectRef video = object("video");
    runs.job("mv-2", "r", BEFORE, OPEN, FakeRuns.NOTHING);
    runs.job("mv-3", "r3", BEFORE, CLOSED, FakeRuns.NOTHING);
    assertEquals(List.of(forgotten(video)), free(forgotten(video)).left());
    assertEquals(0, runs.read);
    assertTrue(heartbeat.told > 0);
  }

  @Test
  void nothingIsDeletedWhenTheServerDoesNotAnswer() throws Exception {
    ObjectRef video = object("video");
    runs.answers = false;
    assertThrows(StatusRuntimeException.class, () -> free(forgotten(video)));
    assertTrue(isThere(video));
  }

  @Test
  void nothingIsDeletedWhenNobodyKnowsWhatAJobNames() throws Exception {
    ObjectRef video = object("video");
    runs.all.add(
        new KnownRuns.Run(
            "mv-2",
            "r",
            MakeVideoWorkflow.TYPE,
            BEFORE,
            CLOSED,
            () -> {
              throw new IllegalStateException("cannot be read");
            }));
    assertThrows(IllegalStateException.class, () -> free(forgotten(video)));
    assertTrue(isThere(video));
  }
}
