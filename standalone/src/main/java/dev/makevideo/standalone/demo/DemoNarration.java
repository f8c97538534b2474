package dev.makevideo.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The narration that comes with the program.
 *
 * @param audio a file of its own
 * @param script what is said in it
 */
public record DemoNarration(Path audio, String script) {
  private static final String AUDIO = "narration.ogg";
  private static final String SCRIPT = "script.txt";

  /** Takes it out of the program into {@code demoFolder}. */
  public static DemoNarration in(Path demoFolder) throws IOException {
    Files.createDirectories(demoFolder);
    Path audio = demoFolder.resolve(AUDIO);
    try (InputStream in = resource(AUDIO)) {
      Files.copy(in, audio, StandardCopyOption.REPLACE_EXISTING);
    }
    try (InputStream in = resource(SCRIPT)) {
      return new DemoNarration(
          audio, new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }

  private static InputStream resource(String name) throws IOException {
    @Nullable InputStream in = DemoNarration.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("the program was built without " + name);
    }
    return in;
  }
}
