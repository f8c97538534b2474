package dev.makevideo.worker.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.settings.RoomSettings;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.SlotMarkUsedContext;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReleaseReason;
import io.temporal.worker.tuning.SlotReserveContext;
import io.temporal.worker.tuning.SlotSupplierFuture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmittedSlotsTest {
  private static final long MB = 1_000_000;

  private final AtomicLong disk = new AtomicLong(100_000 * MB);
  private final AtomicLong memory = new AtomicLong(100_000 * MB);
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final RoomRule rule =
      new RoomRule(
          RoomSettings.defaults(),
          new HostRoom() {
            @Override
            public long disk() throws IOException {
              if (disk.get() < 0) {
                throw new IOException("the store is gone");
              }
              return disk.get();
            }

            @Override
            public OptionalLong memory() {
              return memory.get() < 0 ? OptionalLong.empty() : OptionalLong.of(memory.get());
            }

            @Override
            public int temporaryFiles() {
              return (int) files.get();
            }
          },
          nanos::get);

  private static final SlotReserveContext<ActivitySlotInfo> CONTEXT =
      new SlotReserveContext<>() {
        @Override
        public String getTaskQueue() {
          return TaskQueues.IO;
        }

        @Override
        public Map<SlotPermit, ActivitySlotInfo> getUsedSlots() {
          return Map.of();
        }

        @Override
        public String getWorkerIdentity() {
          return "test";
        }

        @Override
        public String getWorkerBuildId() {
          return "";
        }

        @Override
        public int getNumIssuedSlots() {
          return 0;
        }
      };

  private record Released(SlotPermit permit) implements SlotReleaseContext<ActivitySlotInfo> {
    @Override
    public SlotReleaseReason getSlotReleaseReason() {
      return SlotReleaseReason.taskComplete();
    }

    @Override
    public SlotPermit getSlotPermit() {
      return permit;
    }

    @Override
    @SuppressWarnings("NullAway") // as the SDK's own for a slot that was never used
    public ActivitySlotInfo getSlotInfo() {
      return null;
    }
  }

  private record Used(SlotPermit permit) implements SlotMarkUsedContext<ActivitySlotInfo> {
    @Override
    @SuppressWarnings("NullAway") // nobody asks
    public ActivitySlotInfo getSlotInfo() {
      return null;
    }

    @Override
    public SlotPermit getSlotPermit() {
      return permit;
    }
  }

  private Optional<Objection> objection(String queue, int atWork) {
    Need need = Need.all().stream().filter(n -> n.queue().equals(queue)).findFirst().orElseThrow();
    return rule.objection(need, atWork);
  }

  @ParameterizedTest
  @CsvSource({
    "make-video-io, 0, 800, true",
    "make-video-io, 0, 799, false",
    "make-video-io, 1, 1100, true",
    "make-video-io, 1, 1099, false",
    "make-video-cpu, 0, 550, true",
    "make-video-cpu, 0, 549, false",
    "make-video-transcribe, 3, 700, true",
    "make-video-transcribe, 3, 699, false",
  })
  void aJobThatRunsMayUseWhatLiesBetweenTheLeastAndTheReserve(
      String queue, int atWork, long megabytes, boolean room) {
    disk.set(megabytes * MB);
    assertEquals(room, objection(queue, atWork).isEmpty());
  }

  @Test
  void theSentenceHasTheFigures() {
    disk.set(799 * MB);
    assertEquals(
        "the store's disk has 799 MB free, and one piece of make-video-io more beside 0 at work"
            + " wants 800 MB",
        objection(TaskQueues.IO, 0).orElseThrow().sentence());
    disk.set(-1);
    Objection gone = objection(TaskQueues.IO, 0).orElseThrow();
    assertEquals(Objection.Lack.DISK, gone.lack());
    assertTrue(gone.sentence().contains("the store is gone"), gone.sentence());
  }

  @Test
  void memoryAndTemporaryFilesAreLookedAtToo() {
    memory.set(555 * MB);
    assertEquals(Objection.Lack.MEMORY, objection(TaskQueues.CPU, 1).orElseThrow().lack());
    assertTrue(objection(TaskQueues.CPU, 0).isEmpty(), "a small host makes one after the other");
    memory.set(556 * MB);
    assertTrue(objection(TaskQueues.CPU, 1).isEmpty());
    memory.set(255 * MB);
    assertEquals(Objection.Lack.MEMORY, objection(TaskQueues.CPU, 0).orElseThrow().lack());
    memory.set(-1);
    assertTrue(objection(TaskQueues.CPU, 0).isEmpty(), "a system that does not tell is trusted");
    files.set(RoomRule.MOST_TEMPORARY_FILES + 1);
    assertEquals(Objection.Lack.TEMPORARY_FILES, objection(TaskQueues.IO, 0).orElseThrow().lack());
  }

  @Test
  void whatRanOutOfDiskGetsMoreOrTriesAgainAfterAWhile() {
    disk.set(2_000 * MB);
    rule.notEnough(TaskQueues.CPU, 2_000 * MB);
    assertTrue(
        objection(TaskQueues.CPU, 0).orElseThrow().sentence().endsWith("wants 2.0 GB"),
        () -> objection(TaskQueues.CPU, 0).toString());
    assertTrue(objection(TaskQueues.IO, 0).isEmpty());
    disk.set(2_050 * MB);
    assertTrue(objection(TaskQueues.CPU, 0).isEmpty());
    rule.notEnough(TaskQueues.CPU, 90_000 * MB);
    disk.set(5_000 * MB);
    assertTrue(objection(TaskQueues.CPU, 0).isEmpty(), "others had filled it");
    disk.set(2_000 * MB);
    assertTrue(objection(TaskQueues.CPU, 0).isPresent());
    nanos.addAndGet(RoomRule.LESSON.toNanos() + 1);
    assertTrue(objection(TaskQueues.CPU, 0).isEmpty());
  }

  @Test
  void slotsAreGivenOutWhenThereIsRoomAgainAndInOrder() {
    disk.set(0);
    AdmittedSlots slots = new AdmittedSlots(2, atWork -> objection(TaskQueues.IO, atWork));
    SlotSupplierFuture first = slots.reserveSlot(CONTEXT);
    SlotSupplierFuture second = slots.reserveSlot(CONTEXT);
    assertFalse(first.isDone());
    assertEquals(Optional.empty(), slots.tryReserveSlot(CONTEXT));
    assertTrue(slots.objection().isPresent());
    disk.set(800 * MB);
    slots.grant();
    assertTrue(first.isDone());
    assertFalse(second.isDone(), "room for one is not room for two");
    assertEquals(Optional.empty(), slots.objection(), "the first still polls");
    slots.markSlotUsed(new Used(first.getNow(null)));
    assertTrue(slots.objection().isPresent());
    disk.set(100_000 * MB);
    slots.grant();
    assertTrue(second.isDone());
    assertEquals(Optional.empty(), slots.objection());
  }

  @Test
  void allSlotsInUseIsNoLackOfRoom() {
    AdmittedSlots slots = new AdmittedSlots(1, atWork -> objection(TaskQueues.IO, atWork));
    SlotSupplierFuture first = slots.reserveSlot(CONTEXT);
    SlotSupplierFuture second = slots.reserveSlot(CONTEXT);
    disk.set(0);
    slots.grant();
    assertEquals(Optional.empty(), slots.objection());
    slots.releaseSlot(new Released(first.getNow(null)));
    assertFalse(second.isDone());
    assertTrue(slots.objection().isPresent());
  }

  @Test
  void aReservationThatIsGivenUpTakesNoSlot() {
    AdmittedSlots slots = new AdmittedSlots(1, atWork -> objection(TaskQueues.IO, atWork));
    disk.set(0);
    SlotSupplierFuture given = slots.reserveSlot(CONTEXT);
    assertNull(given.abortReservation());
    disk.set(100_000 * MB);
    slots.grant();
    SlotSupplierFuture next = slots.reserveSlot(CONTEXT);
    assertTrue(next.isDone());
    SlotPermit permit = next.abortReservation();
    slots.releaseSlot(new Released(permit));
    assertTrue(slots.tryReserveSlot(CONTEXT).isPresent());
  }

  @Test
  void neverMoreThanThereAreAndNoneIsLostWhateverComes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int most = 3;
    AdmittedSlots slots = new AdmittedSlots(most, atWork -> objection(TaskQueues.IO, atWork));
    List<SlotPermit> held = new ArrayList<>();
    List<SlotSupplierFuture> waiting = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      switch (random.nextInt(6)) {
        case 0 -> waiting.add(slots.reserveSlot(CONTEXT));
        case 1 -> slots.tryReserveSlot(CONTEXT).ifPresent(held::add);
        case 2 -> {
          if (!held.isEmpty()) {
            slots.releaseSlot(new Released(held.remove(random.nextInt(held.size()))));
          }
        }
        case 3 -> {
          if (!waiting.isEmpty()) {
            SlotPermit late = waiting.remove(random.nextInt(waiting.size())).abortReservation();
            if (late != null) {
              slots.releaseSlot(new Released(late));
            }
          }
        }
        case 4 -> disk.set(random.nextInt(2_000) * MB);
        default -> slots.grant();
      }
      waiting.removeIf(
          future -> {
            if (future.isDone()) {
              held.add(future.getNow(null));
            }
            return future.isDone();
          });
      assertTrue(held.size() <= most, "seed " + seed + ", step " + step);
    }
    waiting.forEach(future -> assertNull(future.abortReservation()));
    held.forEach(permit -> slots.releaseSlot(new Released(permit)));
    disk.set(100_000 * MB);
    for (int i = 0; i < most; i++) {
      assertTrue(slots.tryReserveSlot(CONTEXT).isPresent(), "seed " + seed);
    }
    assertTrue(slots.tryReserveSlot(CONTEXT).isEmpty(), "seed " + seed);
  }
}
