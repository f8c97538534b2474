package dev.makevideo.checks.bench;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.bench.SinglePass.Threads;
import dev.makevideo.checks.rig.Footage;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The stage {@code building_video} against one ffmpeg command that does all at once, and against
 * MoviePy: a minute of 1080x1920 from 14 clips, with captions. Ours is the CPU time of the warm
 * worker and of all that it runs, from the stage's start to its end.
 */
final class BuildBench {
  static final Form FULL = new Form(14, 60, 5, true);
  static final Form SHORT = new Form(3, 9, 1, false);
  private static final int CLIP_SECONDS = 5;
  private static final Duration JOB = Duration.ofMinutes(30);

  private final Figures figures;
  private final Form form;
  private final Path folder;
  private final Programs programs;
  private final Path tools;

  BuildBench(Figures figures, Form form) throws IOException, InterruptedException {
    this.figures = figures;
    this.form = form;
    folder = Files.createTempDirectory("make-video-build");
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

  /** What one job of ours took, and what is needed to make the same video in another way. */
  private record Ours(Cost cost, double megabytes, List<SegmentRun> segments, String srt) {}

  void run() throws IOException, InterruptedException {
    Footage footage = new Footage(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    List<Path> clips = footage.grainyClips(form.clips(), CLIP_SECONDS);
    Path narration = footage.narration(form.seconds());
    try (Rig rig = new Rig(folder.resolve("rig"), programs, Map.of())) {
      JavaProcess worker = rig.startWorker();
      try (ProcessWatch watch = new ProcessWatch(worker.pid(), folder.resolve("captions"))) {
        Ours warm = ours(rig, watch, footage.twins(clips, "warm"), narration);
        SinglePass peer =
            new SinglePass(
                programs.ffmpeg().ffmpeg(), folder.resolve("single"), warm.segments(), narration);
        Threads threads = fastest(peer);
        figures.note("single pass: " + String.join(" ", peer.command(threads)));
        Optional<Cost> moviePy =
            form.moviePy() ? Optional.of(moviePy(warm, narration)) : Optional.empty();
        pairs(rig, watch, footage, clips, narration, peer, threads, moviePy);
      }
    }
  }

  private void pairs(
      Rig rig,
      ProcessWatch watch,
      Footage footage,
      List<Path> clips,
      Path narration,
      SinglePass peer,
      Threads threads,
      Optional<Cost> moviePy)
      throws IOException, InterruptedException {
    List<Ours> ours = new ArrayList<>();
    double[] cpu = new double[form.pairs()];
    double[] wall = new double[form.pairs()];
    for (int pair = 0; pair < form.pairs(); pair++) {
      Cost theirs = pair % 2 == 0 ? peer.run(threads) : null;
      Ours job = ours(rig, watch, footage.twins(clips, "pair" + pair), narration);
      if (theirs == null) {
        theirs = peer.run(threads);
      }
      ours.add(job);
      cpu[pair] = job.cost().cpu() / theirs.cpu();
      wall[pair] = job.cost().wall() / theirs.wall();
      figures.note(
          "pair %d: ours %.1f s CPU, %.1f s; single pass %.1f s CPU, %.1f s"
              .formatted(
                  pair + 1, job.cost().cpu(), job.cost().wall(), theirs.cpu(), theirs.wall()));
    }
    figures.print("build_cpu_vs_single_pass", Figures.median(cpu));
    figures.print("build_wall_vs_single_pass", Figures.median(wall));
    figures.print(
        "build_memory_mb", ours.stream().mapToDouble(Ours::megabytes).max().orElseThrow());
    moviePy.ifPresent(peerCost -> against(peerCost, ours));
  }

  private void against(Cost moviePy, List<Ours> ours) {
    figures.print("build_cpu_vs_moviepy", median(ours, Cost::cpu) / moviePy.cpu());
    figures.print("build_wall_vs_moviepy", median(ours, Cost::wall) / moviePy.wall());
  }

  private static double median(List<Ours> ours, ToDoubleFunction<Cost> part) {
    return Figures.median(ours.stream().map(Ours::cost).mapToDouble(part).toArray());
  }

  private Ours ours(Rig rig, ProcessWatch watch, List<Path> clips, Path narration)
      throws IOException, InterruptedException {
    watch.takeRuns();
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < form.seconds() / 3; i++) {
      script.append("Sentence ").append(i).append(" is said in six words. ");
    }
    String id =
        rig.client()
            .create(
                narration,
                Map.of(
                    "query",
                    "bench",
                    "clips_folder",
                    requireNonNull(clips.get(0).getParent()).toString(),
                    "script",
                    script.toString(),
                    "quality",
                    "standard"),
                "bench");
    rig.client().awaitStatus(id, "completed", JOB);
    JsonNode stage = rig.client().stage(id, "building_video");
    Instant from = Instant.parse(stage.path("started_at").asText());
    Instant to = Instant.parse(stage.path("ended_at").asText());
    List<SegmentRun> segments = watch.takeRuns();
    long frames = segments.stream().mapToLong(SegmentRun::frames).sum();
    if (frames < form.seconds() * 30) {
      throw new IllegalStateException("saw encoders of " + frames + " frames only");
    }
    return new Ours(
        new Cost(Duration.between(from, to).toMillis() / 1000.0, watch.cpuBetween(from, to)),
        watch.mostMegabytes(from, to),
        segments,
        rig.client().get("/v1/videos/" + id + "/subtitles.srt").body());
  }

  private Threads fastest(SinglePass peer) throws IOException, InterruptedException {
    Threads best = Threads.AUTOMATIC;
    double least = Double.MAX_VALUE;
    for (Threads threads : Threads.values()) {
      Cost cost = peer.run(threads);
      figures.note(
          "single pass, threads %s: %.1f s CPU, %.1f s"
              .formatted(threads, cost.cpu(), cost.wall()));
      if (cost.wall() < least) {
        least = cost.wall();
        best = threads;
      }
    }
    return best;
  }

  private Cost moviePy(Ours warm, Path narration) throws IOException, InterruptedException {
    Path font;
    try (Stream<Path> fonts =
        Files.list(Path.of(warm.segments().get(0).fonts().replace("\\", "")))) {
      font = fonts.filter(f -> f.toString().contains("Montserrat")).findFirst().orElseThrow();
    }
    Cost cost =
        new MoviePy(tools, programs.ffmpeg().ffmpeg(), folder.resolve("moviepy"))
            .run(warm.segments(), narration, warm.srt(), font, new int[] {1080, 1920});
    figures.note("MoviePy: %.1f s CPU, %.1f s".formatted(cost.cpu(), cost.wall()));
    return cost;
  }
}
