package dev.makevideo.api.upload;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parts of one form into texts and one file, each within its bound. */
final class FormReader {
  private static final int CHUNK = 65_536;

  private final MultipartReader parts;
  private final FormShape shape;
  private final UploadLimits limits;
  private final byte[] chunk = new byte[CHUNK];

  FormReader(MultipartReader parts, FormShape shape, UploadLimits limits) {
    this.parts = parts;
    this.shape = shape;
    this.limits = limits;
  }

  /**
   * Reads to the end.
   *
   * @param audio where the narration is written
   * @throws ProblemException naming the field, if one is unknown, there twice, too long or missing
   */
  Map<Field, String> read(Path audio) throws IOException {
    Map<Field, String> texts = new EnumMap<>(Field.class);
    boolean audioSeen = false;
    int count = 0;
    for (@Nullable String name = parts.next(); name != null; name = parts.next()) {
      if (++count > limits.parts()) {
        throw new ProblemException(
            ProblemType.INVALID_REQUEST, "The form has more than " + limits.parts() + " parts.");
      }
      Field field = shape.field(name);
      if (texts.containsKey(field) || (field == Field.AUDIO && audioSeen)) {
        throw new ProblemException(
            ProblemType.INVALID_REQUEST, "The field " + name + " is there twice.", name);
      }
      if (field == Field.AUDIO) {
        audioSeen = true;
        readAudio(audio, name);
      } else {
        texts.put(field, readText(field, name));
      }
    }
    if (!audioSeen) {
      String name = shape.name(Field.AUDIO);
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "The narration is missing: send it as " + name + ".", name);
    }
    return texts;
  }

  private void readAudio(Path audio, String name) throws IOException {
    long bytes = 0;
    try (OutputStream out = Files.newOutputStream(audio)) {
      for (int read = parts.read(chunk); read >= 0; read = parts.read(chunk)) {
        bytes += read;
        if (bytes > limits.audioBytes()) {
          throw new ProblemException(
              ProblemType.PAYLOAD_TOO_LARGE,
              "The narration is larger than " + (limits.audioBytes() >> 20) + " MB.",
              name);
        }
        out.write(chunk, 0, read);
      }
    }
    if (bytes == 0) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "The narration has no bytes at all.", name);
    }
  }

  private String readText(Field field, String name) throws IOException {
    int most = field.isLongText() ? limits.textBytes() : limits.valueBytes();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int read = parts.read(chunk); read >= 0; read = parts.read(chunk)) {
      if (bytes.size() + read > most) {
        throw new ProblemException(
            ProblemType.PAYLOAD_TOO_LARGE,
            "The field " + name + " is longer than " + most + " bytes.",
            name);
      }
      bytes.write(chunk, 0, read);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "The field " + name + " is not UTF-8 text.", name);
    }
  }
}
