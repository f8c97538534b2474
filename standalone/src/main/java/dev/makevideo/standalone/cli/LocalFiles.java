package dev.makevideo.standalone.cli;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.mcp.Material;
import dev.makevideo.api.mcp.RefusedCallException;
import dev.makevideo.api.mcp.SentUploads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Files of an assistant that runs where they are: it names paths, and the uploads are made here.
 * Thread-safe.
 */
final class LocalFiles implements Material {
  private final Path workingFolder;
  private final Supplier<Path> userHome;

  /**
   * @param workingFolder relative paths start there
   * @param userHome what {@code ~} means
   */
  LocalFiles(Path workingFolder, Supplier<Path> userHome) {
    this.workingFolder = workingFolder;
    this.userHome = userHome;
  }

  @Override
  public String narration() {
    return "the path of its file (MP3, WAV, M4A/MP4 or OGG) on this machine";
  }

  @Override
  public String clip() {
    return "the path of its file on this machine";
  }

  @Override
  public String music() {
    return "the path of its file (MP3, WAV, M4A/MP4 or OGG) on this machine";
  }

  @Override
  public boolean takesBase64() {
    return false;
  }

  @Override
  public String uploaded(SentUploads uploads, String field, String argument, String purpose)
      throws IOException, RefusedCallException {
    return uploads.send(purpose, file(field, argument));
  }

  private Path file(String field, String argument) {
    try {
      Path path =
          argument.startsWith("~/")
              ? userHome.get().resolve(argument.substring(2))
              : workingFolder.resolve(argument);
      if (Files.isRegularFile(path) && Files.isReadable(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // no file has such a name
    }
    String shown = ProblemException.shortened(argument);
    throw ProblemException.value(
        field,
        argument,
        field + " names \"" + shown + "\", which is no file that can be read; send its full path.");
  }
}
