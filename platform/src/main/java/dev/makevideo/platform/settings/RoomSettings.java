package dev.makevideo.platform.settings;

/**
 * How much room a host must have so that work begins there.
 *
 * @param diskWarn {@code MAKE_VIDEO_DISK_WARN}: with less, health is degraded; default 5 GB
 * @param diskLeast {@code MAKE_VIDEO_DISK_LEAST}: with less, no new job is taken; default 1 GB, not
 *     more than diskWarn
 * @param memoryLeast {@code MAKE_VIDEO_MEMORY_LEAST}: what must be available besides what a piece
 *     of work is expected to take; default 256 MB, 0: memory is not looked at
 */
public record RoomSettings(ByteSize diskWarn, ByteSize diskLeast, ByteSize memoryLeast) {
  private static final ByteSize DISK_WARN = new ByteSize(5_000_000_000L);
  private static final ByteSize DISK_LEAST = new ByteSize(1_000_000_000L);
  private static final ByteSize MEMORY_LEAST = new ByteSize(256_000_000L);

  /** For whoever has no settings: tests, and the commands that keep nothing. */
  public static RoomSettings defaults() {
    return new RoomSettings(DISK_WARN, DISK_LEAST, MEMORY_LEAST);
  }

  static RoomSettings from(SettingReader reader) {
    ByteSize least = reader.size("MAKE_VIDEO_DISK_LEAST", DISK_LEAST);
    ByteSize warnByDefault = least.bytes() > DISK_WARN.bytes() ? least : DISK_WARN;
    ByteSize warn = reader.size("MAKE_VIDEO_DISK_WARN", warnByDefault);
    if (warn.bytes() < least.bytes()) {
      throw new InvalidSettingException(
          "MAKE_VIDEO_DISK_WARN is "
              + warn
              + "; allowed: at least MAKE_VIDEO_DISK_LEAST, which is "
              + least);
    }
    return new RoomSettings(warn, least, reader.size("MAKE_VIDEO_MEMORY_LEAST", MEMORY_LEAST));
  }

  /**
   * What a process leaves free on the store's disk, half of the least: jobs that run may use the
   * other half, the last of it is for Temporal and Redis.
   */
  public ByteSize diskReserve() {
    return new ByteSize(diskLeast.bytes() / 2);
  }
}
