package dev.makevideo.platform.ffmpeg;

import dev.makevideo.platform.process.ProgramPath;
import dev.makevideo.platform.process.SupervisedProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A pair of ffmpeg and ffprobe that was tried out: it runs, encodes with libx264 and renders
 * subtitles with libass.
 *
 * @param ffmpeg absolute path
 * @param ffprobe absolute path
 * @param version as ffmpeg prints it, such as {@code 5.1.6-0+deb12u1}; belongs into the keys of
 *     everything that it encodes
 */
public record FfmpegTools(Path ffmpeg, Path ffprobe, String version) {
  /** The pair as it is used. */
  public Ffmpeg pair() {
    return new Ffmpeg(ffmpeg, ffprobe, version);
  }

  static final String FOLDER = "ffmpeg-6.0";

  /**
   * Finds the pair on the environment's PATH, then in the tools folder, and else fetches it there,
   * once for all processes that ask. Takes under a second when it is there.
   *
   * @param toolsFolder made when something is fetched
   * @param environment of this process; a package client is started with it
   * @param tell takes a line of progress or notice for a person; called by any thread
   * @throws IOException if there is none and none can be fetched; the message says what to do
   */
  public static FfmpegTools locate(
      Path toolsFolder, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    try (SupervisedProcesses processes = new SupervisedProcesses(environment)) {
      FfmpegTrial trial = new FfmpegTrial(processes);
      Path folder = folder(toolsFolder);
      Optional<FfmpegTools> found = present(folder, environment, trial, tell);
      if (found.isPresent()) {
        return found.get();
      }
      new FfmpegDownload(processes, environment, tell)
          .into(folder, () -> kept(folder, trial).isPresent());
      return kept(folder, trial)
          .orElseThrow(
              () -> new IOException("the ffmpeg that was fetched does not run: " + folder));
    }
  }

  /**
   * As {@link #locate}, but fetches nothing: for reports.
   *
   * @param tell takes the reason why one that is there was passed over
   */
  public static Optional<FfmpegTools> find(
      Path toolsFolder, Map<String, String> environment, Consumer<String> tell)
      throws IOException, InterruptedException {
    try (SupervisedProcesses processes = new SupervisedProcesses(environment)) {
      return present(folder(toolsFolder), environment, new FfmpegTrial(processes), tell);
    }
  }

  private static Path folder(Path toolsFolder) {
    return toolsFolder.toAbsolutePath().resolve(FOLDER);
  }

  private static Optional<FfmpegTools> present(
      Path folder, Map<String, String> environment, FfmpegTrial trial, Consumer<String> tell)
      throws IOException, InterruptedException {
    Optional<FfmpegTools> found = onPath(environment, trial, tell);
    return found.isPresent() ? found : kept(folder, trial);
  }

  private static Optional<FfmpegTools> onPath(
      Map<String, String> environment, FfmpegTrial trial, Consumer<String> tell)
      throws IOException, InterruptedException {
    Optional<Path> ffmpeg = ProgramPath.find("ffmpeg", environment);
    if (ffmpeg.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> ffprobe = ProgramPath.find("ffprobe", environment);
    if (ffprobe.isEmpty()) {
      tell.accept("passing over " + ffmpeg.get() + ": there is no ffprobe with it");
      return Optional.empty();
    }
    FfmpegTrial.Verdict verdict = trial.of(ffmpeg.get(), ffprobe.get());
    verdict.lack().ifPresent(lack -> tell.accept("passing over " + ffmpeg.get() + ": " + lack));
    return verdict.tools();
  }

  private static Optional<FfmpegTools> kept(Path folder, FfmpegTrial trial)
      throws IOException, InterruptedException {
    return trial.of(folder.resolve("ffmpeg"), folder.resolve("ffprobe")).tools();
  }
}
