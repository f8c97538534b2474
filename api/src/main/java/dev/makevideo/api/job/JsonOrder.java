package dev.makevideo.api.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.resumable.FinishedUploads;
import dev.makevideo.api.upload.FormShape;
import dev.makevideo.api.upload.LongTexts;
import dev.makevideo.api.upload.Upload;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.UploadedClips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a submission: the fields of the multipart form with their JSON types, and
 * uploads by their ids in place of files.
 *
 * @param texts by field, as the form would have them
 * @param audio the id of the narration's upload
 * @param clips the ids of clips and pictures, in their order
 * @param metadata what the client notes of its job, as JSON that nobody has read yet
 * @param webhook where the client wants to hear of its job
 * @param music the id of the upload that is played under the voice
 */
record JsonOrder(
    Map<Field, String> texts,
    String audio,
    List<String> clips,
    Optional<String> metadata,
    Optional<String> webhook,
    Optional<String> music) {
  /** A script, two lists, and escapes. */
  static final int LONGEST = 8 << 20;

  private static final String AUDIO = Field.AUDIO.label();
  private static final String CLIPS = "clips";
  private static final String MUSIC = Field.MUSIC.label();
  private static final String UPLOAD = "upload";
  private static final int DEEPEST = 4;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_NUMBER = 40;
  private static final int MOST_TOKENS = 20_000;
  private static final Set<JobOption> NUMBERS =
      Set.of(JobOption.MAX_SHORTS, JobOption.MUSIC_VOLUME);
  private static final List<String> FLAG = List.of("false", "true");

  /** Fields of which several may be said, and what stands between them in a form. */
  private static final Map<Field, String> LISTS =
      Map.of(Field.QUERY, "\n", Field.SHOTS, "\n", Field.CLIPS_URLS, "\n", Field.SOURCES, ",");

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNameLength(LONGEST_NAME)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxStringLength(LONGEST)
                          .maxTokenCount(MOST_TOKENS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Reads a body.
   *
   * @throws ProblemException with 400 if it is no such JSON or has an unknown field, with 422 if a
   *     value has another type than its field
   */
  static JsonOrder read(byte[] body, UploadLimits limits) throws IOException {
    JsonNode json = parsed(body);
    Map<Field, String> texts = new EnumMap<>(Field.class);
    List<String> clips = List.of();
    Optional<String> metadata = Optional.empty();
    Optional<String> webhook = Optional.empty();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      String name = entry.getKey();
      if (name.equals(CLIPS)) {
        clips = clips(entry.getValue());
      } else if (FormShape.V1.isMetadata(name)) {
        metadata = Optional.of(entry.getValue().toString());
      } else if (FormShape.V1.isWebhook(name)) {
        if (!entry.getValue().isTextual()) {
          throw wrong(name, entry.getValue(), "a text");
        }
        webhook = Optional.of(entry.getValue().asText());
      } else if (!name.equals(AUDIO) && !name.equals(MUSIC)) {
        Field field = FormShape.V1.field(name);
        texts.put(field, text(field, entry.getValue(), limits));
      }
    }
    Optional<String> music = Optional.ofNullable(json.get(MUSIC)).map(id -> upload(MUSIC, id));
    return new JsonOrder(texts, audio(json.get(AUDIO)), clips, metadata, webhook, music);
  }

  static JsonNode parsed(byte[] body) throws IOException {
    @Nullable JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The JSON cannot be read: " + ProblemException.shortened(e.getOriginalMessage()));
    }
    if (json == null || !json.isObject()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "The JSON must be an object with the fields of the form.");
    }
    return json;
  }

  private static String audio(@Nullable JsonNode value) {
    if (value == null) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The narration is missing: send the file to POST /v1/uploads, and the upload's id here"
              + " as "
              + AUDIO
              + ".",
          AUDIO);
    }
    return upload(AUDIO, value);
  }

  private static String upload(String name, JsonNode value) {
    @Nullable JsonNode id = value.isObject() && value.size() == 1 ? value.get(UPLOAD) : value;
    if (id == null || !id.isTextual()) {
      throw wrong(name, value, "an upload's id, or {\"upload\": id}");
    }
    return id.asText();
  }

  /** Ids of uploads, each once. */
  static List<String> clips(JsonNode value) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode id : value) {
      if (!value.isArray() || !id.isTextual()) {
        throw wrong(CLIPS, value, "a list of uploads' ids");
      }
      if (!ids.add(id.asText())) {
        throw ProblemException.value(CLIPS, id.asText(), "clips names an upload twice.");
      }
    }
    if (!value.isArray() || ids.isEmpty() || ids.size() > UploadedClips.MOST) {
      throw wrong(CLIPS, value, "a list of 1 to " + UploadedClips.MOST + " uploads' ids");
    }
    return List.copyOf(ids);
  }

  /** A field's text, as a form would have it. */
  static String text(Field field, JsonNode value, UploadLimits limits) {
    String name = field.label();
    String text = text(field, name, value);
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw ProblemException.value(name, null, name + " has half of a character (a surrogate).");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int most = field.isLongText() ? limits.textBytes() : limits.valueBytes();
    if (bytes.length > most) {
      throw new ProblemException(
              ProblemType.PAYLOAD_TOO_LARGE,
              "The field " + name + " is longer than " + most + " bytes.",
              name)
          .withValue(bytes.length + " bytes");
    }
    return field.isLongText() && !text.isEmpty() ? LongTexts.read(bytes, name) : text;
  }

  private static String text(Field field, String name, JsonNode value) {
    @Nullable String between = LISTS.get(field);
    if (between != null && value.isArray()) {
      return joined(name, value, between);
    }
    Optional<JobOption> option = field.option();
    if (option.filter(NUMBERS::contains).isPresent()) {
      if (!value.isNumber()) {
        throw wrong(name, value, "a whole number");
      }
      boolean whole = value.canConvertToExactIntegral() && value.canConvertToInt();
      return whole ? Integer.toString(value.intValue()) : value.asText();
    }
    if (option.filter(one -> one.choices().stream().sorted().toList().equals(FLAG)).isPresent()) {
      if (!value.isBoolean()) {
        throw wrong(name, value, "true or false");
      }
      return value.asText();
    }
    if (!value.isTextual()) {
      throw wrong(name, value, between == null ? "a text" : "a text, or a list of texts");
    }
    return value.asText();
  }

  private static String joined(String name, JsonNode list, String between) {
    List<String> parts = new ArrayList<>();
    for (JsonNode part : list) {
      boolean one = part.isTextual() && !part.asText().contains(between);
      if (!one || part.asText().indexOf('\r') >= 0) {
        throw wrong(name, part, "a list of texts, each on one line and for itself");
      }
      parts.add(part.asText());
    }
    return String.join(between, parts);
  }

  static ProblemException wrong(String name, JsonNode value, String allowed) {
    String shown = ProblemException.shortened(value.toString());
    return ProblemException.value(
        name, shown, name + " is " + shown + "; it must be " + allowed + ".");
  }

  /** The ids of the uploads that it names. */
  List<String> uploads() {
    return Stream.of(Stream.of(audio), clips.stream(), music.stream()).flatMap(ids -> ids).toList();
  }

  /**
   * The order with what it names.
   *
   * @param there whether the uploads must still be in the store
   * @throws ProblemException with 422 if an upload is not there, unfinished or of another kind
   */
  Upload resolved(FinishedUploads uploads, String tenant, boolean there) throws IOException {
    FinishedUploads.Narration narration = uploads.narration(tenant, audio, AUDIO, there);
    List<UploadedClips.Item> items = new ArrayList<>();
    for (String id : clips) {
      items.add(uploads.clip(tenant, id, CLIPS, there));
    }
    List<String> warnings = new ArrayList<>();
    narration.warning().ifPresent(warnings::add);
    Optional<Upload.Tune> tune = Optional.empty();
    if (music.isPresent()) {
      FinishedUploads.Tune found = uploads.music(tenant, music.get(), MUSIC, there);
      found.warning().ifPresent(warning -> warnings.add(MUSIC + ": " + warning));
      tune = Optional.of(new Upload.Tune(Optional.empty(), found.object(), found.name()));
    }
    return new Upload(
        texts,
        Optional.empty(),
        narration.object(),
        narration.duration(),
        warnings,
        items,
        metadata,
        webhook,
        tune);
  }
}
