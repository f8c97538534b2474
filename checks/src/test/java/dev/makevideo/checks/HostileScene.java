package dev.makevideo.checks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.probe.HostileClip;
import dev.makevideo.platform.probe.HostileClipKinds;
import dev.makevideo.platform.probe.HostileFiles;
import dev.makevideo.platform.probe.HostileNarrationKinds;
import dev.makevideo.testkit.ClipMaker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The real service with one worker, hostile clips and the bait that they name, and an ordinary
 * user. To be closed.
 */
final class HostileScene implements AutoCloseable {
  /** What one job may take here, all jobs together and on a busy host. */
  static final Duration JOB = Duration.ofSeconds(150);

  /** Paints all loud, if any of its codes is obeyed. */
  static final String SCRIPT =
      "{\\1c&HFF00FF&\\p1}m 0 0 l 9999 0 9999 9999 0 9999{\\p0} Look {\\an8\\fs400}up,\\Nhere"
          + " \\{\\1c&HFF00FF&\\fs900\\} and {\\fad(9,9)}gone \\ { } {{\\r}}.";

  final List<HostileClip> table;
  final HostileFiles hostile;
  final HostileNarrationKinds narrations;
  final HostileClipFolder clips;
  final ClipMaker clipMaker;
  final Rig rig;
  final JavaProcess worker;
  private final Path ordinary;
  private final Path twins;
  private final ClipServer server;
  private final HostileServer answers;

  HostileScene(Path folder) throws IOException, InterruptedException {
    Programs programs = Programs.find(System.out::println);
    clipMaker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    hostile = new HostileFiles(outside);
    table = new HostileClipKinds(hostile, outside).all();
    narrations = new HostileNarrationKinds(hostile, outside);
    clips = new HostileClipFolder(folder.resolve("clips"), hostile, table);
    clips.addGood(clipMaker.clips(7, 2).subList(5, 7), clipMaker.clips(5, 6));
    List<Path> others = clipMaker.clips(4, 4);
    ordinary = copied(others, folder.resolve("ordinary"));
    twins = copied(clipMaker.twins(others, "twins"), folder.resolve("twins"));
    server = new ClipServer(clips.files(), Duration.ZERO);
    answers = new HostileServer(hostile.neighbour().toUri().toString());
    rig =
        new Rig(
            folder.resolve("rig"),
            programs,
            Map.of(
                "MAKE_VIDEO_CLIP_ROOTS",
                clips.path() + File.pathSeparator + ordinary + File.pathSeparator + twins,
                "MAKE_VIDEO_MAX_CLIP_MB",
                "20"));
    plantNeighbours();
    worker = rig.startWorker();
  }

  private static Path copied(List<Path> files, Path target) throws IOException {
    Files.createDirectory(target);
    for (Path file : files) {
      Files.copy(file, target.resolve(file.getFileName()));
    }
    return target;
  }

  /** Lists that name it without a folder would find it where the worker keeps their own bytes. */
  private void plantNeighbours() throws IOException {
    for (int i = 0; i < 256; i++) {
      Path folder = rig.store().resolve("objects").resolve("%02x".formatted(i));
      Files.createDirectories(folder);
      Files.copy(hostile.neighbour(), folder.resolve(hostile.neighbour().getFileName()));
    }
  }

  /** Starts a job whose folder is full of what is up to something. */
  String hostileFolder() throws IOException, InterruptedException {
    return job(
        clipMaker.narration(18),
        "hostile-folder",
        Map.of("clips_folder", clips.path().toString(), "script", SCRIPT, "check_text", "false"));
  }

  /** Starts a job that gets the same by HTTP, and odd answers and addresses. */
  String hostileUrls() throws IOException, InterruptedException {
    return urls(String.join("\n", answers.urls()) + "\n" + server.urls());
  }

  /** Starts a job with a list of addresses. */
  String urls(String list) throws IOException, InterruptedException {
    return job(
        clipMaker.narration(18), "hostile-urls", Map.of("clips_urls", list, "subtitles", "none"));
  }

  /** Starts a job such as others send, with clips of other bytes each time. */
  String ordinary(boolean again) throws IOException, InterruptedException {
    return ordinary(clipMaker.narration(12), again ? twins : ordinary, Map.of("subtitles", "none"));
  }

  /** Starts a job with ordinary clips. */
  String ordinary(Path narration, Map<String, String> more)
      throws IOException, InterruptedException {
    return ordinary(narration, ordinary, more);
  }

  private String ordinary(Path narration, Path folder, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> fields = new HashMap<>(more);
    fields.put("clips_folder", folder.toString());
    fields.put("check_text", "false");
    return job(narration, "ordinary", fields);
  }

  private String job(Path narration, String correlation, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> fields = new HashMap<>(more);
    fields.put("query", "hostile");
    fields.put("quality", "draft");
    fields.put("max_shorts", "200");
    return rig.client().create(narration, fields, correlation);
  }

  /** What was rejected: the file's name, or else the candidate's, with the reason. */
  Map<String, String> rejected(String id) throws IOException, InterruptedException {
    Map<String, String> rejected = new LinkedHashMap<>();
    Client client = rig.client();
    for (JsonNode clip : client.job(id).path("rejected")) {
      String message = clip.path("message").asText();
      boolean named = !clip.path("name").asText().matches("candidate \\d+");
      int colon = message.indexOf(": ");
      rejected.put(
          named ? clip.path("name").asText() : message.substring(0, Math.max(0, colon)),
          clip.path("reason").asText() + " " + (named ? message : message.substring(colon + 2)));
    }
    return rejected;
  }

  @Override
  public void close() throws IOException {
    rig.close();
    server.close();
    answers.close();
    clips.close();
    hostile.close();
  }
}
