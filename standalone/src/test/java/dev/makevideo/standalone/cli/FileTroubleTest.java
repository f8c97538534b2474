package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Java throws with a path and nothing else becomes a sentence. */
final class FileTroubleTest {
  @TempDir Path folder;

  @Test
  void realErrorsOfFilesSayWhatIsWrongAndWhatToDo() throws Exception {
    Path file = Files.writeString(folder.resolve("a file"), "text");
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve("inside"), "text");
    assertSaid("is not there; check", () -> Files.readString(folder.resolve("nothing")));
    assertSaid("in the way", () -> Files.createDirectories(file));
    assertSaid("name another place", () -> Files.createFile(file.resolve("below")));
    assertSaid("not a folder", () -> Files.newDirectoryStream(file).close());
    assertSaid("files in it", () -> Files.move(file, full, StandardCopyOption.REPLACE_EXISTING));
    assertSaid("shorter name", () -> Files.createFile(folder.resolve("n".repeat(300))));
    assertSaid("cannot be opened", () -> new java.io.FileInputStream(full.toFile()).close());
  }

  static Stream<IOException> others() {
    return Stream.of(
        new AccessDeniedException("/home/a/video.mp4"),
        new FileSystemException("/mnt/x", null, "No space left on device"),
        new FileSystemException("/mnt/x", null, "Read-only file system"),
        new FileSystemException("/mnt/x"),
        new FileNotFoundException("/x (Permission denied)"),
        new MalformedInputException(3),
        new IOException("/only/a/path"),
        new IOException());
  }

  @ParameterizedTest
  @MethodSource("others")
  void noMessageIsAPathAlone(IOException error) {
    String said = FileTrouble.sentence(error);
    assertTrue(said.split(" ").length > 4, said);
    assertTrue(said.contains(";"), said);
  }

  private static void assertSaid(String words, Executable action) {
    IOException error = assertThrows(IOException.class, action);
    String said = FileTrouble.sentence(error);
    assertTrue(said.contains(words), said);
  }
}
