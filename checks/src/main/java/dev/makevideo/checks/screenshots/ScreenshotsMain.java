package dev.makevideo.checks.screenshots;

import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.process.ProgramPath;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the pictures of {@code docs/images}: jobs in every state on a dev server, with its Web UI
 * and the service's own page in Chromium. {@code checks/screenshots/run [folder]}.
 */
public final class ScreenshotsMain {
  private static final int WIDTH = 1280;
  private static final int PHONE = 390;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration SLOW = Duration.ofSeconds(25);

  /** What a person chooses by the gear below the list; the Web UI keeps it in the browser. */
  private static final String COLUMNS =
      """
      {"default": [{"label": "Status", "pinned": true}, {"label": "Workflow ID", "pinned": true}, \
      {"label": "%s", "pinned": false}, \
      {"label": "%s", "pinned": false}, {"label": "Start", "pinned": false}, \
      {"label": "End", "pinned": false}]}"""
          .formatted(JobAttributes.CORRELATION_ID.getName(), JobAttributes.STAGES.getName());

  private final Rig rig;
  private final Client client;
  private final ClipMaker clipMaker;
  private final Path target;
  private final Path toLookAt;
  private final Browser browser;

  private ScreenshotsMain(
      Rig rig, ClipMaker clipMaker, Path target, Path toLookAt, Browser browser) {
    this.rig = rig;
    this.client = rig.client();
    this.clipMaker = clipMaker;
    this.target = target;
    this.toLookAt = toLookAt;
    this.browser = browser;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path target = Files.createDirectories(Path.of(arguments[0]));
    Path folder = Files.createTempDirectory("make-video-screenshots");
    Path chromium =
        ProgramPath.find("chromium", System.getenv())
            .orElseThrow(() -> new IOException("there is no chromium on the PATH"));
    Programs programs = Programs.find(System.out::println);
    ClipMaker clipMaker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    try (StandInServices services = new StandInServices(clipMaker.clips(10, 3), SLOW);
        Rig rig =
            new Rig(
                folder.resolve("rig"),
                programs,
                Map.of(
                    "YOUTUBE_SEARCH_URL", services.url(), "VIDEO_DOWNLOADER_URL", services.url()));
        Browser browser = new Browser(chromium, Files.createDirectories(folder.resolve("web")))) {
      new ScreenshotsMain(
              rig, clipMaker, target, Files.createDirectories(folder.resolve("look")), browser)
          .run();
    }
  }

  private void run() throws IOException, InterruptedException {
    JavaProcess first = rig.startWorker();
    String completed = start(Plan.COMPLETED, 9);
    client.awaitStatus(completed, "completed", LIMIT);
    String failed = start(Plan.FAILED, 9);
    client.awaitStatus(failed, "failed", LIMIT);
    String cancelled = start(Plan.CANCELLED, 9);
    awaitStage(cancelled, "state", "running");
    client.cancel(cancelled);
    client.awaitStatus(cancelled, "cancelled", LIMIT);

    String resumed = start(Plan.RESUMED, 40);
    awaitStage(resumed, "state", "running");
    first.kill9();
    rig.startWorker();
    awaitStage(resumed, "attempts", "2");
    webUi("attempts", 760, resumed, "pending-activities", "Heartbeat Details");

    String retrying = start(Plan.RETRYING, 40);
    Await.until(
        "clips are tried again",
        LIMIT,
        () -> client.get("/v1/videos/" + retrying + "/events").body().contains("attempt 3 of 5"));
    webUi("timeline", 1120, retrying, "history", "attempt 4 of 5");
    String waiting = start(Plan.WAITING, 40);
    Await.until("a wait", LIMIT, () -> client.job(waiting).path("waits").size() > 0);
    webUi("stages", 1000, waiting, "user-metadata", "Waiting for video-downloader");
    webUi("list", 520, "", "", JobAttributes.STAGES.getName(), "demo-boiling-river");

    ownPage(target, "running", WIDTH, waiting, "waits for video-downloader");
    for (int width : List.of(WIDTH, PHONE)) {
      ownPage(toLookAt, "running", width, waiting, "waits for video-downloader");
      ownPage(toLookAt, "completed", width, completed, "Download the video");
      ownPage(toLookAt, "failed", width, failed, "Too little footage");
      ownPage(toLookAt, "cancelled", width, cancelled, "cancelled");
    }
    System.out.println("more pictures, to look at: " + toLookAt);
  }

  private String start(String query, int seconds) throws IOException, InterruptedException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("query", query);
    fields.put("subtitles", "none");
    fields.put("quality", "draft");
    return client.create(clipMaker.narration(seconds), fields, "demo-" + query.replace(' ', '-'));
  }

  private void awaitStage(String id, String field, String value) {
    Await.until(
        field + " of downloads is " + value,
        LIMIT,
        () ->
            client.stage(id, Stage.DOWNLOADING_SHORTS.label()).path(field).asText().equals(value));
  }

  /** A page of Temporal's Web UI, with the job's search attributes as columns of the list. */
  private void webUi(String name, int height, String id, String tab, String... words)
      throws IOException, InterruptedException {
    String workflows = rig.temporal().webUi() + "/namespaces/default/workflows";
    try (Page page = browser.open(WIDTH, height)) {
      page.open(rig.temporal().webUi() + "/favicon.ico");
      page.evaluate("localStorage.setItem('namespace-workflow-table-columns', '" + COLUMNS + "')");
      if (id.isEmpty()) {
        page.open(workflows, words);
      } else {
        // It finds the run by itself, and its tabs have addresses below the run's.
        page.open(workflows + "/" + id, "Event History");
        page.open(page.evaluate("location.href").asText().replaceAll("history$", tab), words);
      }
      page.picture(target.resolve("web-ui-" + name + ".png"));
      System.out.println("web-ui-" + name + ": errors on the console: " + page.errors());
    }
  }

  /** The service's own page, which must fit into the window and put no error on the console. */
  private void ownPage(Path folder, String name, int width, String id, String... words)
      throws IOException, InterruptedException {
    try (Page page = browser.open(width, 1000)) {
      page.open(client.base() + "/#" + id, words);
      page.picture(folder.resolve("page-" + name + (width == PHONE ? "-phone" : "") + ".png"));
      if (!page.errors().isEmpty() || page.overflow() > 0) {
        throw new AssertionError(
            "page of the %s job, %d px wide: errors %s, overflow %d px"
                .formatted(name, width, page.errors(), page.overflow()));
      }
    }
  }
}
