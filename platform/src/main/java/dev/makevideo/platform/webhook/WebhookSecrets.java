package dev.makevideo.platform.webhook;

import dev.makevideo.platform.tools.FolderLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The secrets that events are signed with: those of the setting, or those in a file, which is made
 * with one in it where there is none, for its owner's eyes only (0600). The file is read each time,
 * so that a changed one counts at once. Thread-safe.
 */
public final class WebhookSecrets {
  private static final int MOST_BYTES = 4_096;
  private static final Duration LOCK_WITHIN = Duration.ofSeconds(10);

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
  public List<WebhookSecret> of(String tenant) throws IOException, InterruptedException {
    List<WebhookSecret> all = set.isEmpty() ? filed() : set;
    return all.stream().map(secret -> secret.forTenant(tenant)).toList();
  }

  private List<WebhookSecret> filed() throws IOException, InterruptedException {
    try {
      return read();
    } catch (NoSuchFileException e) {
      Path folder = Objects.requireNonNull(file.getParent(), "the path is a file's");
      Files.createDirectories(folder);
      try (FolderLock lock =
          FolderLock.take(folder.resolve(file.getFileName() + ".lock"), LOCK_WITHIN, t -> {})) {
        if (!Files.exists(file)) {
          make(folder);
        }
      }
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

  private void make(Path folder) throws IOException {
    // What the JDK makes as a temporary file is 0600 from the first moment, whatever the umask.
    Path temporary = Files.createTempFile(folder, "webhook-secret", ".new");
    try {
      Files.writeString(temporary, WebhookSecret.make(new SecureRandom()).reveal() + "\n");
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
