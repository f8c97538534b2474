package dev.makevideo.platform.room;

import dev.makevideo.platform.settings.RoomSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The disks that a process writes to: under the artifact store, and under the data folder, where
 * uploads arrive and local servers keep their data. Thread-safe.
 */
public final class WatchedDisks {
  private final Looker looker;

  /** Looks at each disk once. */
  @FunctionalInterface
  public interface Looker {
    /**
     * @throws IOException if a folder is not there
     */
    List<Disk> look() throws IOException;
  }

  /**
   * @param name what lies on it
   * @param room what is free
   */
  public record Disk(String name, DiskRoom room) {}

  public WatchedDisks(Looker looker) {
    this.looker = looker;
  }

  /** Those of these folders; the data folder may still be missing. */
  public static WatchedDisks of(Path store, Path home, RoomSettings limits) {
    return new WatchedDisks(() -> look(store, home, limits));
  }

  private static List<Disk> look(Path store, Path home, RoomSettings limits) throws IOException {
    boolean apart =
        Files.exists(home) && !Files.getFileStore(home).equals(Files.getFileStore(store));
    List<Disk> disks = new ArrayList<>();
    disks.add(new Disk("store", DiskRoom.of(store, limits)));
    if (apart) {
      disks.add(new Disk("data folder", DiskRoom.of(home, limits)));
    }
    return disks;
  }

  /**
   * How they stand now.
   *
   * @throws IOException if a folder is not there
   */
  public Sight look() throws IOException {
    List<Disk> disks = looker.look();
    List<String> sentences = new ArrayList<>();
    DiskRoom.Level worst = DiskRoom.Level.ENOUGH;
    for (Disk disk : disks) {
      sentences.add(disk.name() + ": " + disk.room().sentence());
      worst = disk.room().level().compareTo(worst) > 0 ? disk.room().level() : worst;
    }
    return new Sight(worst, String.join("; ", sentences));
  }

  /**
   * What was seen.
   *
   * @param worst of all disks
   * @param sentence such as {@code store: 812 MB free, less than 1.0 GB}
   */
  public record Sight(DiskRoom.Level worst, String sentence) {}
}
