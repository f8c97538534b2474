package dev.makevideo.worker.housekeeping;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.platform.forgetting.NamedObjects;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was uploaded ahead of a job that is still to come: the records that the API keeps in the
 * store's folder, {@code uploads/TENANT/ID/record.json}, with {@code used} beside them once a job
 * named the upload. Thread-safe.
 *
 * @param folder of all uploads; it need not be there
 */
record WaitingUploads(Path folder) {
  private static final ObjectMapper JSON = Payloads.mapper();

  /** The SHA-256 of what waits. */
  Set<String> objects() throws IOException {
    Set<String> found = new HashSet<>();
    for (Path record : records()) {
      if (!Files.exists(record.resolveSibling("used"))) {
        try {
          NamedObjects.in(JSON.readTree(record.toFile()))
              .objects()
              .forEach(object -> found.add(object.sha256()));
        } catch (IOException e) {
          if (Files.exists(record)) {
            throw e; // nobody knows what it names
          }
        }
      }
    }
    return found;
  }

  private List<Path> records() throws IOException {
    try (Stream<Path> all = Files.walk(folder, 3)) {
      return all.filter(path -> path.endsWith("record.json")).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause(); // an upload went while it was looked at: another attempt looks again
    }
  }
}
