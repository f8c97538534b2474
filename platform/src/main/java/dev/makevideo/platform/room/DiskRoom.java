package dev.makevideo.platform.room;

import dev.makevideo.platform.settings.ByteSize;
import dev.makevideo.platform.settings.RoomSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is free on the disk that holds a folder, against the settings. Thread-safe.
 *
 * @param usable bytes that this user may still write
 * @param limits what is asked for
 */
public record DiskRoom(long usable, RoomSettings limits) {
  /** How it stands. */
  public enum Level {
    ENOUGH,
    /** Below {@link RoomSettings#diskWarn()}. */
    LOW,
    /** Below {@link RoomSettings#diskLeast()}: no new job begins. */
    CRITICAL
  }

  /**
   * Looks now.
   *
   * @throws IOException if the folder is not there
   */
  public static DiskRoom of(Path folder, RoomSettings limits) throws IOException {
    return new DiskRoom(Files.getFileStore(folder).getUsableSpace(), limits);
  }

  /** How it stands. */
  public Level level() {
    if (usable < limits.diskLeast().bytes()) {
      return Level.CRITICAL;
    }
    return usable < limits.diskWarn().bytes() ? Level.LOW : Level.ENOUGH;
  }

  /** Such as {@code 812 MB free, less than 1.0 GB}. */
  public String sentence() {
    String free = ByteSize.text(usable) + " free";
    return switch (level()) {
      case ENOUGH -> free;
      case LOW -> free + ", less than " + limits.diskWarn();
      case CRITICAL -> free + ", less than " + limits.diskLeast();
    };
  }
}
