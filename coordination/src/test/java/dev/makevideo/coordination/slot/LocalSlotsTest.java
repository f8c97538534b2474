package dev.makevideo.coordination.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LocalSlotsTest extends SlotsContract {
  private final LocalSlots slots = new LocalSlots();

  @Override
  Slots one() {
    return slots;
  }

  @Override
  Slots other() {
    return slots;
  }

  @Test
  void whatNobodyHoldsOrWaitsForIsForgotten() throws Exception {
    try (Slots.Slot held = taken(slots, SEARCH)) {
      taken(slots, MEDIA).close();
      assertTrue(take(slots, SEARCH).isEmpty());
      assertEquals(1, slots.known());
    }
    assertEquals(0, slots.known());
  }
}
