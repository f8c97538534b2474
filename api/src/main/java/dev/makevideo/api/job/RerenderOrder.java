package dev.makevideo.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.upload.UploadLimits;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.ReviewDecision;
import dev.makevideo.workflows.job.VideoRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be other in a video that is made from a finished one.
 *
 * @param captions what captions are to say, as the finished video's files count them
 * @param replaceClips clips that are not to be shown again: whole numbers or names
 * @param uploads ids of uploads that take their places, in their order
 * @param music the id of the upload that is played, or {@code none}; absent: as before
 * @param options of those that may change, as a form would have them
 */
record RerenderOrder(
    List<CaptionText> captions,
    List<JsonNode> replaceClips,
    List<String> uploads,
    Optional<String> music,
    Map<Field, String> options,
    Metadata metadata) {
  /** As many characters as captions may have, with escapes, and two lists. */
  static final int LONGEST = 1 << 20;

  static final String CAPTIONS = "captions";
  static final String REPLACE_CLIPS = "replace_clips";
  static final String CLIPS = "clips";
  static final String MUSIC = "music";

  /** What stands for no music. */
  static final String NONE = "none";

  private static final String METADATA = "metadata";
  private static final String INDEX = "index";
  private static final String TEXT = "text";

  /**
   * Reads a body.
   *
   * @throws ProblemException with 400 if it is no such JSON or has an unknown field, with 422 if a
   *     value is not allowed, naming field and value
   */
  static RerenderOrder read(byte[] body, UploadLimits limits) throws IOException {
    JsonNode json = JsonOrder.parsed(body);
    if (json.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The body says nothing that is to be other; known: " + known());
    }
    List<CaptionText> captions = List.of();
    List<JsonNode> replaced = List.of();
    List<String> uploads = List.of();
    Optional<String> music = Optional.empty();
    Map<Field, String> options = new EnumMap<>(Field.class);
    Metadata metadata = Metadata.none();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      JsonNode value = entry.getValue();
      switch (entry.getKey()) {
        case CAPTIONS -> captions = captions(value);
        case REPLACE_CLIPS -> replaced = replaced(value);
        case CLIPS -> uploads = JsonOrder.clips(value);
        case MUSIC -> music = Optional.of(music(value));
        case METADATA -> metadata = MetadataField.read(value);
        default -> {
          Field field = option(entry.getKey(), value);
          options.put(field, JsonOrder.text(field, value, limits));
        }
      }
    }
    return new RerenderOrder(captions, replaced, uploads, music, options, metadata);
  }

  /**
   * Tells it from another one, or from the same for another job, also when both are gone: SHA-256
   * in hex of what was sent.
   *
   * @param parent the id of the job that it is about
   */
  String hash(String parent) {
    return BodyHash.of(new Sent(parent, captions, replaceClips, uploads, options, music), metadata);
  }

  private record Sent(
      String rerender,
      List<CaptionText> captions,
      List<JsonNode> replaceClips,
      List<String> uploads,
      Map<Field, String> options,
      Optional<String> music) {}

  private static String music(JsonNode value) {
    if (!value.isTextual()) {
      throw JsonOrder.wrong(MUSIC, value, "an upload's id, or " + NONE);
    }
    return value.asText();
  }

  /** The ids of the uploads that it names. */
  List<String> named() {
    return Stream.concat(uploads.stream(), music.stream().filter(id -> !id.equals(NONE))).toList();
  }

  private static Field option(String name, JsonNode value) {
    return JobOption.OF_A_RERENDER.stream()
        .filter(option -> option.label().equals(name))
        .map(Field::of)
        .findFirst()
        .orElseThrow(() -> unknown(name, value));
  }

  private static ProblemException unknown(String name, JsonNode value) {
    String shown = ProblemException.shortened(name);
    boolean footage = Arrays.stream(Field.values()).anyMatch(field -> field.label().equals(name));
    return new ProblemException(
            ProblemType.INVALID_REQUEST,
            footage
                ? shown
                    + " cannot change, as the narration and the clips are kept: send a new job to"
                    + " POST /v1/videos; what may change: "
                    + known()
                : "There is no field \"" + shown + "\"; known: " + known(),
            shown)
        .withValue(value.toString());
  }

  private static String known() {
    return Stream.concat(
            Stream.of(CAPTIONS, REPLACE_CLIPS, CLIPS, MUSIC, METADATA),
            JobOption.OF_A_RERENDER.stream().map(JobOption::label))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static List<CaptionText> captions(JsonNode list) {
    if (!list.isArray()) {
      throw JsonOrder.wrong(CAPTIONS, list, "a list of objects with index and text");
    }
    List<CaptionText> texts = new ArrayList<>();
    for (JsonNode entry : list) {
      @Nullable JsonNode index = entry.get(INDEX);
      @Nullable JsonNode text = entry.get(TEXT);
      if (entry.size() != 2
          || index == null
          || text == null
          || !isWhole(index)
          || !text.isTextual()) {
        throw JsonOrder.wrong(CAPTIONS, entry, "an object with index, a whole number, and text");
      }
      try {
        texts.add(new CaptionText(index.intValue(), text.asText()));
      } catch (IllegalArgumentException e) {
        throw refused(CAPTIONS, entry.toString(), e);
      }
    }
    try {
      return new ReviewDecision(List.of(), texts).captions();
    } catch (IllegalArgumentException e) {
      throw refused(CAPTIONS, null, e);
    }
  }

  private static List<JsonNode> replaced(JsonNode list) {
    Set<JsonNode> clips = new LinkedHashSet<>();
    for (JsonNode clip : list) {
      if (!list.isArray() || !(isWhole(clip) || clip.isTextual())) {
        throw JsonOrder.wrong(REPLACE_CLIPS, clip, "a clip's index in the manifest, or its name");
      }
      if (!clips.add(clip)) {
        throw ProblemException.value(
            REPLACE_CLIPS, clip.asText(), "replace_clips names a clip twice.");
      }
    }
    if (!list.isArray() || clips.size() > VideoRequest.MAX_SHORTS) {
      throw JsonOrder.wrong(
          REPLACE_CLIPS, list, "a list of at most " + VideoRequest.MAX_SHORTS + " clips");
    }
    return List.copyOf(clips);
  }

  /** To JSON 5.0 is as whole as 5. */
  private static boolean isWhole(JsonNode number) {
    return number.isNumber() && number.canConvertToExactIntegral() && number.canConvertToInt();
  }

  static ProblemException refused(String field, @Nullable String value, Exception why) {
    String part = String.valueOf(why.getMessage());
    return ProblemException.value(
        field, value, part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1) + ".");
  }
}
