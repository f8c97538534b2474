package dev.makevideo.api.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A form that has arrived: its texts, and its narration in a file that {@link #close} deletes.
 *
 * @param texts by field; absent where the form has no such part
 * @param audio the narration's bytes
 * @param duration the narration's counted length
 */
public record Upload(Map<Field, String> texts, Path audio, Duration duration)
    implements AutoCloseable {
  public Upload {
    texts = Map.copyOf(texts);
  }

  /** The field's text, if it is there. */
  public Optional<String> text(Field field) {
    return Optional.ofNullable(texts.get(field));
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(audio);
  }
}
