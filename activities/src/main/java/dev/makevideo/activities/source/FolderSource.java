package dev.makevideo.activities.source;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.SourceName;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Lists the files of a folder: all that are regular and not hidden, by name. Thread-safe. */
public final class FolderSource implements ClipSource {
  private final ClipRoots roots;

  public FolderSource(ClipRoots roots) {
    this.roots = roots;
  }

  @Override
  public SourceName name() {
    return SourceName.FOLDER;
  }

  /** Which folders may be read is looked at with the folder. */
  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public boolean searches() {
    return false;
  }

  @Override
  public String needs() {
    return "MAKE_VIDEO_CLIP_ROOTS";
  }

  @Override
  public CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop) {
    return new CallResult.Ok<>(list(folder(wanted), wanted.most()));
  }

  @Override
  public String nothingFound(Wanted wanted) {
    return "the folder " + folder(wanted) + " has no files; put video files directly into it";
  }

  private static String folder(Wanted wanted) {
    return wanted
        .request()
        .clips()
        .folder()
        .orElseThrow(() -> Failures.of(FailureType.INVALID_REQUEST, "the job names no folder"));
  }

  /**
   * The first files of a folder.
   *
   * @throws io.temporal.failure.ApplicationFailure invalid-request, if it may not be read;
   *     not-found, if it cannot be
   */
  public List<Candidate> list(String folder, int most) {
    Path real = resolve(folder);
    // By name, and never more in memory than can be used.
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(real, FolderSource::isClip)) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
        if (names.size() > most) {
          names.pollLast();
        }
      }
    } catch (IOException e) {
      throw Failures.of(FailureType.NOT_FOUND, "the folder " + folder + " cannot be read", e);
    }
    List<Candidate> candidates = new ArrayList<>();
    // Not as a path: a name that is no text in this host's locale cannot become one again, and must
    // not take the other files with it.
    for (String name : names) {
      candidates.add(
          new Candidate(
              candidates.size(),
              Candidate.Kind.FILE,
              real + File.separator + name,
              name,
              Optional.empty()));
    }
    return candidates;
  }

  private Path resolve(String folder) {
    if (roots.isEmpty()) {
      throw Failures.of(
          FailureType.INVALID_REQUEST,
          "this worker reads no folders; set MAKE_VIDEO_CLIP_ROOTS to those that jobs may read");
    }
    try {
      Path path = Path.of(folder);
      if (!path.isAbsolute()) {
        throw Failures.of(
            FailureType.INVALID_REQUEST, "the folder " + folder + " is not an absolute path");
      }
      Path real = path.toRealPath();
      if (roots.contains(real)) {
        return real;
      }
    } catch (IOException | InvalidPathException e) {
      // Not told apart from one that is not allowed: a job must not find out what exists elsewhere.
    }
    throw Failures.of(
        FailureType.INVALID_REQUEST,
        "the folder "
            + folder
            + " is not there, or not below one of the folders of MAKE_VIDEO_CLIP_ROOTS");
  }

  private static boolean isClip(Path entry) throws IOException {
    return Files.isRegularFile(entry) && !Files.isHidden(entry);
  }
}
