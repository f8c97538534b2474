package dev.makevideo.platform.storage;

import dev.makevideo.platform.process.ProcessIdentity;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a store, and what may happen to it behind the store's back. */
public final class StoreFolder {
  private final Path root;

  /** A folder that a store may be in already. */
  public StoreFolder(Path root) {
    this.root = root;
  }

  /** The store in this folder. */
  public FileArtifactStore open() throws IOException {
    return new FileArtifactStore(root, 0);
  }

  /** The same store when its disk has no room: what is there can be read. */
  public FileArtifactStore full() throws IOException {
    return new FileArtifactStore(root, Long.MAX_VALUE / 2);
  }

  /** The scratch space of the store. */
  public FileScratch scratch() throws IOException {
    return new FileScratch(root);
  }

  /** A scratch folder of a job whose process of this host is dead, with a file in it. */
  public Path leaveScratch(String job) throws IOException {
    ProcessIdentity dead =
        new ProcessIdentity(ProcessIdentity.current().host(), Integer.MAX_VALUE, "1");
    Path folder = root.resolve("scratch").resolve(job).resolve(dead + "~left");
    Files.writeString(Files.createDirectories(folder).resolve("half.mp4"), "half");
    return folder;
  }

  /** Scratch files and folders of any job. */
  public List<Path> scratchLeft() throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("scratch"))) {
      return files.skip(1).toList();
    }
  }

  /** Makes an object vanish. */
  public void lose(ObjectRef object) throws IOException {
    Files.delete(file(object));
  }

  /** Makes the object of one action of a kind vanish. */
  public void lose(String kind) throws IOException {
    byte[] record = Files.readAllBytes(records(kind).get(0));
    lose(Payloads.mapper().readValue(record, ObjectRef.class));
  }

  /** Turns one bit of an object. */
  public void damage(ObjectRef object) throws IOException {
    Path file = file(object);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.write(file, bytes);
  }

  /** How many actions are known. */
  public int actions() throws IOException {
    return records(".").size();
  }

  /** How many actions of a kind are known. */
  public int actions(String kind) throws IOException {
    return records(kind).size();
  }

  /** Forgets what actions produced; the objects stay. */
  public void forget() throws IOException {
    for (Path record : records(".")) {
      Files.delete(record);
    }
  }

  private Path file(ObjectRef object) {
    String sha256 = object.sha256();
    return root.resolve("objects").resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private List<Path> records(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("actions").resolve(kind))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
