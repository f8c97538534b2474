package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which files this program made: for each path the SHA-256 of what it wrote there, so that a file
 * that somebody changed since is not taken for its own. One small file for each path in the data
 * folder, the latest thousand. A record that is gone only means that {@code --force} is needed.
 */
final class MadeFiles {
  private static final int KEPT = 1000;

  private final Path records;

  /**
   * @param home make-video's data folder
   */
  MadeFiles(Path home) {
    this.records = home.resolve("outputs");
  }

  /** Whether this program made the file and nobody changed it since. */
  boolean made(Path file) throws IOException {
    Path record = record(file);
    return Files.isReadable(record)
        && Files.readString(record).lines().findFirst().orElse("").equals(hash(file));
  }

  /** Remembers a file that was just written. */
  void remember(Path file) throws IOException {
    Path record = record(file);
    Files.createDirectories(records);
    Path partial = Files.createTempFile(records, "", ".partial");
    try {
      Files.writeString(partial, hash(file) + "\n" + file + "\n");
      Files.move(partial, record, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
    forgetOldest();
  }

  private void forgetOldest() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(records)) {
      all = files.toList();
    }
    if (all.size() > KEPT) {
      List<Path> oldest =
          all.stream()
              .sorted(Comparator.comparing(MadeFiles::written))
              .limit(all.size() - KEPT)
              .toList();
      for (Path record : oldest) {
        Files.deleteIfExists(record);
      }
    }
  }

  private static FileTime written(Path record) {
    try {
      return Files.getLastModifiedTime(record);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // another process removed it
    }
  }

  private Path record(Path file) {
    byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
    return records.resolve(HexFormat.of().formatHex(sha256().digest(name)));
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
      bytes.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
