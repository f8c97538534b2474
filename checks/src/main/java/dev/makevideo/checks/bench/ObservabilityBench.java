package dev.makevideo.checks.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.OtlpCollector;
import dev.makevideo.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What it costs to be seen: the same job with logs off and nothing scraped, with logs and scrapes,
 * and with traces as well, each in an installation of its own, in turn. CPU of API and worker with
 * all that they ran. Leaves nothing in the temporary directory.
 */
final class ObservabilityBench {
  static final Form FULL = new Form(4, 12, 4, "standard");
  static final Form SHORT = new Form(2, 1, 0, "draft");

  private static final int CLIP_SECONDS = 4;
  private static final Duration JOB = Duration.ofMinutes(15);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux
  private static final int UTIME = 11; // fields of /proc/PID/stat behind the name in parentheses
  private static final int CUTIME = 13; // each is followed by that in the system
  private static final int RESAMPLES = 10_000;
  private static final long SEED = 20261129;

  private final Figures figures;
  private final Form form;
  private final Programs programs;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<How, List<Spent>> spent = new EnumMap<>(How.class);
  private int takes;

  ObservabilityBench(Figures figures, Form form) throws IOException, InterruptedException {
    this.figures = figures;
    this.form = form;
    programs = Programs.find(figures::note);
  }

  /**
   * How large it is.
   *
   * @param warm jobs that are not counted, in each installation: a JVM compiles for many jobs
   * @param quality of the videos
   */
  record Form(int clips, int pairs, int warm, String quality) {}

  private enum How {
    OFF,
    LOGS_AND_METRICS,
    TRACES
  }

  /** CPU seconds of the two JVMs, and with all that they ran. */
  private record Spent(double jvms, double all) {}

  void run() throws IOException, InterruptedException {
    try (TemporaryFolder temporary = TemporaryFolder.create("make-video-observability");
        OtlpCollector collector = new OtlpCollector()) {
      Path folder = temporary.path();
      ClipMaker maker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
      List<Path> clips = maker.clips(form.clips(), CLIP_SECONDS);
      try (Installation off = new Installation(folder, How.OFF, collector);
          Installation logs = new Installation(folder, How.LOGS_AND_METRICS, collector);
          Installation traces = new Installation(folder, How.TRACES, collector)) {
        List<Installation> all = new ArrayList<>(List.of(off, logs, traces));
        for (int round = -form.warm(); round < form.pairs(); round++) {
          Collections.rotate(all, 1); // none is always first
          for (Installation one : all) {
            Spent took = one.job(maker, clips);
            if (round >= 0) {
              spent.computeIfAbsent(one.how, how -> new ArrayList<>()).add(took);
            }
            figures.note(
                "round %d %s: %.2f s CPU, JVMs %.2f"
                    .formatted(round + 1, one.how, took.all(), took.jvms()));
          }
        }
      }
      figures.note("spans received: " + collector.spans().size());
    }
    print("observability", How.LOGS_AND_METRICS);
    print("observability_traced", How.TRACES);
  }

  private void print(String name, How how) {
    double[] whole = new double[form.pairs()];
    double jvms = 0;
    double before = 0;
    for (int pair = 0; pair < form.pairs(); pair++) {
      Spent with = requireNonNull(spent.get(how)).get(pair);
      Spent without = requireNonNull(spent.get(How.OFF)).get(pair);
      whole[pair] = with.all() / without.all() - 1;
      jvms += with.jvms();
      before += without.jvms();
    }
    figures.print(
        name + "_cpu_overhead",
        IntStream.range(0, whole.length).mapToDouble(i -> whole[i]).average().orElseThrow());
    figures.print(name + "_cpu_overhead_upper95", upper95(whole));
    figures.print(name + "_jvm_cpu_overhead", jvms / before - 1);
  }

  /** Of the mean, by resampling the pairs. */
  private static double upper95(double[] values) {
    Random random = new Random(SEED);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      means[i] =
          IntStream.range(0, values.length)
              .mapToDouble(j -> values[random.nextInt(values.length)])
              .average()
              .orElseThrow();
    }
    return Figures.percentile(means, 0.95);
  }

  /** CPU seconds of a process itself, and of the children that it has reaped. */
  private static double[] seconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return IntStream.of(UTIME, CUTIME)
        .mapToDouble(at -> Long.parseLong(fields[at]) + Long.parseLong(fields[at + 1]))
        .map(ticks -> ticks / TICKS_PER_SECOND)
        .toArray();
  }

  /** An API and a worker that are seen in one way. */
  private final class Installation implements AutoCloseable {
    private final How how;
    private final Rig rig;
    private final long worker;
    private final int workerPort = Ports.free();

    Installation(Path folder, How how, OtlpCollector collector) throws IOException {
      this.how = how;
      Path own = Files.createDirectories(folder.resolve(how.name()));
      Map<String, String> settings = new HashMap<>();
      settings.put("MAKE_VIDEO_WORKER_PORT", Integer.toString(workerPort));
      Path levels = own.resolve("levels");
      settings.put("LOG_LEVELS_FILE", levels.toString());
      if (how == How.OFF) {
        Files.writeString(levels, "dev.makevideo=OFF\nROOT=OFF\n");
      }
      if (how == How.TRACES) {
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
      }
      rig = new Rig(own.resolve("rig"), programs, settings);
      JavaProcess process = rig.startWorker();
      worker = process.pid();
    }

    Spent job(ClipMaker maker, List<Path> clips) throws IOException, InterruptedException {
      List<Path> twins = maker.twins(clips, "take" + ++takes);
      Spent before = soFar();
      String id =
          rig.client()
              .create(
                  maker.narration(form.clips() * CLIP_SECONDS - 1),
                  Map.of(
                      "query",
                      "bench",
                      "subtitles",
                      "none",
                      "quality",
                      form.quality(),
                      "clips_folder",
                      requireNonNull(twins.get(0).getParent()).toString()),
                  "bench");
      rig.client().awaitStatus(id, "completed", JOB, LOOK);
      if (how != How.OFF) {
        scrape("http://127.0.0.1:" + workerPort + "/metrics");
        scrape(rig.client().base() + "/metrics");
      }
      Spent after = soFar();
      return new Spent(after.jvms() - before.jvms(), after.all() - before.all());
    }

    private Spent soFar() throws IOException {
      double[] ofApi = seconds(rig.apiPid());
      double[] ofWorker = seconds(worker);
      double jvms = ofApi[0] + ofWorker[0];
      return new Spent(jvms, jvms + ofApi[1] + ofWorker[1]);
    }

    private void scrape(String url) throws IOException, InterruptedException {
      http.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() {
      rig.close();
    }
  }
}
