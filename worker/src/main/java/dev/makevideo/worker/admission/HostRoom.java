package dev.makevideo.worker.admission;

import dev.makevideo.platform.room.HostMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/** What this host has left, looked at when asked. Thread-safe. */
public interface HostRoom {
  /**
   * Bytes that may still be written to the store's disk.
   *
   * @throws IOException if the store is not there
   */
  long disk() throws IOException;

  /** Bytes of memory that are available; empty where the system does not tell. */
  OptionalLong memory();

  /** Files in scratch folders. */
  int temporaryFiles();

  /**
   * That of the disk under a store.
   *
   * @param temporaryFiles counts the files in scratch folders
   */
  static HostRoom of(Path store, IntSupplier temporaryFiles) {
    HostMemory memory = new HostMemory();
    return new HostRoom() {
      @Override
      public long disk() throws IOException {
        return Files.getFileStore(store).getUsableSpace();
      }

      @Override
      public OptionalLong memory() {
        return memory.available();
      }

      @Override
      public int temporaryFiles() {
        return temporaryFiles.getAsInt();
      }
    };
  }
}
