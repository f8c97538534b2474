package dev.makevideo.activities.conversation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.UnfitAnswerException;
import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.conversation.Proposable;
import dev.makevideo.workflows.job.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a chat completion, and believes little of it: of the JSON object in its first choice, the
 * fields that may be proposed, where they hold a text, a number or a truth value. All else is left
 * out; what there is of it is in no message. Stateless.
 */
final class ChatAnswer {
  private static final int DEEPEST = 16;
  private static final int LONGEST_TEXT = 4_000;
  private static final int LONGEST_VALUE = 500;
  private static final int LONGEST_NUMBER = 20;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ChatAnswer() {}

  /**
   * The proposals in it.
   *
   * @throws UnfitAnswerException if a model's text is no such object: the endpoint is well
   * @throws IOException if the whole is no chat completion
   */
  static Proposals read(byte[] body) throws IOException {
    JsonNode answer =
        object(new String(body, StandardCharsets.UTF_8))
            .orElseThrow(() -> new IOException("it is no JSON object"));
    if (!answer.path("choices").isArray()) {
      throw new IOException("it has no choices");
    }
    JsonNode text = answer.path("choices").path(0).path("message").path("content");
    if (!text.isTextual() || text.textValue().length() > LONGEST_TEXT) {
      throw new UnfitAnswerException("it has no text of at most " + LONGEST_TEXT + " characters");
    }
    return proposals(
        object(text.textValue())
            .orElseThrow(() -> new UnfitAnswerException("its text is no JSON object")));
  }

  private static Optional<JsonNode> object(String json) {
    try {
      return Optional.ofNullable(MAPPER.readTree(json)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // its message would hold what a stranger wrote
    }
  }

  private static Proposals proposals(JsonNode object) {
    Map<Field, String> values = new EnumMap<>(Field.class);
    for (Field field : Proposable.FIELDS) {
      JsonNode node = object.path(field.label());
      if (node.isTextual() || node.isIntegralNumber() || node.isBoolean()) {
        String value = node.asText();
        if (value.length() <= LONGEST_VALUE) {
          values.put(field, value);
        }
      }
    }
    return new Proposals(values);
  }
}
