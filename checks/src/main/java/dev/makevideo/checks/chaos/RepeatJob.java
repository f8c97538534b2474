package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.ClipMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sends the same job again: nothing is downloaded or encoded, and it is ready in a moment. Then
 * corrupts one artifact and deletes another: each is produced again, and nothing else. Reads every
 * process's log on the way.
 */
public final class RepeatJob {
  private static final Duration JOB = Duration.ofMinutes(10);

  private final Scenario scenario;
  private final ObjectMapper json = new ObjectMapper();

  public RepeatJob(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs the scenario.
   *
   * @param least within which the same job again is ready; tells of the product on an idle host
   *     only
   */
  public void run(int clips, Duration least) throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    try (ClipServer server = new ClipServer(clipMaker.clips(clips, 3), Duration.ofMillis(10));
        Rig rig = scenario.rig(Map.of())) {
      rig.startWorker();
      WorkerEvents events = new WorkerEvents(rig);
      String first = make(rig, clipMaker, server, clips, "repeat-1", JOB);
      int downloads = server.total();
      int encoded = events.begun();
      that("the first job encodes", encoded > 0);

      long start = System.nanoTime();
      String second = make(rig, clipMaker, server, clips, "repeat-2", JOB);
      Duration again = Duration.ofNanos(System.nanoTime() - start);
      scenario.figure("same_job_again_ms", again.toMillis());
      scenario.figure("same_job_again_downloads", server.total() - downloads);
      scenario.figure("same_job_again_encodes", events.begun() - encoded);
      equal("downloads of the same job again", downloads, server.total());
      equal("encodes of the same job again", encoded, events.begun());
      equal("the video of the same job again", video(rig, first), video(rig, second));
      that(
          "the same job again is ready in " + least + ", and took " + again,
          again.compareTo(least) < 0);

      dropVideo(rig, first);
      corrupt(segment(rig));
      make(rig, clipMaker, server, clips, "repeat-3", JOB);
      scenario.figure("corrupt_segment_encodes", events.begun() - encoded);
      equal("encodes after one segment was corrupted", encoded + 1, events.begun());
      equal("downloads after one segment was corrupted", downloads, server.total());

      Path clip = clip(rig, clipMaker.clips(clips, 3).get(0));
      Files.delete(clip);
      make(rig, clipMaker, server, clips, "repeat-4", JOB);
      scenario.figure("deleted_clip_downloads", server.total() - downloads);
      equal("downloads after one clip was deleted", downloads + 1, server.total());
      equal("encodes after one clip was deleted", encoded + 1, events.begun());
      checkLogs(rig, first, "repeat-1");
    }
  }

  private String make(
      Rig rig,
      ClipMaker clipMaker,
      ClipServer server,
      int clips,
      String correlation,
      Duration limit)
      throws IOException, InterruptedException {
    String id =
        rig.client()
            .create(
                clipMaker.narration(clips * 3 - 1),
                Map.of(
                    "query",
                    "gradients",
                    "subtitles",
                    "none",
                    "clips_urls",
                    server.urls(),
                    "quality",
                    scenario.quality()),
                correlation);
    rig.client().awaitStatus(id, "completed", limit);
    return id;
  }

  private static String video(Rig rig, String id) throws IOException, InterruptedException {
    String sha = rig.client().job(id).path("result").path("video").path("sha256").asText();
    that("job " + id + " names its video", sha.length() == 64);
    return sha;
  }

  /** Forgets the joined video, so that the segments are needed again. */
  private static void dropVideo(Rig rig, String id) throws IOException, InterruptedException {
    Files.delete(object(rig, video(rig, id)));
  }

  private Path segment(Rig rig) throws IOException {
    try (Stream<Path> records = Files.walk(rig.store().resolve("actions/segment"))) {
      Path record = records.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
      JsonNode action = json.readTree(Files.readString(record));
      return object(rig, action.findValue("sha256").asText());
    }
  }

  private static Path clip(Rig rig, Path original) throws IOException {
    byte[] bytes = Files.readAllBytes(original);
    try (Stream<Path> objects = Files.walk(rig.store().resolve("objects"))) {
      for (Path object : objects.filter(Files::isRegularFile).toList()) {
        if (Files.size(object) == bytes.length && Files.mismatch(object, original) < 0) {
          return object;
        }
      }
    }
    throw new AssertionError("no object holds " + original);
  }

  private static Path object(Rig rig, String sha256) throws IOException {
    try (Stream<Path> objects = Files.walk(rig.store().resolve("objects"))) {
      return objects
          .filter(file -> file.getFileName().toString().equals(sha256))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no object " + sha256));
    }
  }

  private static void corrupt(Path object) throws IOException {
    Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-------"));
    byte[] bytes = Files.readAllBytes(object);
    bytes[bytes.length / 2] ^= 1;
    Files.write(object, bytes);
  }

  private void checkLogs(Rig rig, String id, String correlation) throws IOException {
    int lines = 0;
    int ofJob = 0;
    for (Path log : rig.logs()) {
      List<String> all = Files.readAllLines(log);
      for (String line : all) {
        JsonNode event;
        try {
          event = json.readTree(line);
        } catch (IOException e) {
          throw new AssertionError("not JSON in " + log + ": " + line, e);
        }
        lines++;
        // A later request about the job is a request of its own, with an id of its own.
        boolean ownRequest = event.path("logger").asText().equals("dev.makevideo.api.access");
        if (ownRequest) {
          that("a request has a correlation id: " + line, event.hasNonNull("correlation_id"));
        } else if (event.path("job_id").asText().equals(id)) {
          ofJob++;
          equal("correlation id of " + line, correlation, event.path("correlation_id").asText());
        }
      }
    }
    scenario.figure("log_lines", lines);
    scenario.figure("log_lines_of_one_job", ofJob);
    that("the job's lines are in the logs", ofJob > 10);
  }
}
