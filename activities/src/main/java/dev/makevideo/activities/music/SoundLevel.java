package dev.makevideo.activities.music;

/**
 * How loud a piece of sound is, in the stereo of the finished video: a JSON object in the store.
 *
 * @param loudness integrated, in LUFS (EBU R 128); {@value #FLOOR} at the least
 * @param peak the highest sample, 1 is full scale; may be more than that
 * @param seconds how much was measured, in steps of 0.1 s
 */
record SoundLevel(double loudness, double peak, double seconds) {
  /** Where the gate of R 128 is: nothing below it is measured. */
  static final double FLOOR = -70;

  /** Nothing louder than this is silence, as with narrations: -50 dB. */
  private static final double SILENT_PEAK = 0.00316;

  /** Sound too short to be measured is taken to lie so far below its peak. */
  private static final double CREST = 12;

  /** In dB of full scale. */
  double peakDecibels() {
    return 20 * Math.log10(Math.max(peak, 1e-5));
  }

  boolean isSilent() {
    return peak < SILENT_PEAK;
  }

  /** The loudness, also of what is shorter than the 0.4 s that R 128 measures at once. */
  double level() {
    return loudness > FLOOR ? loudness : Math.max(FLOOR, peakDecibels() - CREST);
  }
}
