package dev.makevideo.checks.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * What the API itself costs: a submission beside the bare start of a workflow, a status, a page of
 * a long list, an idle stream. A real API process and a real Temporal server, no worker.
 */
final class ApiBench {
  private static final int CALLERS = 8;
  private static final int WARM_UP = 20;
  private static final int NARRATION_BYTES = 160_044;
  private static final int SAMPLE_RATE = 16_000;
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private final Figures figures;
  private final Sizes sizes;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(BOUND).build();

  /**
   * How much is measured.
   *
   * @param submissions of each of the two kinds
   * @param jobs in the list
   * @param pages that are read of it
   * @param streams that are asked for
   */
  private record Sizes(int submissions, int seconds, int jobs, int pages, int streams) {
    static Sizes of(boolean full) {
      return full ? new Sizes(300, 10, 5_000, 100, 1_000) : new Sizes(10, 1, 40, 5, 20);
    }
  }

  /** A call whose time is measured. */
  @FunctionalInterface
  private interface Call {
    void run() throws IOException, InterruptedException;
  }

  ApiBench(Figures figures, boolean full) {
    this.figures = figures;
    this.sizes = Sizes.of(full);
  }

  void run() throws IOException, InterruptedException {
    Programs programs = Programs.find(System.err::println);
    try (TemporaryFolder folder = TemporaryFolder.create("make-video-bench");
        Rig rig = new Rig(folder.path().resolve("rig"), programs, Map.of())) {
      URI base = URI.create("http://127.0.0.1:" + rig.client().port());
      byte[] audio =
          new LargestNarrations(programs.ffmpeg().ffmpeg(), folder.path())
              .wav(NARRATION_BYTES, SAMPLE_RATE);
      String order = order(uploaded(base, audio));
      submissions(base, order, rig);
      String job = submitted(base, order);
      reads(base.resolve("/v1/videos/" + job));
      list(base, order);
      IdleStreams.measure(figures, rig, "/v1/videos/" + job + "/events", sizes.streams());
    }
  }

  private String uploaded(URI base, byte[] audio) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/v1/uploads"))
            .timeout(BOUND)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", Integer.toString(audio.length))
            .header("Upload-Metadata", "purpose bmFycmF0aW9u")
            .header("Content-Type", "application/offset+octet-stream")
            .POST(BodyPublishers.ofByteArray(audio))
            .build();
    return json.readTree(sent(request, 201)).path("id").asText();
  }

  private String order(String upload) {
    return json.createObjectNode()
        .put("audio", upload)
        .put("query", "river")
        .put("clips_urls", "http://127.0.0.1:9/clip.mp4")
        .put("subtitles", "none")
        .put("quality", "draft")
        .toString();
  }

  private String submitted(URI base, String order) throws IOException, InterruptedException {
    return json.readTree(ordered(base.resolve("/v1/videos"), order, 202)).path("id").asText();
  }

  private byte[] ordered(URI to, String order, int status)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(to)
            .timeout(BOUND)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(order))
            .build();
    return sent(request, status);
  }

  private byte[] sent(HttpRequest request, int status) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != status) {
      String said = new String(answer.body(), StandardCharsets.UTF_8);
      throw new IOException(request + " was answered " + answer.statusCode() + " " + said);
    }
    return answer.body();
  }

  /**
   * In turns, so that all have the same weather. A dry run is a submission without the server and
   * without the store: its request is read and checked, and it is answered.
   */
  private void submissions(URI base, String order, Rig rig)
      throws IOException, InterruptedException {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(rig.temporal().address()).build());
    try {
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      double[] submit = new double[sizes.submissions()];
      double[] start = new double[sizes.submissions()];
      double[] dry = new double[sizes.submissions()];
      for (int i = -Math.min(WARM_UP, sizes.submissions()); i < sizes.submissions(); i++) {
        double bare = millis(() -> bare(client, order));
        double whole = millis(() -> submitted(base, order));
        double checked = millis(() -> ordered(base.resolve("/v1/videos?dryRun=true"), order, 200));
        if (i >= 0) {
          dry[i] = checked;
          start[i] = bare;
          submit[i] = whole;
        }
      }
      figures.note("JSON with an uploaded narration beside a bare StartWorkflow, in turns");
      figures.print("submit_json_p50_ms", Figures.median(submit));
      figures.print("submit_json_p99_ms", Figures.percentile(submit, 0.99));
      figures.print("startworkflow_p50_ms", Figures.median(start));
      figures.print("submit_dry_run_p50_ms", Figures.median(dry));
      figures.print("submit_vs_startworkflow_p50", Figures.median(submit) / Figures.median(start));
    } finally {
      stubs.shutdownNow();
      stubs.awaitTermination(BOUND.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void bare(WorkflowClient client, String input) {
    client
        .newUntypedWorkflowStub(
            "Bare", WorkflowOptions.newBuilder().setTaskQueue("nobody-polls-this").build())
        .start(input);
  }

  private static double millis(Call call) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    call.run();
    return (System.nanoTime() - begun) / 1e6;
  }

  private void reads(URI job) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(job).timeout(BOUND).build();
    for (int i = 0; i < WARM_UP; i++) {
      sent(request, 200);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(sizes.seconds());
    long read = together(i -> System.nanoTime() < end, () -> sent(request, 200));
    figures.note("no worker: of the server's record; " + CALLERS + " callers");
    figures.print("status_reads_per_s", (double) read / sizes.seconds());
  }

  private void list(URI base, String order) throws IOException, InterruptedException {
    together(i -> i < sizes.jobs(), () -> submitted(base, order));
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/v1/videos?limit=20")).timeout(BOUND).build();
    double[] millis = new double[sizes.pages()];
    for (int i = 0; i < millis.length; i++) {
      millis[i] = millis(() -> sent(request, 200));
    }
    figures.note("the first 20 of at least " + sizes.jobs() + " jobs");
    figures.print("list_p50_ms", Figures.median(millis));
    figures.print("list_p99_ms", Figures.percentile(millis, 0.99));
  }

  /** How often it was called, by all callers, as long as its number is taken. */
  private static long together(LongPredicate more, Call call)
      throws IOException, InterruptedException {
    AtomicLong next = new AtomicLong();
    AtomicLong done = new AtomicLong();
    ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
    CountDownLatch ended = new CountDownLatch(CALLERS);
    for (int caller = 0; caller < CALLERS; caller++) {
      Runnable work =
          () -> {
            try {
              while (failures.isEmpty() && more.test(next.getAndIncrement())) {
                call.run();
                done.incrementAndGet();
              }
            } catch (IOException e) {
              failures.add(e);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              ended.countDown();
            }
          };
      new Thread(work, "caller-" + caller).start();
    }
    if (!ended.await(LONGEST.toSeconds(), TimeUnit.SECONDS) || !failures.isEmpty()) {
      throw new IOException("not all were answered: " + List.copyOf(failures));
    }
    return done.get();
  }
}
