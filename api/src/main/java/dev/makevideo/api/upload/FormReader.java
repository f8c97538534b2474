package dev.makevideo.api.upload;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Reads the parts of one form into texts and files, each within its bound. */
final class FormReader {
  private static final int CHUNK = 65_536;

  /** In UTF-8 and with every letter escaped, the longest metadata is shorter. */
  private static final int METADATA_BYTES = 65_536;

  private final MultipartReader parts;
  private final FormShape shape;
  private final UploadLimits limits;
  private final Executor disk;
  private final byte[] chunk = new byte[CHUNK];

  /**
   * @param disk runs what waits for the disk
   */
  FormReader(MultipartReader parts, FormShape shape, UploadLimits limits, Executor disk) {
    this.parts = parts;
    this.shape = shape;
    this.limits = limits;
    this.disk = disk;
  }

  /**
   * What a form holds.
   *
   * @param texts by field; absent where the form has no such part
   * @param audio what was written to the file
   * @param metadata what stands in the part of this name
   * @param webhook as metadata
   * @param music as audio, with what its file is called
   */
  record Content(
      Map<Field, String> texts,
      ObjectRef audio,
      Optional<String> metadata,
      Optional<String> webhook,
      Optional<Upload.Tune> music) {}

  /**
   * Reads to the end.
   *
   * @param audio where the narration is written
   * @param music where music is written, if there is such a part; no file is there yet
   * @throws ProblemException naming the field, if one is unknown, there twice, too long or missing
   */
  Content read(Path audio, Path music) throws IOException {
    Map<Field, String> texts = new EnumMap<>(Field.class);
    @Nullable ObjectRef narration = null;
    Upload.@Nullable Tune tune = null;
    @Nullable String metadata = null;
    @Nullable String webhook = null;
    int count = 0;
    for (@Nullable String name = parts.next(); name != null; name = parts.next()) {
      if (++count > limits.parts()) {
        throw new ProblemException(
            ProblemType.INVALID_REQUEST, "The form has more than " + limits.parts() + " parts.");
      }
      if (shape.isMetadata(name)) {
        if (metadata != null) {
          throw twice(name);
        }
        metadata = utf8(readBytes(METADATA_BYTES, name), name);
        continue;
      }
      if (shape.isWebhook(name)) {
        if (webhook != null) {
          throw twice(name);
        }
        webhook = utf8(readBytes(limits.valueBytes(), name), name);
        continue;
      }
      Field field = shape.field(name);
      boolean again = texts.containsKey(field) && field != Field.QUERY;
      if (again
          || (field == Field.AUDIO && narration != null)
          || (field == Field.MUSIC && tune != null)) {
        throw twice(name);
      }
      if (field == Field.AUDIO) {
        narration = readAudio(audio, name);
      } else if (field == Field.MUSIC) {
        tune = readMusic(music, name);
      } else {
        // Several phrases are one text with a phrase a line.
        texts.merge(field, readText(field, name), (one, other) -> one + "\n" + other);
      }
    }
    if (narration == null) {
      String name = shape.name(Field.AUDIO);
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "The narration is missing: send it as " + name + ".", name);
    }
    return new Content(
        texts,
        narration,
        Optional.ofNullable(metadata),
        Optional.ofNullable(webhook),
        Optional.ofNullable(tune));
  }

  /** Null where a page's form has the field, and no file was chosen for it. */
  private Upload.@Nullable Tune readMusic(Path music, String name) throws IOException {
    String file = parts.file();
    Files.createFile(music);
    Optional<ObjectRef> object = written(music, name);
    if (object.isEmpty() && !file.isEmpty()) {
      throw empty(name);
    } else if (object.isEmpty()) {
      Files.delete(music);
    }
    return object
        .map(it -> new Upload.Tune(Optional.of(music), it, ShownName.of(file, name)))
        .orElse(null);
  }

  private static ProblemException twice(String name) {
    return new ProblemException(
        ProblemType.INVALID_REQUEST, "The field " + name + " is there twice.", name);
  }

  private ObjectRef readAudio(Path audio, String name) throws IOException {
    Optional<ObjectRef> object = written(audio, name);
    if (object.isEmpty()) {
      throw empty(name);
    }
    return object.get();
  }

  /** What was written to the file; empty if the part is. */
  private Optional<ObjectRef> written(Path audio, String name) throws IOException {
    try (NarrationFile out = new NarrationFile(audio, disk)) {
      for (int read = parts.read(chunk); read >= 0; read = parts.read(chunk)) {
        if (out.bytes() + read > limits.audioBytes()) {
          throw tooLarge(name, out.bytes() + read);
        }
        out.write(chunk, read);
      }
      return out.bytes() == 0 ? Optional.empty() : Optional.of(out.object());
    }
  }

  private ProblemException empty(String name) {
    return new ProblemException(
            ProblemType.INVALID_REQUEST,
            name + " has 0 bytes; allowed: 1 to " + limits.audioBytes() + " bytes.",
            name)
        .withValue("0 bytes")
        .withLimit("1 to " + limits.audioBytes() + " bytes");
  }

  private ProblemException tooLarge(String name, long seen) {
    long most = limits.audioBytes();
    return new ProblemException(
            ProblemType.PAYLOAD_TOO_LARGE,
            String.format(
                "%s has %d bytes or more; allowed: %d bytes (%d MB).",
                name, seen, most, most >> 20),
            name)
        .withValue(seen + " bytes or more")
        .withLimit(most + " bytes");
  }

  private String readText(Field field, String name) throws IOException {
    byte[] bytes = readBytes(field.isLongText() ? limits.textBytes() : limits.valueBytes(), name);
    return field.isLongText() ? LongTexts.read(bytes, name) : utf8(bytes, name);
  }

  private byte[] readBytes(int most, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int read = parts.read(chunk); read >= 0; read = parts.read(chunk)) {
      if (bytes.size() + read > most) {
        throw new ProblemException(
                ProblemType.PAYLOAD_TOO_LARGE,
                "The field " + name + " is longer than " + most + " bytes.",
                name)
            .withValue(bytes.size() + read + " bytes or more")
            .withLimit(most + " bytes");
      }
      bytes.write(chunk, 0, read);
    }
    return bytes.toByteArray();
  }

  private static String utf8(byte[] bytes, String name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "The field " + name + " is not UTF-8 text.", name);
    }
  }
}
