package dev.makevideo.checks;

import dev.makevideo.platform.probe.HostileClip;
import dev.makevideo.platform.probe.HostileFiles;
import dev.makevideo.platform.probe.Trap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of clips in which everything that is up to something stands, by name, before the good
 * ones: a job that looks for enough footage meets all of it. Beside files there are links and pipes
 * in it. To be closed.
 */
final class HostileClipFolder implements AutoCloseable {
  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final Trap pipe;

  HostileClipFolder(Path folder, HostileFiles hostile, List<HostileClip> table)
      throws IOException, InterruptedException {
    this.folder = Files.createDirectory(folder);
    for (HostileClip clip : table) {
      files.add(Files.copy(clip.file(), folder.resolve("a-" + clip.name())));
    }
    pipe = new Trap(folder.resolve("a-pipe.mp4"), hostile.media());
    link("a-link-to-the-neighbour.mp4", hostile.neighbour());
    link("a-link-to-a-pipe.mp4", hostile.trap().pipe());
    link("a-link-to-a-device.mp4", Path.of("/dev/zero"));
    link("a-link-to-itself.mp4", folder.resolve("a-link-to-itself.mp4"));
    link("a-link-to-nothing.mp4", folder.resolve("nothing"));
    link("a-link-to-a-folder.mp4", hostile.neighbour().getParent());
    Files.createDirectory(folder.resolve("a-folder.mp4"));
  }

  /**
   * Adds good clips.
   *
   * @param odd two that get odd names
   * @param last those that come last
   */
  void addGood(List<Path> odd, List<Path> last) throws IOException {
    Files.copy(odd.get(0), folder.resolve("-y.mp4"));
    Files.copy(odd.get(1), folder.resolve("a\nb $(id) %d \u001b[31m.mp4"));
    for (Path clip : last) {
      files.add(Files.copy(clip, folder.resolve("z-" + clip.getFileName())));
    }
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), target);
  }

  Path path() {
    return folder;
  }

  /** The files whose names any URL can hold, the good ones last. */
  List<Path> files() {
    return List.copyOf(files);
  }

  /** The pipe in the folder. */
  Trap pipe() {
    return pipe;
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
