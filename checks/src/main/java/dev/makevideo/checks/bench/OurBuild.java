package dev.makevideo.checks.bench;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.workflows.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Builds a video as a job of this project, and measures its stage {@code building_video}: the CPU
 * time of the warm worker and of all that it runs, from the stage's start to its end.
 */
final class OurBuild {
  private static final Duration JOB = Duration.ofMinutes(15);

  /** Whoever looks at a job takes from the processors that it needs. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int FPS = 30;
  private static final int SENTENCE_SECONDS = 3;

  private final Client client;
  private final ProcessWatch watch;
  private final Path narration;
  private final int seconds;
  private int takes;

  /**
   * @param watch on the only worker
   * @param seconds how long the narration is
   */
  OurBuild(Client client, ProcessWatch watch, Path narration, int seconds) {
    this.client = client;
    this.watch = watch;
    this.narration = narration;
    this.seconds = seconds;
  }

  /**
   * What one job took, and what is needed to make the same video in another way.
   *
   * @param jvm of the CPU seconds, those of the worker's JVM itself
   * @param srt its captions
   */
  record Built(
      Cost cost,
      double jvm,
      ProcessWatch.Megabytes memory,
      List<SegmentRun> segments,
      String srt) {}

  /**
   * Builds the video.
   *
   * @param clips alone in their folder, and unknown to the store
   */
  Built build(List<Path> clips) throws IOException, InterruptedException {
    watch.takeRuns();
    String id =
        client.create(
            narration,
            Map.of(
                "query",
                "bench",
                "clips_folder",
                requireNonNull(clips.get(0).getParent()).toString(),
                "script",
                script(),
                "quality",
                "standard"),
            "bench");
    client.awaitStatus(id, "completed", JOB, LOOK);
    JsonNode stage = client.stage(id, Stage.BUILDING_VIDEO.label());
    Instant from = Instant.parse(stage.path("started_at").asText());
    Instant to = Instant.parse(stage.path("ended_at").asText());
    List<SegmentRun> segments = watch.takeRuns();
    long frames = segments.stream().mapToLong(SegmentRun::frames).sum();
    if (frames != (long) seconds * FPS) {
      throw new IllegalStateException("saw encoders of " + frames + " frames");
    }
    ProcessWatch.Cpu cpu = watch.cpuBetween(from, to);
    return new Built(
        new Cost(Duration.between(from, to).toMillis() / 1000.0, cpu.itself() + cpu.children()),
        cpu.itself(),
        watch.mostMegabytes(from, to),
        segments,
        client.get("/v1/videos/" + id + "/subtitles.srt").body());
  }

  /** Other words each time: equal pictures would be in the store already, and the video too. */
  private String script() {
    takes++;
    return IntStream.range(0, seconds / SENTENCE_SECONDS)
        .mapToObj(i -> "Sentence %d of take %d is said here.".formatted(i, takes))
        .collect(Collectors.joining(" "));
  }
}
