package dev.makevideo.api;

import dev.makevideo.job.ObjectRef;
import dev.makevideo.storage.ActionKey;
import dev.makevideo.storage.ArtifactStore;
import dev.makevideo.storage.MissingObjectException;
import dev.makevideo.storage.StoreFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Objects in one folder, without actions: as much of a store as the API uses. */
final class FolderStore implements ArtifactStore {
  private final Path folder;
  volatile boolean full;

  FolderStore(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  @Override
  public String id() {
    return "test-store";
  }

  @Override
  public ObjectRef put(Path file) throws IOException {
    return put(Files.readAllBytes(file));
  }

  @Override
  public ObjectRef put(byte[] bytes) throws IOException {
    if (full) {
      throw new StoreFullException("no space left");
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      ObjectRef object = new ObjectRef(HexFormat.of().formatHex(hash), bytes.length);
      Files.write(folder.resolve(object.sha256()), bytes);
      return object;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Path path(ObjectRef object) throws IOException {
    Path path = folder.resolve(object.sha256());
    if (!Files.exists(path)) {
      throw new MissingObjectException(object);
    }
    return path;
  }

  @Override
  public byte[] read(ObjectRef object) throws IOException {
    return Files.readAllBytes(path(object));
  }

  @Override
  public Optional<ObjectRef> find(ActionKey action) {
    return Optional.empty();
  }

  @Override
  public ObjectRef publish(ActionKey action, Path file) {
    throw new UnsupportedOperationException("the API publishes no actions");
  }

  @Override
  public ObjectRef publish(ActionKey action, byte[] bytes) {
    throw new UnsupportedOperationException("the API publishes no actions");
  }
}
