package dev.makevideo.activities.clips;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders below which jobs may read. Paths are compared after every symbolic link in them was
 * followed, so that no link and no {@code ..} leads out.
 */
final class ClipRoots {
  private final List<Path> roots;

  ClipRoots(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  boolean isEmpty() {
    return roots.isEmpty();
  }

  /** Whether a path, with its links followed, lies below a root or is one. */
  boolean contains(Path real) {
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
