package dev.makevideo.activities.transcription;

/** Finds where sound may be cut. Stateless. */
final class QuietPlace {
  private static final int BLOCK = LogMel.RATE / 10;

  private QuietPlace() {}

  /** The middle of the quietest tenth of a second, within a fifth of the sound from a place. */
  static int near(float[] samples, int place) {
    int reach = samples.length / 5;
    int best = place;
    double least = Double.POSITIVE_INFINITY;
    for (int at = Math.max(0, place - reach);
        at + BLOCK <= Math.min(samples.length, place + reach);
        at += BLOCK / 4) {
      double energy = 0;
      for (int i = at; i < at + BLOCK; i++) {
        energy += samples[i] * samples[i];
      }
      if (energy < least) {
        least = energy;
        best = at + BLOCK / 2;
      }
    }
    return best;
  }
}
