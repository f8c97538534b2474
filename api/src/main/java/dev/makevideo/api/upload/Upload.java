package dev.makevideo.api.upload;

import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.UploadedClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An order that has arrived: its texts, and its narration, which is in the store already or in a
 * file that {@link #close} deletes.
 *
 * @param texts by field; absent where the form has no such part
 * @param audio the narration's bytes; absent: they are in the store
 * @param object the length and the hash of these bytes
 * @param duration the narration's counted length
 * @param warnings for the client, such as a narration that was cut short
 * @param clips clips and pictures that were uploaded before, in their order; none in a form
 * @param metadata what the client notes of its job, as JSON that nobody has read yet
 * @param webhook where the client wants to hear of its job, as it was written
 * @param music what is played under the voice
 */
public record Upload(
    Map<Field, String> texts,
    Optional<Path> audio,
    ObjectRef object,
    Duration duration,
    List<String> warnings,
    List<UploadedClips.Item> clips,
    Optional<String> metadata,
    Optional<String> webhook,
    Optional<Tune> music)
    implements AutoCloseable {
  /**
   * Music that came with an order.
   *
   * @param file its bytes, until the order is closed; absent: they are in the store
   * @param object the length and the hash of these bytes
   * @param name as its owner calls the file
   */
  public record Tune(Optional<Path> file, ObjectRef object, String name) {
    /** It in the store. */
    public ObjectRef keptIn(ArtifactStore store) throws IOException {
      return file.isPresent() ? store.adopt(file.get(), object) : object;
    }
  }

  public Upload {
    texts = Map.copyOf(texts);
    warnings = List.copyOf(warnings);
    clips = List.copyOf(clips);
  }

  /** The field's text, if it is there. */
  public Optional<String> text(Field field) {
    return Optional.ofNullable(texts.get(field));
  }

  /** The narration in the store. */
  public ObjectRef keptIn(ArtifactStore store) throws IOException {
    return audio.isPresent() ? store.adopt(audio.get(), object) : object;
  }

  @Override
  public void close() throws IOException {
    if (audio.isPresent()) {
      Files.deleteIfExists(audio.get());
    }
    Optional<Path> tune = music.flatMap(Tune::file);
    if (tune.isPresent()) {
      Files.deleteIfExists(tune.get());
    }
  }
}
