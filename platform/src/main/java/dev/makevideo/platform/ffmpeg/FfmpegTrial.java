package dev.makevideo.platform.ffmpeg;

import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tries out whether an ffmpeg and an ffprobe can do what make-video asks of them. */
final class FfmpegTrial {
  /** Options used here, such as {@code -fps_mode}, came with 5.1. */
  private static final int OLDEST_MAJOR = 5;

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Pattern VERSION = Pattern.compile("^ff(?:mpeg|probe) version (\\S+)");
  private static final Pattern MAJOR = Pattern.compile("^n?(\\d+)\\.");

  private final ProcessRunner processes;

  FfmpegTrial(ProcessRunner processes) {
    this.processes = processes;
  }

  /** Either usable tools, or what they lack. */
  record Verdict(Optional<FfmpegTools> tools, Optional<String> lack) {
    static Verdict lacks(String what) {
      return new Verdict(Optional.empty(), Optional.of(what));
    }
  }

  Verdict of(Path ffmpeg, Path ffprobe) throws IOException, InterruptedException {
    for (Path program : List.of(ffmpeg, ffprobe)) {
      if (!Files.isExecutable(program)) {
        return Verdict.lacks("there is no program " + program);
      }
    }
    Optional<String> version = version(ffmpeg);
    if (version.isEmpty()) {
      return Verdict.lacks(ffmpeg + " does not run");
    }
    if (version(ffprobe).isEmpty()) {
      return Verdict.lacks(ffprobe + " does not run");
    }
    Matcher major = MAJOR.matcher(version.get());
    if (major.find() && Integer.parseInt(major.group(1)) < OLDEST_MAJOR) {
      return Verdict.lacks("version " + version.get() + " is older than 5.1");
    }
    if (!lists(ffmpeg, "-encoders", "libx264")) {
      return Verdict.lacks("it was built without libx264");
    }
    if (!lists(ffmpeg, "-filters", "ass")) {
      return Verdict.lacks("it was built without libass");
    }
    return new Verdict(
        Optional.of(new FfmpegTools(ffmpeg, ffprobe, version.get())), Optional.empty());
  }

  private Optional<String> version(Path program) throws InterruptedException {
    return output(program, "-version")
        .map(VERSION::matcher)
        .filter(Matcher::find)
        .map(m -> m.group(1));
  }

  private boolean lists(Path ffmpeg, String option, String name) throws InterruptedException {
    return output(ffmpeg, "-hide_banner", option).stream()
        .flatMap(String::lines)
        .map(line -> line.strip().split("\\s+"))
        .anyMatch(words -> words.length > 1 && words[1].equals(name));
  }

  private Optional<String> output(Path program, String... options) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of(program.toString()));
    line.addAll(List.of(options));
    try {
      ProcessRunner.Finished finished =
          processes.run(Command.of("ffmpeg-trial", line, Path.of("/"), LIMIT), new StopSignal());
      return Optional.of(finished.output()).filter(output -> finished.exitCode() == 0);
    } catch (IOException e) {
      return Optional.empty(); // the verdict says that it does not run
    }
  }
}
