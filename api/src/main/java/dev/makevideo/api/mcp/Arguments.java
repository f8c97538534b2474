package dev.makevideo.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a tool is called with. An assistant may send anything. */
record Arguments(ObjectNode json) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  /**
   * @throws ProblemException with 422 if there is another one
   */
  void requireOnly(Set<String> known) {
    for (var entry : json.properties()) {
      if (!known.contains(entry.getKey())) {
        String all = known.stream().sorted().collect(Collectors.joining(", "));
        String shown = ProblemException.shortened(entry.getKey());
        throw ProblemException.value(
            shown, null, "There is no argument \"" + shown + "\"; known: " + all + ".");
      }
    }
  }

  /**
   * A text, if it is there.
   *
   * @throws ProblemException with 422 if it is no text
   */
  Optional<String> text(String name) {
    @Nullable JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.asText().isBlank()) {
      throw wrong(name, value, "a text");
    }
    return Optional.of(value.asText());
  }

  /**
   * A job's id; nothing else that could stand in a path.
   *
   * @throws ProblemException with 422 if it is not there, with 404 if no job can have it
   */
  String id() {
    String id =
        text("id")
            .orElseThrow(
                () ->
                    ProblemException.value(
                        "id", null, "id is missing: create_video and list_videos tell it."));
    if (!ID.matcher(id).matches()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND,
          "There is no job \"" + ProblemException.shortened(id) + "\".",
          "id");
    }
    return id;
  }

  /**
   * A whole number.
   *
   * @throws ProblemException with 422 if it is none, or out of its bounds
   */
  int number(String name, int otherwise, int least, int most) {
    @Nullable JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    boolean whole = value.canConvertToExactIntegral() && value.canConvertToInt();
    if (!whole || value.intValue() < least || value.intValue() > most) {
      throw wrong(name, value, "a whole number, " + least + " to " + most);
    }
    return value.intValue();
  }

  /**
   * Whether something is wished.
   *
   * @throws ProblemException with 422 if it is neither true nor false
   */
  boolean flag(String name) {
    @Nullable JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrong(name, value, "true or false");
    }
    return value.booleanValue();
  }

  static ProblemException wrong(String name, JsonNode value, String allowed) {
    String shown = ProblemException.shortened(value.toString());
    return ProblemException.value(
        name, shown, name + " is " + shown + "; it must be " + allowed + ".");
  }
}
