package dev.makevideo.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.platform.webhook.WebhookUrl;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.Music;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code create_video} is told: the JSON form of a job, in which files are named as the client
 * can name them. The route checks the values. Thread-safe.
 */
final class OrderArguments {
  /** Of a narration in the arguments. */
  static final int MOST_BASE64_BYTES = 4 << 20;

  static final String BASE64 = "audio_base64";
  static final String CLIPS = "clips";
  static final String MUSIC = Field.MUSIC.label();
  static final String METADATA = "metadata";
  static final String WEBHOOK = "webhook_url";
  static final String DRY_RUN = "dry_run";
  static final String KEY = "idempotency_key";
  static final String NO_MUSIC = "none";

  private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final List<String> FLAG = List.of("false", "true");

  /** Fields that are no options; those with an s are lists. */
  private static final Map<Field, String> TEXTS =
      Map.of(
          Field.SCRIPT,
          "The spoken text; captions are timed to it. Without it the words are heard.",
          Field.CLIPS_FOLDER,
          "A folder of clips on the service's machine, one that it is allowed to read.");

  private static final Map<Field, String> LISTS =
      Map.of(
          Field.QUERY,
          "What clips show, such as \"boiling river\"; several phrases take turns. Left out, the"
              + " narration's words say it.",
          Field.SHOTS,
          "A shot list, a line each: \"0:12-0:20 city lights\", \"p2 steam\" (second paragraph of"
              + " the script) or \"\\\"we walk\\\" jungle\".",
          Field.CLIPS_URLS,
          "Addresses of clips to use.");

  private final Material material;

  OrderArguments(Material material) {
    this.material = material;
  }

  /** The JSON Schema of the arguments. */
  Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    String audio = Field.AUDIO.label();
    properties.put(audio, Schemas.text("The narration: " + material.narration() + "."));
    if (material.takesBase64()) {
      properties.put(
          BASE64,
          Schemas.text(
              "In place of audio: a narration of at most "
                  + (MOST_BASE64_BYTES >> 20)
                  + " MiB in base64."));
    }
    for (Field field : Field.values()) {
      if (field == Field.MUSIC) {
        properties.put(MUSIC, Schemas.text("Played under the voice: " + material.music() + "."));
      } else if (field != Field.AUDIO) {
        properties.put(field.label(), schema(field));
      }
    }
    properties.put(
        CLIPS,
        Schemas.list(
            "Clips and pictures of one's own, in their order, at most "
                + UploadedClips.MOST
                + "; each is "
                + material.clip()
                + "."));
    properties.put(
        METADATA,
        Schemas.texts(
            "Notes on the job, texts by name, by which it can be found: " + Metadata.ALLOWED));
    properties.put(
        WEBHOOK,
        Schemas.text(
            "Where the service tells of the job's start and end by itself: "
                + WebhookUrl.ALLOWED
                + "."));
    properties.put(DRY_RUN, Schemas.flag("Only check and plan; no job is started.", false));
    properties.put(
        KEY,
        Schemas.text(
            "Any text of yours: calling again with the same one never makes a second job."));
    return Schemas.object(properties, material.takesBase64() ? List.of() : List.of(audio));
  }

  private static Map<String, Object> schema(Field field) {
    Optional<JobOption> option = field.option();
    if (option.isPresent()) {
      return schema(option.get());
    }
    @Nullable String list = LISTS.get(field);
    return list != null
        ? Schemas.list(list)
        : Schemas.text(TEXTS.getOrDefault(field, "As in the form of POST /v1/videos."));
  }

  private static Map<String, Object> schema(JobOption option) {
    String words = option.words().substring(0, 1).toUpperCase(java.util.Locale.ROOT);
    words += option.words().substring(1) + ".";
    if (option == JobOption.MAX_SHORTS) {
      return Schemas.number(
          words, Integer.parseInt(option.otherwise()), 1, VideoRequest.MAX_SHORTS);
    }
    if (option == JobOption.MUSIC_VOLUME) {
      int usual = Integer.parseInt(option.otherwise());
      return Schemas.number(words, usual, Music.QUIETEST, Music.LOUDEST);
    }
    if (option == JobOption.SOURCES) {
      return Schemas.list(words + " Allowed: " + option.allowed() + ".");
    }
    if (option.choices().stream().sorted().toList().equals(FLAG)) {
      return Schemas.flag(words, Boolean.parseBoolean(option.otherwise()));
    }
    return option.choices().isEmpty()
        ? Schemas.text(words + " Allowed: " + option.allowed() + ". Default: " + option.otherwise())
        : Schemas.choice(words, option.choices(), option.otherwise());
  }

  /** The headers that say that this is the same order as an earlier one. */
  static Map<String, String> headers(Arguments arguments) {
    Optional<String> key = arguments.text(KEY);
    if (key.isEmpty()) {
      return Map.of();
    }
    if (!KEY_FORM.matcher(key.get()).matches()) {
      throw ProblemException.value(
          KEY, key.get(), KEY + " must be 1 to 200 visible ASCII characters, without spaces.");
    }
    return Map.of("Idempotency-Key", key.get());
  }

  /** The body for the route, with files uploaded on the way where the client does not do that. */
  JsonNode order(SentUploads uploads, Arguments arguments)
      throws IOException, RefusedCallException {
    ObjectNode order = arguments.json().deepCopy();
    order.remove(List.of(KEY, BASE64, DRY_RUN));
    String audio = Field.AUDIO.label();
    Optional<String> named = arguments.text(audio);
    Optional<byte[]> sent = base64(arguments);
    if (named.isPresent() == sent.isPresent()) {
      String either = material.takesBase64() ? audio + " or " + BASE64 + ", and not both" : audio;
      throw ProblemException.value(
          audio, null, "The narration is missing, or there are two: send " + either + ".");
    }
    // The clips first: what is wrong with them is said before a long upload.
    putClips(order, material, uploads);
    putMusic(order, material, uploads);
    order.put(
        audio,
        sent.isPresent()
            ? uploads.send("narration", sent.get())
            : material.uploaded(uploads, audio, named.orElseThrow(), "narration"));
    return order;
  }

  /** Puts the uploads of the clips that an order names in their place. */
  static void putClips(ObjectNode order, Material material, SentUploads uploads)
      throws IOException, RefusedCallException {
    List<String> clips = clips(order.get(CLIPS));
    if (!clips.isEmpty()) {
      ArrayNode ids = order.putArray(CLIPS);
      for (String clip : clips) {
        ids.add(material.uploaded(uploads, CLIPS, clip, "clip"));
      }
    }
  }

  /** As with clips; {@code none} is no file, where a video has music that another is to lack. */
  static void putMusic(ObjectNode order, Material material, SentUploads uploads)
      throws IOException, RefusedCallException {
    @Nullable JsonNode music = order.get(MUSIC);
    if (music != null && music.isTextual() && !music.asText().equals(NO_MUSIC)) {
      order.put(MUSIC, material.uploaded(uploads, MUSIC, music.asText(), MUSIC));
    }
  }

  private Optional<byte[]> base64(Arguments arguments) {
    Optional<String> text = material.takesBase64() ? arguments.text(BASE64) : Optional.empty();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text.get());
      if (bytes.length > MOST_BASE64_BYTES) {
        throw ProblemException.value(
            BASE64,
            bytes.length + " bytes",
            "The narration has "
                + bytes.length
                + " bytes; allowed here: "
                + MOST_BASE64_BYTES
                + ". Send it to POST /v1/uploads and name the upload as audio.");
      }
      return Optional.of(bytes);
    } catch (IllegalArgumentException e) {
      throw ProblemException.value(
          BASE64, ProblemException.shortened(text.get()), BASE64 + " is not base64.");
    }
  }

  private static List<String> clips(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return List.of();
    }
    List<String> clips = new java.util.ArrayList<>();
    for (JsonNode clip : value) {
      if (!clip.isTextual() || clip.asText().isBlank()) {
        throw Arguments.wrong(CLIPS, clip, "a list of texts");
      }
      clips.add(clip.asText());
    }
    if (!value.isArray() || clips.isEmpty() || clips.size() > UploadedClips.MOST) {
      throw Arguments.wrong(CLIPS, value, "a list of 1 to " + UploadedClips.MOST + " texts");
    }
    return clips;
  }
}
