package dev.makevideo.api.resumable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * One upload on the disk. Its folder holds {@code record.json}; {@code bytes}, until they are in
 * the artifact store; {@code unverified}, while bytes arrive whose checksum is still to come: the
 * offset from which on they do not count; {@code used}, once a job named it; {@code lock}.
 */
record StoredUpload(Path folder, UploadRecord record) {
  static final String RECORD = "record.json";
  private static final int LONGEST_NUMBER = 20;

  Path bytes() {
    return folder.resolve("bytes");
  }

  Path unverified() {
    return folder.resolve("unverified");
  }

  private Path used() {
    return folder.resolve("used");
  }

  /** How many bytes arrived, as the disk has them: also after this process was killed. */
  long offset() throws IOException {
    if (record.content().isPresent()) {
      return record.content().get().object().bytes();
    }
    long size;
    try {
      size = Files.size(bytes());
    } catch (NoSuchFileException e) {
      return 0;
    }
    try {
      String text = Files.readString(unverified(), StandardCharsets.US_ASCII);
      boolean number = text.length() < LONGEST_NUMBER && text.matches("[0-9]+");
      return number ? Math.min(size, Long.parseLong(text)) : 0;
    } catch (NoSuchFileException e) {
      return size;
    }
  }

  boolean isUsed() {
    return Files.exists(used());
  }

  /** A job names it. */
  void use() throws IOException {
    Files.writeString(used(), "");
  }

  /** When nobody may use it any more. */
  Instant expires(ResumableLimits limits) throws IOException {
    Instant last = Instant.EPOCH;
    for (Path file : new Path[] {folder.resolve(RECORD), bytes(), used()}) {
      last = later(last, file);
    }
    return last.plus(isUsed() ? limits.used() : limits.unused());
  }

  private static Instant later(Instant known, Path file) throws IOException {
    try {
      Instant changed = Files.getLastModifiedTime(file).toInstant();
      return changed.isAfter(known) ? changed : known;
    } catch (NoSuchFileException e) {
      return known;
    }
  }
}
