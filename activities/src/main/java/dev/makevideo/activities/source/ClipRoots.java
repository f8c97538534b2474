package dev.makevideo.activities.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders below which jobs may read. Paths are compared after every symbolic link in them was
 * followed, so that no link and no {@code ..} leads out.
 */
public final class ClipRoots {
  private final List<Path> roots;

  public ClipRoots(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /** Whether no folder may be read. */
  public boolean isEmpty() {
    return roots.isEmpty();
  }

  /** Whether a path, with its links followed, lies below a root or is one. */
  public boolean contains(Path real) {
    for (Path root : roots) {
      try {
        if (real.startsWith(root.toRealPath())) {
          return true;
        }
      } catch (IOException e) {
        // a root that is not there holds nothing
      }
    }
    return false;
  }
}
