package dev.makevideo.coordination.slot;

class LocalSlotsTest extends SlotsContract {
  private final Slots slots = new LocalSlots();

  @Override
  Slots one() {
    return slots;
  }

  @Override
  Slots other() {
    return slots;
  }
}
