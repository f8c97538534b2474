package dev.makevideo.api.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.wire.Payloads;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what a client notes of its job, from a form's text or from JSON. Stateless. */
final class MetadataField {
  private static final String NAME = "metadata";
  private static final ObjectMapper MAPPER =
      Payloads.mapper()
          .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true)
          .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true);

  private MetadataField() {}

  /**
   * From a text.
   *
   * @throws ProblemException with 422 if it is no object of texts, or too much
   */
  static Metadata read(String text) {
    if (text.isBlank()) {
      return Metadata.none();
    }
    try {
      return read(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      throw refused(text, "it is not JSON");
    }
  }

  /** As {@link #read(String)}; {@code null} is nothing. */
  static Metadata read(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return Metadata.none();
    }
    if (!node.isObject()) {
      throw refused(node.toString(), "it is not an object");
    }
    Map<String, String> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw refused(entry.toString(), "the value of \"" + entry.getKey() + "\" is not a string");
      }
      entries.put(entry.getKey(), entry.getValue().textValue());
    }
    try {
      return new Metadata(entries);
    } catch (IllegalArgumentException e) {
      throw refused(node.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException refused(String value, String why) {
    return ProblemException.value(
            NAME,
            value,
            "metadata cannot be used: "
                + ProblemException.shortened(why)
                + "; allowed: a JSON object of "
                + Metadata.ALLOWED
                + ".")
        .withLimit(Metadata.ALLOWED);
  }
}
