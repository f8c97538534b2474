package dev.makevideo.checks.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The same video by MoviePy from PyPI, in a virtual environment of its own. */
final class MoviePy {
  private static final Duration INSTALL = Duration.ofMinutes(10);
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Path SCRIPTS = Path.of("checks", "bench");
  private static final double FPS = 30;
  private static final Pattern CUE =
      Pattern.compile(
          "(\\d+):(\\d+):(\\d+),(\\d+) --> (\\d+):(\\d+):(\\d+),(\\d+)\\R(.+?)(?:\\R\\R|\\z)",
          Pattern.DOTALL);

  private final Path tools;
  private final Path ffmpeg;
  private final Path folder;

  MoviePy(Path tools, Path ffmpeg, Path folder) throws IOException {
    this.tools = tools;
    this.ffmpeg = ffmpeg;
    this.folder = Files.createDirectories(folder);
  }

  /**
   * Builds the video once.
   *
   * @param srt its captions
   * @param font a font's file
   */
  Cost run(List<SegmentRun> segments, Path narration, String srt, Path font, int[] size)
      throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode plan = json.createObjectNode();
    SegmentRun first = segments.get(0);
    List<String> encoder = first.encoder();
    plan.put("width", size[0]).put("height", size[1]).put("fps", (int) FPS);
    plan.put("preset", encoder.get(encoder.indexOf("-preset") + 1));
    plan.put("crf", encoder.get(encoder.indexOf("-crf") + 1));
    plan.put("threads", Runtime.getRuntime().availableProcessors());
    plan.put("font", font.toString()).put("narration", narration.toString());
    plan.put("output", folder.resolve("moviepy.mp4").toString());
    ArrayNode parts = plan.putArray("segments");
    long frames = 0;
    for (SegmentRun segment : segments) {
      parts
          .addObject()
          .put("file", segment.clip().replaceFirst("^file:", ""))
          .put("from", segment.from())
          .put("length", segment.frames() / FPS);
      frames += segment.frames();
    }
    plan.put("seconds", frames / FPS);
    cues(srt, plan.putArray("cues"));
    Path file = folder.resolve("plan.json");
    json.writeValue(file.toFile(), plan);
    return TimedCommand.run(
        List.of(
            python().toString(), SCRIPTS.resolve("moviepy_build.py").toString(), file.toString()),
        Map.of("IMAGEIO_FFMPEG_EXE", ffmpeg.toString()),
        folder.resolve("moviepy.log"),
        LIMIT);
  }

  private static void cues(String srt, ArrayNode into) {
    Matcher cue = CUE.matcher(srt);
    while (cue.find()) {
      into.addObject()
          .put("start", seconds(cue, 1))
          .put("end", seconds(cue, 5))
          .put("text", cue.group(9).replaceAll("<[^>]*>", "").strip());
    }
    if (into.isEmpty()) {
      throw new IllegalStateException("no captions in: " + srt);
    }
  }

  private static double seconds(Matcher cue, int group) {
    return Integer.parseInt(cue.group(group)) * 3600
        + Integer.parseInt(cue.group(group + 1)) * 60
        + Integer.parseInt(cue.group(group + 2))
        + Integer.parseInt(cue.group(group + 3)) / 1000.0;
  }

  private Path python() throws IOException, InterruptedException {
    Path home = tools.resolve("moviepy");
    Path python = home.resolve("bin/python");
    Path done = home.resolve("installed");
    if (!Files.exists(done)) {
      Path log = folder.resolve("install.log");
      TimedCommand.run(List.of("python3", "-m", "venv", home.toString()), Map.of(), log, INSTALL);
      TimedCommand.run(
          List.of(
              python.toString(),
              "-m",
              "pip",
              "install",
              "-q",
              "--no-deps",
              "-r",
              SCRIPTS.resolve("moviepy-requirements.txt").toString()),
          Map.of(),
          log,
          INSTALL);
      Files.createFile(done);
    }
    return python;
  }
}
