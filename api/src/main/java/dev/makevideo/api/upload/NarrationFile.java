package dev.makevideo.api.upload;

import dev.makevideo.platform.storage.DiskFull;
import dev.makevideo.platform.storage.StoreFullException;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes a narration while it arrives, hashes it and brings it to the disk on the way, so that
 * little is left to do when the last byte is there and the client waits. For one thread; while the
 * disk works, it goes on to read.
 */
final class NarrationFile implements AutoCloseable {
  /** A disk takes so much in a moment. */
  private static final int SYNC_BYTES = 4 << 20;

  /** So much may be in memory only, where the disk is slower than the network. */
  private static final int UNSYNCED_BYTES = 16 << 20;

  /** For 16 MB; a disk that takes longer does not answer. */
  private static final Duration DISK = Duration.ofSeconds(30);

  private final FileChannel channel;
  private final Executor disk;
  private final MessageDigest digest;
  private long bytes;
  private CompletableFuture<Void> syncing = CompletableFuture.completedFuture(null);
  private long unsynced;

  /**
   * @param file is there and empty
   * @param disk runs what waits for the disk
   */
  NarrationFile(Path file, Executor disk) throws IOException {
    this.disk = disk;
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
    } catch (IOException e) {
      throw explained(e);
    }
    unsynced += length;
    if (unsynced >= SYNC_BYTES && (syncing.isDone() || unsynced >= UNSYNCED_BYTES)) {
      awaitDisk();
      unsynced = 0;
      syncing = CompletableFuture.runAsync(this::sync, disk);
    }
    digest.update(buffer, 0, length);
    bytes += length;
  }

  long bytes() {
    return bytes;
  }

  private void sync() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An error is told once: what is lost then would pass for written later. */
  private void awaitDisk() throws IOException {
    try {
      syncing.get(DISK.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the disk did not take it within " + DISK.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw explained(new IOException("the disk did not take it: " + e.getMessage(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the disk was waited for");
    }
  }

  /**
   * What was written; nothing may be written after this.
   *
   * @throws IOException if the disk could not take all of it
   */
  ObjectRef object() throws IOException {
    awaitDisk();
    return new ObjectRef(HexFormat.of().formatHex(digest.digest()), bytes);
  }

  /** A full disk gets its own type. */
  private static IOException explained(IOException e) {
    return DiskFull.isMeantBy(e) ? new StoreFullException("the disk for uploads is full", e) : e;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
