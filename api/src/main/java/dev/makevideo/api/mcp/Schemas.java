package dev.makevideo.api.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schemas of arguments (draft 2020-12), as assistants read them. */
final class Schemas {
  private Schemas() {}

  static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    schema.put("additionalProperties", false);
    return schema;
  }

  static Map<String, Object> text(String description) {
    return of("string", description);
  }

  static Map<String, Object> list(String description) {
    Map<String, Object> schema = of("array", description);
    schema.put("items", Map.of("type", "string"));
    return schema;
  }

  /** Captions that are to say something else. */
  static Map<String, Object> captions() {
    return Map.of(
        "type",
        "array",
        "items",
        object(
            Map.of("index", Map.of("type", "integer"), "text", Map.of("type", "string")),
            List.of("index", "text")));
  }

  /** Texts by name. */
  static Map<String, Object> texts(String description) {
    Map<String, Object> schema = of("object", description);
    schema.put("additionalProperties", Map.of("type", "string"));
    return schema;
  }

  static Map<String, Object> choice(String description, List<String> choices, String otherwise) {
    Map<String, Object> schema = of("string", description);
    schema.put("enum", choices);
    schema.put("default", otherwise);
    return schema;
  }

  static Map<String, Object> flag(String description, boolean otherwise) {
    Map<String, Object> schema = of("boolean", description);
    schema.put("default", otherwise);
    return schema;
  }

  static Map<String, Object> number(String description, int otherwise, int least, int most) {
    Map<String, Object> schema = of("integer", description);
    schema.put("minimum", least);
    schema.put("maximum", most);
    schema.put("default", otherwise);
    return schema;
  }

  private static Map<String, Object> of(String type, String description) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    schema.put("description", description);
    return schema;
  }
}
