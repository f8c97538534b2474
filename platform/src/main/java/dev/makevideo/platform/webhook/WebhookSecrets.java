package dev.makevideo.platform.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;

/**
 * The secrets that events are signed with. Each tenant's follow from those of the setting, or those
 * in a file, which is made with one in it where there is none, for its owner's eyes only (0600).
 * The file is read each time, so that a changed one counts at once. Thread-safe.
 */
public final class WebhookSecrets {
  private static final int MOST_BYTES = 4_096;

  private final List<WebhookSecret> set;
  private final Path file;

  /**
   * @param set of the setting; none: those of the file
   * @param file need not be there yet
   */
  public WebhookSecrets(List<WebhookSecret> set, Path file) {
    this.set = List.copyOf(set);
    this.file = file.toAbsolutePath();
  }

  /**
   * All of one tenant, the first of which is the one to use from now on.
   *
   * @throws IOException if the file cannot be read or made, or holds something else
   */
  public List<WebhookSecret> of(String tenant) throws IOException {
    List<WebhookSecret> all = set.isEmpty() ? filed() : set;
    return all.stream().map(secret -> secret.forTenant(tenant)).toList();
  }

  private List<WebhookSecret> filed() throws IOException {
    try {
      return read();
    } catch (NoSuchFileException e) {
      make();
      return read();
    }
  }

  private List<WebhookSecret> read() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    try {
      return WebhookSecret.all(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Whole from its first moment; who comes second takes what the first one made. */
  private void make() throws IOException {
    Path folder = Objects.requireNonNull(file.getParent(), "the path is a file's");
    Files.createDirectories(folder);
    // What the JDK makes as a temporary file is 0600 from the first moment, whatever the umask.
    Path temporary = Files.createTempFile(folder, "webhook-secret", ".new");
    try {
      Files.writeString(temporary, WebhookSecret.make(new SecureRandom()).reveal() + "\n");
      link(temporary);
    } catch (FileAlreadyExistsException e) {
      // another process was first
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void link(Path temporary) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.move(temporary, file); // a file system without links
    }
  }
}
