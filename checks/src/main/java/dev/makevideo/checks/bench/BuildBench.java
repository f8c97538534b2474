package dev.makevideo.checks.bench;

import dev.makevideo.checks.bench.SinglePass.Threads;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.testkit.ClipMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The stage {@code building_video} against one ffmpeg command that does all at once, and against
 * MoviePy: a minute of 1080x1920 from 14 clips, with captions. Leaves nothing in the temporary
 * directory.
 */
final class BuildBench {
  static final Form FULL = new Form(14, 60, 5, true);
  static final Form SHORT = new Form(3, 9, 1, false);

  /** Lengths of clips, in turn: two give a second stretch, and have to be sought in for it. */
  private static final List<Integer> CLIP_SECONDS = List.of(4, 3, 4, 9, 4, 3, 4);

  /** So much of the video decides which threads are fastest: the longest cut is among them. */
  private static final int EXCERPT = 4;

  private final Figures figures;
  private final Form form;
  private final Programs programs;
  private final Path tools;

  BuildBench(Figures figures, Form form) throws IOException, InterruptedException {
    this.figures = figures;
    this.form = form;
    programs = Programs.find(figures::note);
    tools = Settings.from(System.getenv()).storage().tools();
  }

  /**
   * How large it is.
   *
   * @param seconds of video
   * @param moviePy whether MoviePy builds it too; once, as it takes so long
   */
  record Form(int clips, int seconds, int pairs, boolean moviePy) {}

  void run() throws IOException, InterruptedException {
    try (TemporaryFolder temporary = TemporaryFolder.create("make-video-build")) {
      run(temporary.path());
    }
  }

  private void run(Path folder) throws IOException, InterruptedException {
    ClipMaker clipMaker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    List<Path> clips =
        clipMaker.phoneClips(
            IntStream.range(0, form.clips())
                .mapToObj(i -> CLIP_SECONDS.get(i % CLIP_SECONDS.size()))
                .toList());
    Path narration = clipMaker.narration(form.seconds());
    try (Rig rig = new Rig(folder.resolve("rig"), programs, Map.of())) {
      JavaProcess worker = rig.startWorker();
      try (ProcessWatch watch = new ProcessWatch(worker.pid(), folder.resolve("captions"))) {
        OurBuild ours = new OurBuild(rig.client(), watch, narration, form.seconds());
        OurBuild.Built warm = ours.build(clipMaker.twins(clips, "warm"));
        Threads threads = fastest(warm, narration, folder.resolve("excerpt"));
        SinglePass peer = singlePass(folder.resolve("single"), warm.segments(), narration);
        figures.note("single pass: " + String.join(" ", peer.command(threads)));
        Optional<Cost> moviePy =
            form.moviePy()
                ? Optional.of(moviePy(warm, narration, folder.resolve("moviepy")))
                : Optional.empty();
        List<OurBuild.Built> built = new ArrayList<>();
        List<Cost> theirs = new ArrayList<>();
        for (int pair = 0; pair < form.pairs(); pair++) {
          List<Path> twins = clipMaker.twins(clips, "pair" + pair);
          if (pair % 2 == 0) {
            theirs.add(peer.run(threads));
            built.add(ours.build(twins));
          } else {
            built.add(ours.build(twins));
            theirs.add(peer.run(threads));
          }
          note(pair, built.get(pair), theirs.get(pair));
        }
        print(built, theirs, moviePy);
      }
    }
  }

  private void note(int pair, OurBuild.Built ours, Cost theirs) {
    figures.note(
        "pair %d: ours %s (JVM %.1f s CPU, %.0f of %.0f MB); single pass %s"
            .formatted(
                pair + 1,
                ours.cost(),
                ours.jvm(),
                ours.memory().itself(),
                ours.memory().together(),
                theirs));
  }

  private void print(List<OurBuild.Built> built, List<Cost> theirs, Optional<Cost> moviePy) {
    List<Cost> ours = built.stream().map(OurBuild.Built::cost).toList();
    figures.print("build_cpu_vs_single_pass", medianRatio(ours, theirs, Cost::cpu));
    figures.print("build_wall_vs_single_pass", medianRatio(ours, theirs, Cost::wall));
    figures.print(
        "build_memory_mb",
        built.stream().mapToDouble(each -> each.memory().together()).max().orElseThrow());
    moviePy.ifPresent(
        cost -> {
          List<Cost> once = ours.stream().map(each -> cost).toList();
          figures.print("build_cpu_vs_moviepy", medianRatio(ours, once, Cost::cpu));
          figures.print("build_wall_vs_moviepy", medianRatio(ours, once, Cost::wall));
        });
  }

  private static double medianRatio(
      List<Cost> ours, List<Cost> theirs, ToDoubleFunction<Cost> part) {
    return Figures.median(
        IntStream.range(0, ours.size())
            .mapToDouble(i -> part.applyAsDouble(ours.get(i)) / part.applyAsDouble(theirs.get(i)))
            .toArray());
  }

  private SinglePass singlePass(Path folder, List<SegmentRun> segments, Path narration)
      throws IOException {
    return new SinglePass(programs.ffmpeg().ffmpeg(), folder, segments, narration);
  }

  private Threads fastest(OurBuild.Built warm, Path narration, Path folder)
      throws IOException, InterruptedException {
    List<SegmentRun> first = warm.segments().subList(0, Math.min(EXCERPT, warm.segments().size()));
    SinglePass peer = singlePass(folder, first, narration);
    Threads best = Threads.AUTOMATIC;
    double least = Double.MAX_VALUE;
    for (Threads threads : Threads.values()) {
      Cost cost = peer.run(threads);
      figures.note(
          "single pass of %d segments, threads %s: %s".formatted(first.size(), threads, cost));
      if (cost.wall() < least) {
        least = cost.wall();
        best = threads;
      }
    }
    return best;
  }

  private Cost moviePy(OurBuild.Built warm, Path narration, Path folder)
      throws IOException, InterruptedException {
    Path font;
    try (Stream<Path> fonts =
        Files.list(Path.of(warm.segments().get(0).fonts().replace("\\", "")))) {
      font = fonts.filter(f -> f.toString().contains("Montserrat")).findFirst().orElseThrow();
    }
    Cost cost =
        new MoviePy(tools, programs.ffmpeg().ffmpeg(), folder)
            .run(warm.segments(), narration, warm.srt(), font, new int[] {1080, 1920});
    figures.note("MoviePy: " + cost);
    return cost;
  }
}
