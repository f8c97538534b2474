package dev.makevideo.worker.housekeeping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingUploadsTest {
  @TempDir Path folder;

  private Path upload(String id, String hash) throws IOException {
    Path place = Files.createDirectories(folder.resolve("default").resolve(id));
    Files.writeString(
        place.resolve("record.json"),
        "{\"id\":\"%s\",\"content\":{\"object\":{\"sha256\":\"%s\",\"bytes\":3}}}"
            .formatted(id, hash));
    return place;
  }

  @Test
  void whatNoJobHasNamedYetWaits() throws Exception {
    upload("one", "1".repeat(64));
    Files.writeString(upload("two", "2".repeat(64)).resolve("used"), "");
    Files.writeString(
        Files.createDirectories(folder.resolve("default/three")).resolve("record.json"),
        "{\"id\":\"three\"}");
    assertEquals(Set.of("1".repeat(64)), new WaitingUploads(folder).objects());
  }

  @Test
  void noFolderIsNoUpload() throws Exception {
    assertEquals(Set.of(), new WaitingUploads(folder.resolve("none")).objects());
  }

  @Test
  void whatCannotBeReadMayNameAnything() throws Exception {
    Files.writeString(upload("one", "x").resolve("record.json"), "{\"id\":");
    assertThrows(IOException.class, () -> new WaitingUploads(folder).objects());
  }
}
