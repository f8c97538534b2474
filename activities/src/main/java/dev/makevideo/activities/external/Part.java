package dev.makevideo.activities.external;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One part of a multipart form: a text field or a file.
 *
 * @param name the field's name
 * @param value the field's text, or the file's name as the service sees it
 * @param file the file whose bytes are sent
 * @param mediaType of the file, such as {@code audio/wav}
 */
public record Part(String name, String value, Optional<Path> file, String mediaType) {
  /** A text field. */
  public static Part field(String name, String value) {
    return new Part(name, value, Optional.empty(), "text/plain");
  }

  /** A file, streamed from disk. */
  public static Part file(String name, String fileName, Path file, String mediaType) {
    return new Part(name, fileName, Optional.of(file), mediaType);
  }
}
