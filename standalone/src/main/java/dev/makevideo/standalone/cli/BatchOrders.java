package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.platform.media.ScriptBytes;
import dev.makevideo.platform.media.ScriptUnusableException;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.ShotList;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes orders of a batch's rows; what can be seen here is not asked of the service. */
final class BatchOrders {
  private static final String AUDIO = Field.AUDIO.label();
  private static final String MUSIC = Field.MUSIC.label();

  private final Path folder;

  /**
   * @param folder where names of files begin
   */
  BatchOrders(Path folder) {
    this.folder = folder;
  }

  /** A row that is no job. */
  static final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    BadRowException(String field, String message) {
      super(message);
      this.field = field;
    }

    BatchTrouble trouble() {
      return new BatchTrouble(field, String.valueOf(getMessage()));
    }
  }

  /**
   * The order that a row is.
   *
   * @throws BadRowException naming the field at fault
   */
  Order of(BatchFile.Row row) throws BadRowException, IOException {
    Map<String, String> values = new LinkedHashMap<>(row.values());
    Path audio = audio(Optional.ofNullable(values.remove(AUDIO)));
    Optional<Path> music = music(Optional.ofNullable(values.remove(MUSIC)));
    List<Path> clips = clips(Optional.ofNullable(values.remove(BatchFile.CLIPS)));
    Metadata metadata = metadata(Optional.ofNullable(values.remove(BatchFile.METADATA)));
    for (Map.Entry<String, String> entry : values.entrySet()) {
      entry.setValue(checked(entry.getKey(), entry.getValue()));
    }
    phrases(values);
    return new Order(values, audio, music, clips, metadata);
  }

  private Path audio(Optional<String> name) throws BadRowException, IOException {
    if (name.isEmpty()) {
      throw new BadRowException(AUDIO, "is missing: name the narration's file");
    }
    Path file = path(AUDIO, name.get());
    return readable(AUDIO, file, JobInputs.soundTrouble(file));
  }

  private Optional<Path> music(Optional<String> name) throws BadRowException, IOException {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Path file = path(MUSIC, name.get());
    return Optional.of(readable(MUSIC, file, JobInputs.soundTrouble(file)));
  }

  private List<Path> clips(Optional<String> names) throws BadRowException, IOException {
    List<Path> files = new ArrayList<>();
    for (String name : names.orElse("").split("\n")) {
      if (!name.isBlank()) {
        Path path = path(BatchFile.CLIPS, name);
        if (Files.isDirectory(path)) {
          files.addAll(inFolder(path));
        } else {
          files.add(file(BatchFile.CLIPS, name));
        }
      }
    }
    if (files.size() > UploadedClips.MOST) {
      throw new BadRowException(
          BatchFile.CLIPS, "there are " + files.size() + "; allowed: " + UploadedClips.MOST);
    }
    return files;
  }

  private static List<Path> inFolder(Path path) throws BadRowException, IOException {
    try {
      return JobInputs.media(path, BatchFile.CLIPS);
    } catch (CommandException e) {
      throw new BadRowException(BatchFile.CLIPS, String.valueOf(e.getMessage()));
    }
  }

  private static Metadata metadata(Optional<String> text) throws BadRowException {
    if (text.isEmpty()) {
      return Metadata.none();
    }
    try {
      JsonNode json = Payloads.mapper().readTree(text.get());
      Map<String, String> entries = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        if (!entry.getValue().isTextual()) {
          throw new BadRowException(BatchFile.METADATA, entry.getKey() + " is not a text");
        }
        entries.put(entry.getKey(), entry.getValue().asText());
      }
      if (json.isObject()) {
        return new Metadata(entries);
      }
    } catch (JsonProcessingException e) {
      // falls through to the one message
    } catch (IllegalArgumentException e) {
      throw new BadRowException(BatchFile.METADATA, String.valueOf(e.getMessage()));
    }
    throw new BadRowException(
        BatchFile.METADATA, "is no JSON object of texts, such as {\"campaign\":\"spring\"}");
  }

  private String checked(String name, String value) throws BadRowException, IOException {
    for (JobOption option : JobOption.values()) {
      if (option.label().equals(name)) {
        try {
          option.set(VideoRequest.builder(), value.strip());
        } catch (IllegalArgumentException e) {
          throw new BadRowException(
              name,
              "\"" + JobInputs.shown(value) + "\" is not known; allowed: " + option.allowed());
        }
        return value.strip();
      }
    }
    return value.startsWith("@") && !name.equals(Field.CLIPS_FOLDER.label())
        ? textOf(name, value.substring(1))
        : value;
  }

  private String textOf(String field, String name) throws BadRowException, IOException {
    try {
      return ScriptBytes.read(file(field, name));
    } catch (ScriptUnusableException e) {
      throw new BadRowException(field, name + " " + e.reason());
    }
  }

  private static void phrases(Map<String, String> values) throws BadRowException {
    String query = values.getOrDefault(Field.QUERY.label(), "");
    String shots = values.getOrDefault(Field.SHOTS.label(), "");
    try {
      ShotList.read(ShotList.phrases("a phrase", query), shots);
    } catch (IllegalArgumentException e) {
      String field = shots.isEmpty() ? Field.QUERY.label() : Field.SHOTS.label();
      throw new BadRowException(field, String.valueOf(e.getMessage()));
    }
  }

  private Path path(String field, String name) throws BadRowException {
    try {
      return folder.resolve(name.strip());
    } catch (InvalidPathException e) {
      throw new BadRowException(field, "\"" + JobInputs.shown(name) + "\" is no file's name");
    }
  }

  private Path file(String field, String name) throws BadRowException {
    Path file = path(field, name);
    return readable(field, file, JobInputs.trouble(file));
  }

  private static Path readable(String field, Path file, Optional<String> trouble)
      throws BadRowException {
    if (trouble.isPresent()) {
      throw new BadRowException(field, "cannot be read: " + file + " " + trouble.get());
    }
    return file;
  }
}
