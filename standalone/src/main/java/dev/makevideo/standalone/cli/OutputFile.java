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
  private final MadeFiles made;

  private OutputFile(Path path, boolean force, boolean named, MadeFiles made) {
    this.path = path;
    this.force = force;
    this.named = named;
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
    OutputFile file = new OutputFile(target, force, true, made);
    file.checkPlace();
    if (!file.mayReplace()) {
      throw refused(
          target + " is there already and was not made by make-video; --force replaces it");
    }
    return file;
  }

  /** A file with the usual name; what is there is left alone and another name is taken. */
  static OutputFile usual(Path path, MadeFiles made) throws CommandException {
    OutputFile file = new OutputFile(path.toAbsolutePath().normalize(), false, false, made);
    file.checkPlace();
    return file;
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
    return !Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        || (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && (force || made.made(path)));
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
    if (!Files.exists(target) || !Files.exists(input)) {
      return;
    }
    boolean inside =
        Files.isDirectory(input) && input.toRealPath().equals(target.toRealPath().getParent());
    if (inside || Files.isSameFile(target, input)) {
      throw refused(target + " is " + what + ", which this job reads; choose another name");
    }
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
