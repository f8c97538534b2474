package dev.makevideo.activities.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class NativeLibraryTest {
  @TempDir Path folder;

  /** Its own version call needs the library that is to be provided. */
  @Test
  void knowsTheVersionThatIsOnTheClassPath() throws URISyntaxException {
    Path jar =
        Path.of(
            ai.onnxruntime.OrtEnvironment.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    assertEquals(
        "onnxruntime-" + NativeLibrary.VERSION + ".jar",
        Objects.requireNonNull(jar.getFileName()).toString());
  }

  @Test
  void keepsTheNativeLibraryAndNothingElse() throws IOException {
    Path kept = folder.resolve("kept");
    String property = System.clearProperty("onnxruntime.native.path");
    try {
      NativeLibrary.provide(kept, "1.0");
      List<Path> first = files(kept);
      long whole = Files.size(first.get(0));
      Files.write(first.get(0), new byte[3]);
      System.clearProperty("onnxruntime.native.path");
      NativeLibrary.provide(kept, "1.0");

      assertEquals(whole, Files.size(first.get(0)), "a damaged file is replaced");
      assertEquals(2, first.size(), first::toString);
      assertEquals(first, files(kept));
      assertTrue(first.get(0).startsWith(System.getProperty("onnxruntime.native.path", "unset")));
    } finally {
      if (property == null) {
        System.clearProperty("onnxruntime.native.path");
      } else {
        System.setProperty("onnxruntime.native.path", property);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
