package dev.makevideo.checks.chaos.front;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryTest {
  @TempDir private Path installation;

  private String file(String name) throws IOException {
    Path file = installation.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.writeString(file, "x").toString();
  }

  @Test
  void seesFormsAndPiecesAndNothingElse() throws IOException {
    String form = file("home/uploads/upload-1/audio");
    file("home/uploads/upload-1/in-use");
    String piece = file("home/store/uploads/default/0123/bytes");
    file("home/uploads/sweeping");
    file("home/store/uploads/lock");
    file("api.log");
    assertEquals(List.of(piece, form), Temporary.files(installation).stream().sorted().toList());
  }
}
