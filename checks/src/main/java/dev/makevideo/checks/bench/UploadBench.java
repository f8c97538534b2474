package dev.makevideo.checks.bench;

import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.tools.Trees;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How soon a submission's verdict comes: from the moment when the last byte was written to the
 * first byte of the answer. A real API process and a real Temporal server, no worker; accepted and
 * refused narrations of the largest size.
 */
final class UploadBench {
  static final int FULL = 30;
  static final int SHORT = 2;
  private static final int WARM_UP = 5;
  private static final int ACCEPTED = 202;

  private final Figures figures;

  private final int runs;

  /**
   * @param runs of each kind
   */
  UploadBench(Figures figures, int runs) {
    this.figures = figures;
    this.runs = runs;
  }

  /**
   * One kind of upload.
   *
   * @param status with which it must be answered
   */
  private record Kind(String name, byte[] audio, int status) {}

  void run() throws IOException, InterruptedException {
    Programs programs = Programs.find(System.err::println);
    try (TemporaryFolder folder = TemporaryFolder.create("make-video-bench")) {
      List<Kind> kinds = kinds(new LargestNarrations(programs.ffmpeg().ffmpeg(), folder.path()));
      try (Rig rig = new Rig(folder.path().resolve("rig"), programs, Map.of())) {
        measure(rig, kinds);
      }
    }
  }

  private static List<Kind> kinds(LargestNarrations make) throws IOException, InterruptedException {
    return List.of(
        new Kind("wav", make.wav(LargestNarrations.LARGEST, 48_000), ACCEPTED),
        new Kind("mp3", make.mp3(true), ACCEPTED),
        new Kind("mp3_without_xing", make.mp3(false), ACCEPTED),
        new Kind("m4a_moov_last", make.m4a(), ACCEPTED),
        new Kind("ogg", make.ogg("libopus"), ACCEPTED),
        new Kind("ogg_vorbis", make.ogg("libvorbis"), ACCEPTED),
        new Kind("one_byte_too_many", make.wav(LargestNarrations.LARGEST + 1, 48_000), 413),
        new Kind("too_long", make.wav(LargestNarrations.LARGEST, 43_000), 422),
        new Kind("png", make.png(), 415));
  }

  private void measure(Rig rig, List<Kind> kinds) throws IOException {
    double accepted = 0;
    double refused = 0;
    for (Kind kind : kinds) {
      double[] millis = new double[runs];
      double[] sending = new double[runs];
      for (int run = -WARM_UP; run < runs; run++) {
        // Bytes that the store has already would be compared and not stored.
        Trees.delete(rig.store().resolve("objects"));
        Posting.Verdict verdict = Posting.send(rig.client().port(), kind.audio());
        if (verdict.status() != kind.status()) {
          throw new IllegalStateException(kind.name() + " was answered " + verdict);
        }
        if (run >= 0) {
          millis[run] = verdict.millis();
          sending[run] = verdict.sendingMillis();
        }
      }
      double p50 = Figures.median(millis);
      figures.note(
          String.format(
              Locale.ROOT,
              "%s: %d bytes, answered %d; sent in %.0f ms (median of %d); load average %.1f",
              kind.name(),
              kind.audio().length,
              kind.status(),
              Figures.median(sending),
              runs,
              ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
      figures.print("verdict_" + kind.name() + "_p50_ms", p50);
      figures.print("verdict_" + kind.name() + "_p99_ms", Figures.percentile(millis, 0.99));
      if (kind.status() == ACCEPTED) {
        accepted = Math.max(accepted, p50);
      } else {
        refused = Math.max(refused, p50);
      }
    }
    figures.note("of the slowest kind that is accepted, and of the slowest that is refused");
    figures.print("verdict_p50_ms", accepted);
    figures.print("verdict_refused_p50_ms", refused);
  }
}
