package dev.makevideo.platform.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.makevideo.platform.tools.FolderLock;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The file of keys: JSON, for its owner's eyes only (0600), replaced as a whole, so that a reader
 * sees it before a change or after it. Changes of several processes come one after the other.
 * Thread-safe.
 */
public final class KeyFile {
  /** So many keys are held at the most. */
  public static final int MOST_KEYS = 1_000;

  private static final int MOST_BYTES = 1 << 20;
  private static final int KEY_BYTES = 32;
  private static final int ENDING = 4;
  private static final String PREFIX = "mvk_";
  private static final Duration LOCK_WITHIN = Duration.ofSeconds(10);

  private final Path file;
  private final ObjectMapper mapper =
      Payloads.mapper()
          .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false)
          .configure(SerializationFeature.INDENT_OUTPUT, true);

  private record Content(List<StoredKey> keys) {
    Content {
      keys = keys == null ? List.of() : List.copyOf(keys);
    }
  }

  /** A key in clear, told once. */
  public record Added(StoredKey stored, String key) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Added[" + stored.name() + "]";
    }
  }

  /** It need not be there yet. */
  public KeyFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /**
   * All keys, in the order in which they were added; none where there is no file.
   *
   * @throws IOException saying why, if the file is not one of keys
   */
  public List<StoredKey> read() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException(file + " is larger than " + MOST_BYTES + " bytes: no file of keys");
    }
    try {
      return Objects.requireNonNull(mapper.readValue(bytes, Content.class), "is null").keys();
    } catch (ValueInstantiationException e) {
      throw new IOException(file + " is no file of keys: " + reason(e.getCause()), e);
    } catch (JsonProcessingException | NullPointerException e) {
      throw new IOException(file + " is no file of keys: it is not the JSON that is written", e);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null ? "a component is missing" : String.valueOf(cause.getMessage());
  }

  /**
   * Makes a key of 256 random bits and keeps its hash.
   *
   * @param random a SecureRandom
   * @throws IllegalArgumentException if the name is taken or has another form, the tenant has
   *     another form, or there are {@link #MOST_KEYS} keys; it says so
   * @throws IOException if the file cannot be read or written
   */
  public Added add(String name, String tenant, Random random, Clock clock)
      throws IOException, InterruptedException {
    byte[] bits = new byte[KEY_BYTES];
    random.nextBytes(bits);
    String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    StoredKey stored =
        new StoredKey(
            name,
            tenant,
            sha256(key),
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            key.substring(key.length() - ENDING));
    try (FolderLock lock = lock()) {
      List<StoredKey> keys = new ArrayList<>(read());
      if (keys.stream().anyMatch(other -> other.name().equals(name))) {
        throw new IllegalArgumentException("there is a key \"" + name + "\" already");
      }
      if (keys.size() >= MOST_KEYS) {
        throw new IllegalArgumentException("there are " + MOST_KEYS + " keys already");
      }
      keys.add(stored);
      write(keys);
    }
    return new Added(stored, key);
  }

  /**
   * Takes a key out.
   *
   * @return whether there was one of this name
   * @throws IOException if the file cannot be read or written
   */
  public boolean revoke(String name) throws IOException, InterruptedException {
    try (FolderLock lock = lock()) {
      List<StoredKey> keys = new ArrayList<>(read());
      boolean there = keys.removeIf(key -> key.name().equals(name));
      if (there) {
        write(keys);
      }
      return there;
    }
  }

  private FolderLock lock() throws IOException, InterruptedException {
    Files.createDirectories(folder());
    return FolderLock.take(file.resolveSibling(file.getFileName() + ".lock"), LOCK_WITHIN, t -> {});
  }

  private Path folder() {
    return Objects.requireNonNull(file.getParent(), "the path of keys is a file's");
  }

  private void write(List<StoredKey> keys) throws IOException {
    byte[] bytes = mapper.writeValueAsBytes(new Content(keys));
    // What the JDK makes as a temporary file is 0600 from the first moment, whatever the umask.
    Path temporary = Files.createTempFile(folder(), file.getFileName().toString(), ".new");
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** SHA-256 of a key, in hex. */
  public static String sha256(String key) {
    try {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
