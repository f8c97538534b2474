package dev.makevideo.activities.clips;

import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.ClipRoots;
import dev.makevideo.activities.source.FolderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lists a folder and looks at each file, and writes down what it sees: one line a file. */
public final class FolderMain {
  private FolderMain() {}

  public static void main(String[] arguments) throws IOException {
    ClipRoots roots = new ClipRoots(List.of(Path.of(arguments[0])));
    LocalFiles files = new LocalFiles(roots, 1000);
    List<String> seen = new ArrayList<>();
    for (Candidate candidate : new FolderSource(roots).list(arguments[0], 10)) {
      seen.add(
          files
              .find(candidate.location())
              .fold(
                  file -> "there",
                  detail -> detail,
                  rejection -> rejection.reason().label(),
                  wait -> wait.reason()));
    }
    Files.write(Path.of(arguments[1]), seen);
  }
}
