package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.Metadata;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A job as it will be sent.
 *
 * @param texts by the API's names of fields, in their order
 * @param audio the narration
 * @param music what is played under the narration
 * @param clips own clips and pictures, which are sent before the job
 */
record Order(
    Map<String, String> texts,
    Path audio,
    Optional<Path> music,
    List<Path> clips,
    Metadata metadata) {
  private static final String MUSIC = Field.MUSIC.label();
  private static final Set<String> NUMBERS =
      Set.of(JobOption.MAX_SHORTS.label(), JobOption.MUSIC_VOLUME.label());
  private static final Set<String> FLAG = Set.of("true", "false");

  Order {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    clips = List.copyOf(clips);
  }

  /** Without music. */
  Order(Map<String, String> texts, Path audio, List<Path> clips, Metadata metadata) {
    this(texts, audio, Optional.empty(), clips, metadata);
  }

  /** How much its narration and its music have together, in bytes. */
  long soundBytes() throws IOException {
    return Files.size(audio) + (music.isPresent() ? Files.size(music.get()) : 0);
  }

  /** As a form with the narration and the music in it; of clips it knows nothing. */
  Multipart form() throws FileNotFoundException {
    Multipart form = new Multipart();
    texts.forEach(form::field);
    if (!metadata.isEmpty()) {
      form.field("metadata", noted().toString());
    }
    if (music.isPresent()) {
      form.file(MUSIC, music.get());
    }
    return form.file("audio", audio);
  }

  /**
   * As JSON.
   *
   * @param narration the id of its upload
   * @param song the id of the music's upload, if there is music
   * @param items the ids of the clips' uploads
   */
  ObjectNode json(String narration, Optional<String> song, List<String> items) {
    ObjectNode json = ConsoleCommand.object();
    texts.forEach((name, text) -> put(json, name, text));
    json.put("audio", narration);
    song.ifPresent(id -> json.put(MUSIC, id));
    if (!items.isEmpty()) {
      items.forEach(json.putArray("clips")::add);
    }
    if (!metadata.isEmpty()) {
      json.set("metadata", noted());
    }
    return json;
  }

  /** Adds a field whose value is written as a form has it, in the type that it has in JSON. */
  static void put(ObjectNode json, String name, String text) {
    if (NUMBERS.contains(name) && text.matches("-?\\d{1,9}")) {
      json.put(name, Integer.parseInt(text));
    } else if (isFlag(name) && FLAG.contains(text)) {
      json.put(name, Boolean.parseBoolean(text));
    } else {
      json.put(name, text);
    }
  }

  private ObjectNode noted() {
    ObjectNode noted = ConsoleCommand.object();
    metadata.entries().forEach(noted::put);
    return noted;
  }

  private static boolean isFlag(String field) {
    for (JobOption option : JobOption.values()) {
      if (option.label().equals(field)) {
        return Set.copyOf(option.choices()).equals(FLAG);
      }
    }
    return false;
  }

  /**
   * The same for the same job: SHA-256 of all that it says, of the bytes of its files, and of the
   * names of its clips and its music. It differs wherever the service sees another request, which
   * would refuse the key; what the narration is called is nothing to it, and what its clips are
   * called is.
   */
  String idempotencyKey() throws IOException {
    MessageDigest digest = sha256();
    List<String> words = new ArrayList<>();
    new TreeMap<>(texts).forEach((name, text) -> words.add(name + "=" + text));
    // A note that is called as a field is, is no field.
    metadata.words().forEach(word -> words.add("metadata " + word));
    words.forEach(word -> addWord(digest, word));
    addFile(digest, audio);
    if (music.isPresent()) {
      addWord(digest, MUSIC + " " + music.get().getFileName());
      addFile(digest, music.get());
    }
    for (Path clip : clips) {
      addWord(digest, String.valueOf(clip.getFileName()));
      addFile(digest, clip);
    }
    return "batch-" + HexFormat.of().formatHex(digest.digest());
  }

  private static void addWord(MessageDigest digest, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static void addFile(MessageDigest digest, Path file) throws IOException {
    digest.update((Files.size(file) + ":").getBytes(StandardCharsets.UTF_8));
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
