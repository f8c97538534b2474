package dev.makevideo.platform.storage;

import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Behaves as a store without files of its own, such as one behind a network: whoever wants a file
 * gets a copy in his own folder.
 *
 * @param real where the bytes are kept
 */
public record CopyingStore(ArtifactStore real) implements ArtifactStore {
  @Override
  public String id() {
    return real.id();
  }

  @Override
  public ObjectRef put(Path file) throws IOException {
    return real.put(Files.readAllBytes(file));
  }

  @Override
  public ObjectRef adopt(Path file, ObjectRef object) throws IOException {
    return put(file);
  }

  @Override
  public ObjectRef put(byte[] bytes) throws IOException {
    return real.put(bytes);
  }

  @Override
  public Path file(ObjectRef object, Path folder) throws IOException {
    Path copy = folder.resolve(object.sha256());
    if (!Files.exists(copy)) {
      Files.write(copy, real.read(object));
    }
    return copy;
  }

  @Override
  public SeekableByteChannel open(ObjectRef object) throws IOException {
    return real.open(object);
  }

  @Override
  public void verify(ObjectRef object) throws IOException {
    real.verify(object);
  }

  @Override
  public byte[] read(ObjectRef object) throws IOException {
    return real.read(object);
  }

  @Override
  public Optional<ObjectRef> find(ActionKey action) throws IOException {
    return real.find(action);
  }

  @Override
  public ObjectRef publish(ActionKey action, Path file) throws IOException {
    return real.publish(action, Files.readAllBytes(file));
  }

  @Override
  public ObjectRef publish(ActionKey action, byte[] bytes) throws IOException {
    return real.publish(action, bytes);
  }

  @Override
  public Collected collect(Duration olderThan, Set<String> keep) throws IOException {
    return real.collect(olderThan, keep);
  }

  @Override
  public Optional<byte[]> peek(ObjectRef object) throws IOException {
    return real.peek(object);
  }

  @Override
  public Optional<Instant> lastUse(ObjectRef object) throws IOException {
    return real.lastUse(object);
  }

  @Override
  public Freed free(ObjectRef object, Instant notUsedSince) throws IOException {
    return real.free(object, notUsedSince);
  }
}
