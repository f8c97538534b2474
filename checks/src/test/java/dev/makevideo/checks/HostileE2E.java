package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.platform.ffmpeg.Ffmpeg;
import dev.makevideo.platform.probe.HostileClip;
import dev.makevideo.platform.probe.HostileFiles;
import dev.makevideo.platform.probe.HostileNarration;
import dev.makevideo.platform.probe.PeakMemory;
import dev.makevideo.platform.probe.TestMedia;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole jobs of the real service whose clips are up to something, from a folder and by HTTP, beside
 * an ordinary user's job on the same worker.
 *
 * <p>What shows that nothing of others is read: a pipe that tells who opens it stands wherever a
 * file names another one; the neighbour's clip has a colour that would be seen in the videos, and a
 * word that would be found in the store, the logs and the histories; and a socket that would be
 * connected to listens. {@code HostileClipsTest} shows that this bait is taken without the guards.
 */
@Timeout(600)
class HostileE2E {
  /** No program took more; only the index bombs come near it. */
  private static final long MEGABYTES = (Ffmpeg.MEMORY >> 20) + PeakMemory.OF_FILES;

  private static final Duration LOOK = Duration.ofMillis(40);

  private static final int MEBIBYTE = 1 << 20;
  private static final String TOO_LARGE = "not_allowed .* (is larger|sent more) than 20\\.0 MB";

  @TempDir static Path folder;

  private static HostileScene scene;
  private static PeakMemory memory;
  private static final Map<String, Path> videos = new LinkedHashMap<>();
  private static final Map<String, String> ids = new LinkedHashMap<>();

  /** One ordinary job alone, then another beside the hostile ones. */
  @BeforeAll
  static void runTheJobs() throws IOException, InterruptedException {
    scene = new HostileScene(folder);
    memory = new PeakMemory(LOOK);
    finish(Map.of("alone", scene.ordinary(false)));
    Map<String, String> together = new LinkedHashMap<>();
    together.put("folder", scene.hostileFolder());
    together.put("urls", scene.hostileUrls());
    together.put("beside", scene.ordinary(true));
    long started = System.nanoTime();
    finish(together);
    System.out.printf(
        "hostile jobs: %d ms, peak %d MB%n",
        Duration.ofNanos(System.nanoTime() - started).toMillis(), memory.megabytes());
  }

  private static void finish(Map<String, String> jobs) throws IOException, InterruptedException {
    ids.putAll(jobs);
    Client client = scene.rig.client();
    for (Map.Entry<String, String> job : jobs.entrySet()) {
      Duration took = client.awaitStatus(job.getValue(), "completed", HostileScene.JOB);
      System.out.println(job.getKey() + " " + took.toMillis() + " ms");
      Path video = folder.resolve(job.getKey() + ".mp4");
      client.download(job.getValue(), video);
      videos.put(job.getKey(), video);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (memory != null) {
      memory.close();
    }
    if (scene != null) {
      scene.close();
    }
  }

  @Test
  void theVideosAreWhole() throws IOException, InterruptedException {
    TestMedia media = scene.hostile.media();
    for (String job : List.of("folder", "urls")) {
      assertEquals(18 * 30, FinishedVideo.frames(media, videos.get(job)), job);
      JsonNode result = scene.rig.client().job(ids.get(job)).path("result");
      assertTrue(result.path("clips_used").asInt() > 1, "" + result);
    }
  }

  @Test
  void everyHostileClipIsRejectedWithItsReasonOrIsWhatItShouldBe()
      throws IOException, InterruptedException {
    Map<String, String> local = scene.rejected(ids.get("folder"));
    Map<String, String> remote = scene.rejected(ids.get("urls"));
    System.out.println("rejected: " + local.size() + " of the folder, " + remote.size() + " URLs");
    for (HostileClip clip : scene.table) {
      String name = "a-" + clip.name();
      if (clip.length().isPresent()) {
        // Several hold the same pictures.
        String why = local.getOrDefault(name, "same_footage");
        assertTrue(why.startsWith("same_footage"), name + " " + why);
      } else if (!clip.either()) {
        for (Map<String, String> rejected : List.of(local, remote)) {
          String why = rejected.getOrDefault(name, "");
          assertTrue(why.matches("unusable .+|" + TOO_LARGE), name + rejected);
        }
      }
    }
    Map<String, String> said =
        Map.of(
            "endless.mp4", "not_allowed 127.0.0.1 sent more than 20.0 MB",
            "to-itself.mp4", "not_allowed 127.0.0.1 redirects more than 5 times",
            "to-a-file.mp4",
                "not_allowed 127.0.0.1 redirects to something that is not http or https");
    assertTrue(remote.getOrDefault("unfolds.mp4", "").startsWith("unusable "), "" + remote);
    said.forEach((name, why) -> assertEquals(why, remote.get(name), name));
    assertEquals(
        "not_allowed the file lies outside the folders that jobs may read",
        local.get("a-link-to-the-neighbour.mp4"));
    assertEquals(List.of(), local.keySet().stream().filter(n -> n.startsWith("z-")).toList());
  }

  @Test
  void addressesOfOtherKindsAreRefusedAtOnce() {
    Path neighbour = scene.hostile.neighbour();
    for (String address :
        List.of(
            neighbour.toUri().toString(),
            neighbour.toString(),
            "concat:" + neighbour,
            "ftp://127.0.0.1/neighbour.mp4",
            "-i " + neighbour)) {
      IOException refusal = assertThrows(IOException.class, () -> scene.urls(address), address);
      assertTrue(refusal.getMessage().startsWith("HTTP 422: "), address + ": " + refusal);
    }
  }

  @Test
  void nothingOfOthersIsOpenedOrReached() throws IOException {
    assertFalse(scene.hostile.trap().isSprung(), "the neighbour's pipe was opened");
    assertFalse(scene.clips.pipe().isSprung(), "the pipe in the folder was opened");
    assertFalse(scene.hostile.isConnected(), "the socket was connected to");
  }

  @Test
  void nothingOfOthersIsShownOrKept() throws IOException, InterruptedException {
    TestMedia media = scene.hostile.media();
    assertTrue(FinishedVideo.loudPixels(media, scene.hostile.neighbour()) > 1000);
    for (Map.Entry<String, Path> video : videos.entrySet()) {
      assertEquals(0, FinishedVideo.loudPixels(media, video.getValue()), video.getKey());
    }
    List<Path> kept = kept();
    assertTrue(kept.size() > 100, "files that are looked at: " + kept.size());
    List<Path> telling = new ArrayList<>();
    for (Path file : kept) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (text.contains(HostileFiles.SECRET)) {
        telling.add(file);
      }
    }
    assertEquals(List.of(), telling);
  }

  /** The store, the logs and Temporal's database, without the bait that was put into the store. */
  private static List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("rig"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().equals(scene.hostile.neighbour().getFileName()))
          .toList();
    }
  }

  @Test
  void theOrdinaryJobBesideThemIsUnharmed() throws IOException, InterruptedException {
    TestMedia media = scene.hostile.media();
    List<String> alone = FinishedVideo.hashes(media, videos.get("alone"));
    assertEquals(12 * 30, alone.size());
    assertEquals(alone, FinishedVideo.hashes(media, videos.get("beside")));
    assertEquals(Map.of(), scene.rejected(ids.get("beside")));
    assertTrue(scene.worker.isAlive());
  }

  @Test
  void codesInTheScriptAreShownAsTheyStand() throws IOException, InterruptedException {
    String srt =
        scene.rig.client().get("/v1/videos/" + ids.get("folder") + "/subtitles.srt").body();
    String shown = srt.replaceAll("(?m)^\\d+$|^.* --> .*$", "").replaceAll("\\s+", " ").strip();
    assertFalse(shown.contains("{\\"), shown);
    // Signs are bound to their word by spaces that do not break.
    assertEquals(HostileScene.SCRIPT, shown.replace("\u2060", "").replace('\u00a0', ' '));
  }

  @Test
  void noProgramTookMoreMemoryThanItMay() {
    assertTrue(memory.megabytes() > 10, "nothing was seen");
    assertTrue(memory.megabytes() <= MEGABYTES, "peak " + memory.megabytes() + " MB");
  }

  /** Posted one after the other; those that are taken become videos, or fail by themselves. */
  @Test
  void hostileNarrationsAreRefusedOrHarmless() throws IOException, InterruptedException {
    Map<HostileNarration, String> taken = new LinkedHashMap<>();
    int refused = 0;
    for (HostileNarration narration : scene.narrations.all()) {
      try {
        taken.put(narration, scene.ordinary(narration.file(), Map.of("subtitles", "none")));
      } catch (IOException e) {
        assertTrue(e.getMessage().matches("(?s)HTTP (415|422): .*"), narration + ": " + e);
        assertTrue(narration.seconds().isEmpty(), narration + ": " + e);
        refused++;
      }
    }
    for (Map.Entry<HostileNarration, String> job : taken.entrySet()) {
      String end = job.getKey().seconds().isPresent() ? "completed" : "failed";
      scene.rig.client().awaitStatus(job.getValue(), end, HostileScene.JOB);
    }
    System.out.println("narrations: " + refused + " refused, " + taken.keySet() + " taken");
    assertTrue(refused > taken.size(), "refused: " + refused);
    nothingOfOthersIsOpenedOrReached();
    noProgramTookMoreMemoryThanItMay();
  }

  @Test
  void aScriptOfAMegabyteIsRefusedOrUsed() throws IOException, InterruptedException {
    Path narration = scene.clipMaker.narration(12);
    Client client = scene.rig.client();
    String words = "word ".repeat(MEBIBYTE / 5);
    String tooMany = scene.ordinary(narration, Map.of("script", words));
    String dashes = "so" + " -".repeat(MEBIBYTE / 2 - 1);
    String used = scene.ordinary(narration, Map.of("script", dashes));
    IOException refusal =
        assertThrows(
            IOException.class,
            () -> scene.ordinary(narration, Map.of("script", "a".repeat(MEBIBYTE + 1))));
    client.awaitStatus(tooMany, "failed", HostileScene.JOB);
    client.awaitStatus(used, "completed", HostileScene.JOB);
    assertAll(
        () -> assertTrue(refusal.getMessage().matches("(?s)HTTP (413|422): .*"), "" + refusal),
        () ->
            assertTrue(
                client.job(tooMany).path("failure").path("detail").asText().contains("may have"),
                "" + client.job(tooMany)));
  }
}
