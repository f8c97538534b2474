package dev.makevideo.standalone.cli;

import dev.makevideo.platform.media.ScriptBytes;
import dev.makevideo.platform.media.ScriptUnusableException;
import dev.makevideo.platform.media.UrlList;
import dev.makevideo.workflows.job.UploadedClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files that a job is made of, looked at before anything is sent. */
final class JobInputs {
  /** As the service has it. */
  private static final int LONGEST_URL = 2_000;

  private static final int LONGEST_SHOWN = 100;

  private static final Set<String> MEDIA =
      Set.of("mp4", "m4v", "mov", "mkv", "webm", "jpg", "jpeg", "png", "webp");

  private JobInputs() {}

  /**
   * A file that can be read.
   *
   * @param what it is called in the message
   */
  static Path file(Path folder, Path path, String what) throws CommandException {
    Path file = folder.resolve(path);
    return readable(file, what, trouble(file));
  }

  private static Path readable(Path file, String what, Optional<String> trouble)
      throws CommandException {
    if (trouble.isPresent()) {
      throw new CommandException(
          ExitCode.USAGE, what + " cannot be read: " + file + " " + trouble.get());
    }
    return file;
  }

  /** Why a file cannot be read, as the rest of a sentence; empty if it can. */
  static Optional<String> trouble(Path file) {
    if (Files.isDirectory(file)) {
      return Optional.of("is a folder");
    }
    if (!Files.exists(file)) {
      return Optional.of("is not there");
    }
    if (!Files.isRegularFile(file)) {
      return Optional.of("is no file");
    }
    return Files.isReadable(file)
        ? Optional.empty()
        : Optional.of("may not be read by this user; change its permissions");
  }

  /** As {@link #trouble}, of a narration or music: one without a byte is none. */
  static Optional<String> soundTrouble(Path file) throws IOException {
    Optional<String> trouble = trouble(file);
    return trouble.isEmpty() && Files.size(file) == 0 ? Optional.of("is empty") : trouble;
  }

  /** The narration's file; as {@link #file}. */
  static Path narration(Path folder, Path path) throws CommandException, IOException {
    Path file = folder.resolve(path);
    return readable(file, "the narration", soundTrouble(file));
  }

  /** The music's file; as {@link #file}. */
  static Path music(Path folder, Path path) throws CommandException, IOException {
    Path file = folder.resolve(path);
    return readable(file, "--music", soundTrouble(file));
  }

  /** Refused before anything is uploaded, in the service's own words. */
  static String text(Path file, String option) throws CommandException, IOException {
    try {
      return ScriptBytes.read(file);
    } catch (ScriptUnusableException e) {
      throw new CommandException(ExitCode.USAGE, option + ": " + file + " " + e.reason() + ".");
    }
  }

  /** The URLs alone; a line that is none is refused here, by the number that an editor shows. */
  static String urls(Path file) throws CommandException, IOException {
    List<String> urls = new ArrayList<>();
    for (UrlList.Line line : UrlList.of(text(file, "--clips"))) {
      if (!line.isUrl(LONGEST_URL)) {
        throw new CommandException(
            ExitCode.USAGE,
            "--clips: line %d of %s is \"%s\", which is not an http or https URL of at most %d characters"
                .formatted(line.number(), file, shown(line.text()), LONGEST_URL));
      }
      urls.add(line.text());
    }
    return String.join("\n", urls);
  }

  /**
   * The clips and pictures of a folder, by name; hidden files and other kinds are left out.
   *
   * @throws CommandException if there are none, or too many
   */
  static List<Path> media(Path folder, String option) throws CommandException, IOException {
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found = files.filter(JobInputs::isMedia).sorted().toList();
    }
    if (found.isEmpty() || found.size() > UploadedClips.MOST) {
      throw new CommandException(
          ExitCode.USAGE,
          option
              + ": "
              + folder
              + " has "
              + found.size()
              + " clips and pictures; allowed to be sent: 1 to "
              + UploadedClips.MOST);
    }
    return found;
  }

  private static boolean isMedia(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    return !name.startsWith(".") && MEDIA.contains(suffix) && Files.isRegularFile(file);
  }

  static String shown(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
  }
}
