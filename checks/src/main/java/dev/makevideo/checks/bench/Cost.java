package dev.makevideo.checks.bench;

/**
 * What a piece of work took.
 *
 * @param wall seconds
 * @param cpu seconds of user and system time, of all processes together
 */
record Cost(double wall, double cpu) {
  @Override
  public String toString() {
    return "%.1f s CPU, %.1f s".formatted(cpu, wall);
  }
}
