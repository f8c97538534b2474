package dev.makevideo.api.upload;

import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A form that has arrived: its texts, and its narration in a file that {@link #close} deletes.
 *
 * @param texts by field; absent where the form has no such part
 * @param audio the narration's bytes
 * @param object the length and the hash of these bytes
 * @param duration the narration's counted length
 * @param warnings for the client, such as a narration that was cut short
 * @param metadata what the client notes of its job, as JSON that nobody has read yet
 */
public record Upload(
    Map<Field, String> texts,
    Path audio,
    ObjectRef object,
    Duration duration,
    List<String> warnings,
    Optional<String> metadata)
    implements AutoCloseable {
  public Upload {
    texts = Map.copyOf(texts);
    warnings = List.copyOf(warnings);
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
