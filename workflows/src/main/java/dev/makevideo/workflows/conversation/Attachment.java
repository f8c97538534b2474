package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What came beside a turn's words, checked already by who can see the disk: an upload, or a folder.
 *
 * @param field AUDIO, SCRIPT, CLIPS_URLS or CLIPS_FOLDER
 * @param object the upload in the store; absent for a folder
 * @param duration of a narration, counted; absent for all else
 * @param folder the absolute path; absent for all else
 */
public record Attachment(
    Field field, Optional<ObjectRef> object, Optional<Duration> duration, Optional<String> folder) {
  private static final Set<Field> FIELDS =
      Set.of(Field.AUDIO, Field.SCRIPT, Field.CLIPS_URLS, Field.CLIPS_FOLDER);

  /**
   * @throws IllegalArgumentException if something is there that does not go with the field
   */
  public Attachment {
    if (!FIELDS.contains(field)
        || object.isPresent() == (field == Field.CLIPS_FOLDER)
        || folder.isPresent() != (field == Field.CLIPS_FOLDER)
        || duration.isPresent() != (field == Field.AUDIO)) {
      throw new IllegalArgumentException(
          field.label() + " came with " + object + ", " + duration + ", " + folder);
    }
  }

  public static Attachment narration(ObjectRef audio, Duration duration) {
    return new Attachment(Field.AUDIO, Optional.of(audio), Optional.of(duration), Optional.empty());
  }

  public static Attachment script(ObjectRef text) {
    return new Attachment(Field.SCRIPT, Optional.of(text), Optional.empty(), Optional.empty());
  }

  public static Attachment clipUrls(ObjectRef list) {
    return new Attachment(Field.CLIPS_URLS, Optional.of(list), Optional.empty(), Optional.empty());
  }

  public static Attachment clipsFolder(String absolutePath) {
    return new Attachment(
        Field.CLIPS_FOLDER, Optional.empty(), Optional.empty(), Optional.of(absolutePath));
  }
}
