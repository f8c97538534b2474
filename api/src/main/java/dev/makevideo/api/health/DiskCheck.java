package dev.makevideo.api.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Room on the store's disk: a warning below 5 GB, bad below 1 GB. Vital. */
public final class DiskCheck implements HealthCheck {
  private static final long WARN_BYTES = 5_000_000_000L;
  private static final long LEAST_BYTES = 1_000_000_000L;

  private final Callable<Long> usableBytes;

  /** The disk that holds the folder. */
  public static DiskCheck of(Path folder) {
    return new DiskCheck(() -> usable(folder));
  }

  DiskCheck(Callable<Long> usableBytes) {
    this.usableBytes = usableBytes;
  }

  private static long usable(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  @Override
  public String name() {
    return "disk_space";
  }

  @Override
  public boolean isVital() {
    return true;
  }

  @Override
  public Finding look() throws Exception {
    long bytes = usableBytes.call();
    String free = String.format(Locale.ROOT, "%.1f GB free", bytes / 1e9);
    if (bytes < LEAST_BYTES) {
      return HealthCheck.bad(free + ", less than 1 GB: make room");
    }
    return bytes < WARN_BYTES
        ? HealthCheck.worrying(free + ", less than 5 GB")
        : HealthCheck.well(free);
  }
}
