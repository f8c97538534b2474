package dev.makevideo.platform.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.platform.settings.ByteSize;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.wire.Payloads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An artifact store in a folder, which several hosts may share:
 *
 * <pre>
 * store-id               this store's own id
 * objects/ab/ab12…       bytes, named by their SHA-256
 * actions/KIND/KEY       JSON: the object that the action produced
 * quarantine/            corrupt objects, for a look
 * tmp/                   what is being written
 * scratch/               see {@link FileScratch}
 * uploads/               the API's: what arrives ahead of its job
 * </pre>
 */
public final class FileArtifactStore implements ArtifactStore {
  /** Another who publishes the same may win, and its object be corrupt; this often in a row? */
  private static final int TRIES = 5;

  private static final Logger log = LoggerFactory.getLogger(FileArtifactStore.class);

  private final ObjectMapper json = Payloads.mapper();
  private final Path root;
  private final Path temporary;
  private final long reserveBytes;
  private final VerifiedObjects verified;
  private final String id;

  /**
   * Opens the store, and makes it if it is not there.
   *
   * @param root its folder
   * @param reserveBytes what must stay free on its disk
   * @throws IOException if the folder cannot be used
   */
  public FileArtifactStore(Path root, long reserveBytes) throws IOException {
    this(root, reserveBytes, System::nanoTime);
  }

  FileArtifactStore(Path root, long reserveBytes, LongSupplier nanos) throws IOException {
    verified = new VerifiedObjects(nanos);
    this.root = Files.createDirectories(root).toRealPath();
    this.reserveBytes = reserveBytes;
    temporary = Files.createDirectories(this.root.resolve("tmp"));
    Files.createDirectories(this.root.resolve("objects"));
    id = StoreFiles.readOrMakeId(this.root.resolve("store-id"), temporary);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ObjectRef put(Path file) throws IOException {
    long bytes = Files.size(file);
    checkSpace(bytes);
    Path made = StoreFiles.unused(temporary);
    // A scratch file is this process's own and changes no more, so a second name will do.
    if (file.toAbsolutePath().normalize().startsWith(root.resolve("scratch"))) {
      Files.createLink(made, file);
      return keep(made, new ObjectRef(StoreFiles.hash(made), bytes));
    }
    try (InputStream in = Files.newInputStream(file)) {
      String hash = StoreFiles.copy(in, made);
      return keep(made, new ObjectRef(hash, Files.size(made)));
    }
  }

  @Override
  public ObjectRef adopt(Path file, ObjectRef object) throws IOException {
    if (Files.size(file) != object.bytes()) {
      throw new IOException(file + " has not the " + object.bytes() + " bytes that it should have");
    }
    checkSpace(0);
    Path made = StoreFiles.unused(temporary);
    try {
      Files.createLink(made, file);
    } catch (FileSystemException | UnsupportedOperationException e) {
      return put(file); // it lies on another disk
    }
    return keep(made, object);
  }

  @Override
  public ObjectRef put(byte[] bytes) throws IOException {
    checkSpace(bytes.length);
    Path made = StoreFiles.unused(temporary);
    String hash = StoreFiles.copy(new ByteArrayInputStream(bytes), made);
    return keep(made, new ObjectRef(hash, bytes.length));
  }

  private ObjectRef keep(Path made, ObjectRef object) throws IOException {
    if (isWhole(object)) {
      Files.delete(made);
    } else if (!StoreFiles.publish(made, file(object)) && !isWhole(object)) {
      throw new IOException("another process publishes a corrupt " + object.sha256());
    }
    return object;
  }

  private void checkSpace(long bytes) throws IOException {
    FileStore disk = Files.getFileStore(root);
    long left = disk.getUsableSpace() - bytes;
    if (left < reserveBytes) {
      throw new StoreFullException(
          "%s would have %s left, and must keep %s: delete something, or move MAKE_VIDEO_STORE"
              .formatted(root, ByteSize.text(left), ByteSize.text(reserveBytes)));
    }
  }

  @Override
  public Path file(ObjectRef object, Path folder) throws IOException {
    return path(object);
  }

  @Override
  public SeekableByteChannel open(ObjectRef object) throws IOException {
    return StoreFiles.opened(
        object, path(object), this::verifiedPath, file -> Files.newByteChannel(file));
  }

  @Override
  public void verify(ObjectRef object) throws IOException {
    path(object);
  }

  @Override
  public boolean isThere(ObjectRef object) throws IOException {
    return StoreFiles.touch(file(object), object.bytes());
  }

  /**
   * Where the object lies. It must not be written to; it stays for as long as a running job names
   * it.
   *
   * @throws MissingObjectException if it is not there or was corrupt
   */
  public Path path(ObjectRef object) throws IOException {
    Path file = file(object);
    return verified.contains(object, file) ? file : verifiedPath(object);
  }

  private Path verifiedPath(ObjectRef object) throws IOException {
    if (!isWhole(object)) {
      throw new MissingObjectException(object);
    }
    return file(object);
  }

  @Override
  public byte[] read(ObjectRef object) throws IOException {
    return StoreFiles.opened(object, verifiedPath(object), this::verifiedPath, Files::readAllBytes);
  }

  /** Verifies length and hash, marks it as used; a corrupt object is set aside. */
  private boolean isWhole(ObjectRef object) throws IOException {
    Path file = file(object);
    try {
      VerifiedObjects.Look before = VerifiedObjects.Look.at(file);
      if (before.size() == object.bytes() && StoreFiles.hash(file).equals(object.sha256())) {
        return markUsed(object, file, before);
      }
      Path aside = Files.createDirectories(root.resolve("quarantine"));
      Files.move(file, aside.resolve(object.sha256()), StandardCopyOption.REPLACE_EXISTING);
      log.atWarn().addKeyValue("object", object.sha256()).log("corrupt object set aside");
      return false;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether it is still there to be marked. */
  private boolean markUsed(ObjectRef object, Path file, VerifiedObjects.Look before)
      throws IOException {
    if (verified.contains(object, file)) {
      return true; // marked by another thread just now; a new mark would undo what it remembered
    }
    boolean unchanged = before.equals(VerifiedObjects.Look.at(file));
    if (!StoreFiles.touch(file)) {
      return false;
    }
    if (unchanged) {
      verified.add(object, VerifiedObjects.Look.at(file));
    }
    return true;
  }

  @Override
  public Optional<ObjectRef> find(ActionKey action) throws IOException {
    Path record = file(action);
    Optional<ObjectRef> object;
    try {
      object = parse(Files.readAllBytes(record));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (object.isEmpty()) {
      log.atWarn().addKeyValue("action", action.sha256()).log("unreadable action record ignored");
      return Optional.empty();
    }
    if (!isWhole(object.get())) {
      return Optional.empty();
    }
    StoreFiles.touch(record);
    return object;
  }

  private Optional<ObjectRef> parse(byte[] record) {
    try {
      return Optional.ofNullable(json.readValue(record, ObjectRef.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Collected collect(Duration olderThan, Set<String> keep) throws IOException {
    return new GarbageCollection(root, Clock.systemUTC(), this::parse).run(olderThan, keep);
  }

  @Override
  public Optional<byte[]> peek(ObjectRef object) throws IOException {
    return StoreFiles.peek(file(object), object);
  }

  @Override
  public Optional<Instant> lastUse(ObjectRef object) throws IOException {
    return StoreFiles.lastUse(file(object));
  }

  @Override
  public Freed free(ObjectRef object, Instant notUsedSince) throws IOException {
    return StoreFiles.free(file(object), temporary, notUsedSince);
  }

  @Override
  public ObjectRef publish(ActionKey action, Path file) throws IOException {
    return record(action, put(file));
  }

  @Override
  public ObjectRef publish(ActionKey action, byte[] bytes) throws IOException {
    return record(action, put(bytes));
  }

  private ObjectRef record(ActionKey action, ObjectRef object) throws IOException {
    byte[] text = json.writeValueAsString(object).getBytes(StandardCharsets.UTF_8);
    for (int tries = 0; tries < TRIES; tries++) {
      Path made = StoreFiles.unused(temporary);
      StoreFiles.copy(new ByteArrayInputStream(text), made);
      if (StoreFiles.publish(made, file(action))) {
        return object;
      }
      Optional<ObjectRef> winner = find(action);
      if (winner.isPresent()) {
        return winner.get();
      }
      // Its object is gone or corrupt: ours takes the place.
      Files.deleteIfExists(file(action));
    }
    throw new IOException("could not record action " + action + " in " + TRIES + " tries");
  }

  private Path file(ObjectRef object) {
    return root.resolve("objects")
        .resolve(object.sha256().substring(0, 2))
        .resolve(object.sha256());
  }

  private Path file(ActionKey action) {
    return root.resolve("actions").resolve(action.kind()).resolve(action.sha256());
  }
}
