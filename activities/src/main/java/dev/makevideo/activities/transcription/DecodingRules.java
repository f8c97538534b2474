package dev.makevideo.activities.transcription;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which tokens the model must not write, as its publisher lists them: signs that are not spoken,
 * and at the beginning also an empty text. Immutable.
 *
 * @param never suppressed everywhere
 * @param notFirst suppressed as the first token
 */
record DecodingRules(List<Integer> never, List<Integer> notFirst) {
  DecodingRules {
    never = List.copyOf(never);
    notFirst = List.copyOf(notFirst);
  }

  /**
   * Reads the published configuration.
   *
   * @throws IOException if it has no such lists
   */
  static DecodingRules read(Path file) throws IOException {
    JsonNode configuration = Payloads.mapper().readTree(file.toFile());
    return new DecodingRules(
        numbers(configuration, "suppress_ids", file),
        numbers(configuration, "suppress_ids_begin", file));
  }

  private static List<Integer> numbers(JsonNode configuration, String key, Path file)
      throws IOException {
    List<Integer> numbers = new ArrayList<>();
    configuration.path(key).forEach(value -> numbers.add(value.asInt(-1)));
    numbers.removeAll(Collections.singleton(-1));
    if (numbers.isEmpty()) {
      throw new IOException("no " + key + " in " + file);
    }
    return numbers;
  }
}
