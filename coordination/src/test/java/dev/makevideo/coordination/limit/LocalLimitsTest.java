package dev.makevideo.coordination.limit;

class LocalLimitsTest extends LimitsContract {
  private final Limits limits = new LocalLimits(System::nanoTime);

  @Override
  Limits limits() {
    return limits;
  }
}
