package dev.makevideo.api.upload;

import dev.makevideo.job.ObjectRef;
import dev.makevideo.storage.StoreFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Writes a narration while it arrives, hashes it and brings it to the disk on the way, so that
 * little is left to do when the last byte is there and the client waits. For one thread.
 */
final class NarrationFile implements AutoCloseable {
  /** So much may be in memory only; a disk takes it in a moment. */
  private static final int SYNC_BYTES = 4 << 20;

  private final FileChannel channel;
  private final MessageDigest digest;
  private long bytes;
  private long unsynced;

  /**
   * @param file is there and empty
   */
  NarrationFile(Path file) throws IOException {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    channel = FileChannel.open(file, StandardOpenOption.WRITE);
  }

  /**
   * Appends the beginning of a buffer.
   *
   * @throws StoreFullException if the disk is full
   */
  void write(byte[] buffer, int length) throws IOException {
    try {
      ByteBuffer left = ByteBuffer.wrap(buffer, 0, length);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      unsynced += length;
      if (unsynced >= SYNC_BYTES) {
        channel.force(false);
        unsynced = 0;
      }
    } catch (IOException e) {
      throw isFull(e) ? new StoreFullException("the disk for uploads is full", e) : e;
    }
    digest.update(buffer, 0, length);
    bytes += length;
  }

  long bytes() {
    return bytes;
  }

  /** What was written; nothing may be written after this. */
  ObjectRef object() {
    return new ObjectRef(HexFormat.of().formatHex(digest.digest()), bytes);
  }

  private static boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left") || message.contains("quota exceeded");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
