package dev.makevideo.standalone.cli;

import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.ShotList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code create} was given for one job.
 *
 * @param music what is played under the narration
 * @param clips a folder, or a file with URLs
 */
record CreateInputs(
    Context context,
    Path audio,
    @Nullable Path music,
    @Nullable Path script,
    @Nullable Path shots,
    @Nullable Path clips,
    List<String> queries) {

  /**
   * The texts of the order, by field, but for options and clips.
   *
   * @throws CommandException (usage) naming the option at fault
   */
  Map<String, String> texts() throws CommandException, IOException {
    JobInputs.narration(context.workingFolder(), audio);
    song();
    Map<String, String> texts = new LinkedHashMap<>();
    addPhrases(texts);
    if (script != null) {
      texts.put("script", JobInputs.text(file(script, "the script"), "--script"));
    }
    if (clips != null && !Files.isDirectory(resolved(clips))) {
      addUrls(texts, resolved(clips));
    }
    return texts;
  }

  /**
   * The order.
   *
   * @param texts all but clips in a folder
   * @param elsewhere whether the service cannot read a folder of this machine
   */
  Order order(Map<String, String> texts, Metadata metadata, boolean elsewhere)
      throws CommandException, IOException {
    Path narration = JobInputs.narration(context.workingFolder(), audio);
    if (clips == null || !Files.isDirectory(resolved(clips))) {
      return new Order(texts, narration, song(), List.of(), metadata);
    }
    Path folder = resolved(clips);
    if (elsewhere) {
      return new Order(texts, narration, song(), JobInputs.media(folder, "--clips"), metadata);
    }
    Map<String, String> all = new LinkedHashMap<>(texts);
    all.put("clips_folder", folder.toString());
    return new Order(all, narration, song(), List.of(), metadata);
  }

  private Optional<Path> song() throws CommandException, IOException {
    return music == null
        ? Optional.empty()
        : Optional.of(JobInputs.music(context.workingFolder(), music));
  }

  private void addPhrases(Map<String, String> texts) throws CommandException, IOException {
    String phrases = String.join("\n", queries);
    if (phrases.isBlank() && !queries.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--query is empty: say what the clips show, such as --query \"boiling river\"; or leave it"
              + " out, and clips are looked for by what is said.");
    }
    String list = shots == null ? "" : JobInputs.text(file(shots, "the shot list"), "--shots");
    try {
      ShotList.read(ShotList.phrases("a phrase", phrases), list);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, (shots == null ? "--query: " : "--shots: ") + e.getMessage() + ".");
    }
    if (!phrases.isBlank()) {
      texts.put("query", phrases);
    }
    if (shots != null) {
      texts.put("shots", list);
    }
  }

  private static void addUrls(Map<String, String> texts, Path list)
      throws CommandException, IOException {
    if (!Files.isReadable(list)) {
      throw new CommandException(
          ExitCode.USAGE, "--clips names neither a folder nor a file with URLs: " + list);
    }
    String urls = JobInputs.urls(list);
    if (urls.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "--clips names a file without a URL: " + list);
    }
    texts.put("clips_urls", urls);
  }

  private Path resolved(Path path) {
    return context.workingFolder().resolve(path).toAbsolutePath().normalize();
  }

  private Path file(Path path, String what) throws CommandException {
    return JobInputs.file(context.workingFolder(), path, what);
  }

  /** Where the video goes. */
  OutputFile target(@Nullable Path out, boolean force) throws CommandException, IOException {
    MadeFiles made = new MadeFiles(context.home());
    if (out == null) {
      String name = String.valueOf(audio.getFileName()).replaceFirst("\\.[^.]*$", "");
      Path usual = context.workingFolder().resolve(name + ".mp4");
      return OutputFile.usual(usual, inputs(), made);
    }
    return OutputFile.named(context.workingFolder().resolve(out), force, inputs(), made);
  }

  /** What the job reads, by what people call it. */
  private Map<String, Path> inputs() {
    Map<String, Path> inputs = new LinkedHashMap<>();
    inputs.put("the narration", context.workingFolder().resolve(audio));
    if (music != null) {
      inputs.put("the music", context.workingFolder().resolve(music));
    }
    if (script != null) {
      inputs.put("the script", context.workingFolder().resolve(script));
    }
    if (shots != null) {
      inputs.put("the shot list", context.workingFolder().resolve(shots));
    }
    if (clips != null) {
      Path given = context.workingFolder().resolve(clips);
      inputs.put(Files.isDirectory(given) ? "one of the clips" : "the list of clips", given);
    }
    return inputs;
  }
}
