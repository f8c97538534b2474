package dev.makevideo.api.http;

import dev.makevideo.platform.access.KeyFile;
import dev.makevideo.platform.access.StoredKey;
import dev.makevideo.platform.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the file, as it is now: who asks is told what it said a second ago at the latest. If
 * it cannot be read, the keys stay as they were. Thread-safe.
 */
final class FiledKeys {
  /** A key that is added or revoked counts after so long. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Logger log = LoggerFactory.getLogger(FiledKeys.class);
  private final Optional<KeyFile> file;
  private final LongSupplier nanos;
  private volatile List<ApiKeys.Owner> owners;
  private long looked;
  private boolean readable = true;

  /**
   * @param nanos a clock that only runs forward
   * @throws InvalidSettingException if the file is there and no file of keys
   */
  FiledKeys(Optional<Path> path, LongSupplier nanos) {
    this.file = path.map(KeyFile::new);
    this.nanos = nanos;
    try {
      owners = read();
    } catch (IOException e) {
      throw new InvalidSettingException("MAKE_VIDEO_API_KEYS_FILE: " + e.getMessage());
    }
    looked = nanos.getAsLong();
  }

  /** The owners of its keys. */
  List<ApiKeys.Owner> now() {
    if (file.isPresent()) {
      lookAgain();
    }
    return owners;
  }

  private synchronized void lookAgain() {
    if (nanos.getAsLong() - looked < LOOK_EVERY.toNanos()) {
      return;
    }
    try {
      List<ApiKeys.Owner> found = read();
      if (!found.equals(owners)) {
        log.atInfo().addKeyValue("found", found.size()).log("api keys changed");
      }
      owners = found;
      readable = true;
    } catch (IOException e) {
      if (readable) {
        log.atWarn()
            .addKeyValue("reason", String.valueOf(e.getMessage()))
            .log("api keys not readable: those of before hold");
      }
      readable = false;
    }
    looked = nanos.getAsLong();
  }

  private List<ApiKeys.Owner> read() throws IOException {
    return file.isEmpty() ? List.of() : file.get().read().stream().map(FiledKeys::owner).toList();
  }

  private static ApiKeys.Owner owner(StoredKey key) {
    return new ApiKeys.Owner(key.tenant(), key.sha256(), key.name());
  }
}
