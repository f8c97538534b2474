package dev.makevideo.api.resumable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.storage.DiskFull;
import dev.makevideo.platform.storage.StoreFullException;
import dev.makevideo.platform.tools.Trees;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of uploads, {@code TENANT/ID/}, which several processes may share. No name in it comes
 * from a client. Thread-safe.
 */
public final class UploadFiles {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final int RETRY_SECONDS = 1;

  private final Logger log = LoggerFactory.getLogger(UploadFiles.class);
  private final ObjectMapper json = Payloads.mapper();
  private final Path root;
  private final ResumableLimits limits;
  private final Clock clock;

  /** Those that this process has: to close another channel of a locked file would give it back. */
  private final Set<Path> held = ConcurrentHashMap.newKeySet();

  /**
   * @param root made if it is not there
   * @throws IOException if it cannot be used
   */
  public UploadFiles(Path root, ResumableLimits limits, Clock clock) throws IOException {
    this.root = Files.createDirectories(root);
    this.limits = limits;
    this.clock = clock;
  }

  Path root() {
    return root;
  }

  /** Makes a place for an upload. */
  StoredUpload create(String tenant, UploadRecord record) throws IOException {
    StoredUpload stored = new StoredUpload(folder(tenant, record.id()), record);
    Files.createDirectories(stored.folder());
    write(stored);
    return stored;
  }

  /** Replaces the record: the old one or the new one is there, also after a crash. */
  void write(StoredUpload stored) throws IOException {
    write(stored.folder().resolve(StoredUpload.RECORD), json.writeValueAsBytes(stored.record()));
  }

  /** As {@link #write(StoredUpload)}, for any small file. */
  static void write(Path target, byte[] bytes) throws IOException {
    Path fresh = target.resolveSibling(UUID.randomUUID() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    } catch (IOException e) {
      throw explained(e);
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A full disk gets its own type. */
  static IOException explained(IOException e) {
    return DiskFull.isMeantBy(e) ? new StoreFullException("the disk for uploads is full", e) : e;
  }

  /** A tenant's upload; empty: there is none, also if it is another tenant's or expired. */
  Optional<StoredUpload> find(String tenant, String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    Optional<StoredUpload> found = read(folder(tenant, id));
    return found.isPresent() && isExpired(found.get()) ? Optional.empty() : found;
  }

  /** All of a tenant's that no job has named. */
  List<StoredUpload> unused(String tenant) throws IOException {
    List<StoredUpload> all = new ArrayList<>();
    for (Path folder : foldersIn(tenantFolder(tenant))) {
      read(folder).filter(one -> !one.isUsed()).ifPresent(all::add);
    }
    return all;
  }

  /**
   * Takes an upload for one alone, over all processes, until it is closed.
   *
   * @throws ProblemException with 423 if another has it, with 404 if it is gone
   */
  Lock lock(StoredUpload stored) throws IOException {
    return tryLock(stored.folder())
        .orElseThrow(
            () ->
                ProblemException.later(
                    ProblemType.LOCKED,
                    "Another request is writing this upload, or has just broken off; ask for its"
                        + " offset and try again.",
                    RETRY_SECONDS));
  }

  /** As it is now, under its lock: another may have changed it before. */
  StoredUpload again(StoredUpload stored) throws IOException {
    return read(stored.folder()).orElseThrow(() -> gone(stored.record().id()));
  }

  static ProblemException gone(String id) {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "There is no upload " + ProblemException.shortened(id) + ", or no longer.");
  }

  /** Removes all of it. */
  void delete(StoredUpload stored) throws IOException {
    Trees.delete(stored.folder());
  }

  /** Removes what nobody may use any more, and what crashes left; not what is being written. */
  void sweep() throws IOException {
    int swept = 0;
    for (Path tenant : foldersIn(root)) {
      for (Path folder : foldersIn(tenant)) {
        swept += sweep(folder) ? 1 : 0;
      }
    }
    if (swept > 0) {
      log.atInfo().addKeyValue("uploads", swept).log("unused uploads swept");
    }
  }

  private boolean sweep(Path folder) {
    try {
      if (isNeeded(folder)) {
        return false;
      }
      Optional<Lock> lock = tryLock(folder);
      if (lock.isEmpty()) {
        return false;
      }
      try (Lock held = lock.get()) {
        if (!held.isHeld() || read(folder).isPresent() && isNeeded(folder)) {
          return false;
        }
        Trees.delete(folder);
        return true;
      }
    } catch (IOException | ProblemException e) {
      log.atInfo().setCause(e).log("an upload was not swept"); // another process is at it
      return false;
    }
  }

  /** What has no record yet was begun just now, or left by a crash. */
  private boolean isNeeded(Path folder) throws IOException {
    Optional<StoredUpload> stored = read(folder);
    return stored.isPresent()
        ? !isExpired(stored.get())
        : Files.getLastModifiedTime(folder)
            .toInstant()
            .plus(limits.unused())
            .isAfter(clock.instant());
  }

  private boolean isExpired(StoredUpload stored) throws IOException {
    return stored.expires(limits).isBefore(clock.instant());
  }

  private Optional<Lock> tryLock(Path folder) throws IOException {
    if (!held.add(folder)) {
      return Optional.empty();
    }
    boolean locked = false;
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        locked = channel.tryLock() != null;
      } catch (OverlappingFileLockException e) {
        // Another instance in this process has it.
      } finally {
        if (!locked) {
          channel.close();
        }
      }
      return locked ? Optional.of(new Lock(folder, channel)) : Optional.empty();
    } catch (NoSuchFileException e) {
      throw gone(String.valueOf(folder.getFileName()));
    } finally {
      if (!locked) {
        held.remove(folder);
      }
    }
  }

  /** An upload for one alone. */
  final class Lock implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;

    private Lock(Path folder, FileChannel channel) {
      this.folder = folder;
      this.channel = channel;
    }

    boolean isHeld() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        held.remove(folder);
      }
    }
  }

  private Path tenantFolder(String tenant) {
    if (!TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException("no tenant: " + tenant);
    }
    return root.resolve(tenant);
  }

  private Path folder(String tenant, String id) {
    return tenantFolder(tenant).resolve(id);
  }

  private Optional<StoredUpload> read(Path folder) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(folder.resolve(StoredUpload.RECORD));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      @Nullable UploadRecord record = json.readValue(bytes, UploadRecord.class);
      return Optional.ofNullable(record).map(known -> new StoredUpload(folder, known));
    } catch (JsonProcessingException e) {
      log.atWarn().addKeyValue("folder", folder).log("unreadable record of an upload ignored");
      return Optional.empty();
    }
  }

  private static List<Path> foldersIn(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
