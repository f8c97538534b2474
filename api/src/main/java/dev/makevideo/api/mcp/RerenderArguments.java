package dev.makevideo.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.Music;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code rerender_video} is told: the fields of the route, with clips named as the client can
 * name them. The route checks the values. Thread-safe.
 */
final class RerenderArguments {
  private static final String ID = "id";
  private static final String CLIPS = OrderArguments.CLIPS;
  private static final List<JobOption> LOOKS =
      List.of(
          JobOption.ASPECT_RATIO, JobOption.CROP_POSITION, JobOption.SUBTITLES, JobOption.QUALITY);

  private final Material material;

  RerenderArguments(Material material) {
    this.material = material;
  }

  /** The JSON Schema of the arguments; no option has a default, as all stays that is not said. */
  Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(ID, Schemas.text("The finished job's id, such as mv-…"));
    properties.put("captions", Schemas.captions());
    properties.put(
        "replace_clips",
        Map.of(
            "type",
            "array",
            "description",
            "Clips not to be shown again, by index or name in the manifest.",
            "items",
            Map.of("type", List.of("integer", "string"))));
    properties.put(
        CLIPS,
        Schemas.list(
            "Clips or pictures of one's own that take the places of the first ones of"
                + " replace_clips; each is "
                + material.clip()
                + "."));
    properties.put(
        OrderArguments.MUSIC,
        Schemas.text(
            "Other music under the voice: "
                + material.music()
                + "; \""
                + OrderArguments.NO_MUSIC
                + "\" removes it."));
    properties.put(
        JobOption.MUSIC_VOLUME.label(),
        Map.of(
            "type",
            "integer",
            "minimum",
            Music.QUIETEST,
            "maximum",
            Music.LOUDEST,
            "description",
            JobOption.MUSIC_VOLUME.words()));
    for (JobOption option : LOOKS) {
      properties.put(
          option.label(),
          Map.of("type", "string", "enum", option.choices(), "description", option.words()));
    }
    properties.put(
        JobOption.LANGUAGE.label(),
        Schemas.text("The narration's language; with another one it is heard again."));
    properties.put(
        JobOption.KEEP_SCRIPT.label(),
        Map.of("type", "boolean", "description", JobOption.KEEP_SCRIPT.words()));
    properties.put(OrderArguments.METADATA, Schemas.texts("Notes on the new job, texts by name."));
    properties.put(
        OrderArguments.KEY,
        Schemas.text(
            "Any text of yours: calling again with the same one never makes a second job."));
    return Schemas.object(properties, List.of(ID));
  }

  /** The body for the route. */
  JsonNode order(SentUploads uploads, Arguments arguments)
      throws IOException, RefusedCallException {
    ObjectNode order = arguments.json().deepCopy();
    order.remove(List.of(ID, OrderArguments.KEY));
    OrderArguments.putClips(order, material, uploads);
    OrderArguments.putMusic(order, material, uploads);
    return order;
  }
}
