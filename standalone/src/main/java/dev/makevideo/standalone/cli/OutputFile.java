package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;

/**
 * Where a finished video goes. Nothing is replaced that this program did not make: a named file
 * that is somebody's own needs {@code --force}, and what the job reads, a folder or a device is
 * never replaced. Looked at before any work, and again when the video is there, as a job may take
 * an hour.
 */
final class OutputFile {
  /** Fetches the finished video's bytes into the file it is given. */
  interface Fetch {
    void into(Path file) throws IOException, InterruptedException;
  }

  private final Path path;
  private final boolean force;
  private final boolean named;
  private final Map<String, Path> inputs;
  private final MadeFiles made;

  private OutputFile(
      Path path, boolean force, boolean named, Map<String, Path> inputs, MadeFiles made) {
    this.path = path;
    this.force = force;
    this.named = named;
    this.inputs = inputs;
    this.made = made;
  }

  /**
   * A file that the user named.
   *
   * @param path absolute
   * @param force whether a file that this program did not make may be replaced
   * @param inputs what the job reads, by what it is called: files, and folders whose files it reads
   * @throws CommandException (usage) if nothing may be written there, saying what to do
   */
  static OutputFile named(Path path, boolean force, Map<String, Path> inputs, MadeFiles made)
      throws CommandException, IOException {
    Path target = real(path.normalize());
    for (Map.Entry<String, Path> input : inputs.entrySet()) {
      refuseInput(target, input.getKey(), input.getValue());
    }
    OutputFile file = new OutputFile(target, force, true, inputs, made);
    file.checkPlace();
    if (!file.mayReplace()) {
      throw refused(
          target + " is there already and was not made by make-video; --force replaces it");
    }
    return file;
  }

  /** A file with the usual name; what is there is left alone and another name is taken. */
  static OutputFile usual(Path path, Map<String, Path> inputs, MadeFiles made)
      throws CommandException {
    OutputFile file = new OutputFile(path.toAbsolutePath().normalize(), false, false, inputs, made);
    file.checkPlace();
    return file;
  }

  /**
   * A file that belongs to the one that was written here, under its name with another suffix, by
   * the same rule: where that file is somebody's own, or is what the job reads, another name is
   * taken.
   */
  OutputFile beside(Path written, String suffix) {
    String name = String.valueOf(written.getFileName());
    int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
    Path sibling = written.resolveSibling(name.substring(0, dot) + suffix);
    return new OutputFile(sibling, force, named, inputs, made);
  }

  /**
   * Fetches the video and puts it in its place, whole or not at all.
   *
   * @param id of the job: a part of the other name, where the first is taken meanwhile
   * @return where it is
   */
  Path write(String id, Fetch fetch) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(parent());
    Path partial = Files.createTempFile(folder, ".make-video", ".partial");
    try {
      fetch.into(partial);
      Path written = publish(partial, id);
      made.remember(written);
      return written;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private Path publish(Path partial, String id) throws IOException {
    if (named && mayReplace()) {
      return Files.move(partial, path, StandardCopyOption.REPLACE_EXISTING);
    }
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
    Path free = path;
    for (int taken = 1; ; taken++) {
      try {
        return Files.move(partial, free);
      } catch (FileAlreadyExistsException e) {
        String more = "-" + id + (taken == 1 ? "" : "-" + taken);
        free = path.resolveSibling(name.substring(0, dot) + more + name.substring(dot));
      }
    }
  }

  private boolean mayReplace() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    for (Path input : inputs.values()) {
      if (isOrHolds(input, path)) {
        return false;
      }
    }
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && (force || made.made(path));
  }

  private void checkPlace() throws CommandException {
    if (Files.isDirectory(path)) {
      throw refused(path + " is a folder; name a file, such as " + path.resolve("video.mp4"));
    }
    if (named && Files.exists(path) && !Files.isRegularFile(path)) {
      throw refused(path + " is not an ordinary file");
    }
    Path folder = parent();
    while (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    if (!Files.isDirectory(folder)) {
      throw refused(folder + " is not a folder");
    }
    if (!Files.isWritable(folder)) {
      throw refused(folder + " cannot be written to");
    }
  }

  private Path parent() {
    return Objects.requireNonNullElse(path.getParent(), path);
  }

  private static void refuseInput(Path target, String what, Path input)
      throws CommandException, IOException {
    if (isOrHolds(input, target)) {
      throw refused(target + " is " + what + ", which this job reads; choose another name");
    }
  }

  private static boolean isOrHolds(Path input, Path file) throws IOException {
    if (!Files.exists(file) || !Files.exists(input)) {
      return false;
    }
    boolean inside =
        Files.isDirectory(input) && input.toRealPath().equals(file.toRealPath().getParent());
    return inside || Files.isSameFile(file, input);
  }

  /** A link is followed, so that what it leads to is judged; one that leads nowhere is refused. */
  private static Path real(Path path) throws CommandException, IOException {
    if (!Files.isSymbolicLink(path)) {
      return path;
    }
    if (!Files.exists(path)) {
      throw refused(path + " is a link to a file that is not there");
    }
    return path.toRealPath();
  }

  private static CommandException refused(String why) {
    return new CommandException(ExitCode.USAGE, "--out: " + why);
  }
}
