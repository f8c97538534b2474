package dev.makevideo.api.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.wire.Payloads;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a request that is sent again under its Idempotency-Key from another one, also after an
 * update: what a later version can say and this request does not say is left out.
 */
final class BodyHash {
  /** Differs when the same request is sent again. */
  private static final String CORRELATION_ID = "correlationId";

  /** What the first version wrote as {@code null} where it was absent. */
  private static final Set<String> NULL_AT_FIRST = Set.of("script", "clips.folder", "clips.urls");

  private BodyHash() {}

  /** SHA-256 in hex. */
  static String of(Object request) {
    ObjectMapper mapper = Payloads.mapper();
    ObjectNode json = mapper.valueToTree(request);
    json.remove(CORRELATION_ID);
    removeAbsent(json, "");
    try {
      return sha256(mapper.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  /** As {@link #of(Object)}; what a client notes is part of its request. */
  static String of(Object request, Metadata metadata) {
    String hash = of(request);
    return metadata.isEmpty() ? hash : sha256(hash + "\n" + String.join("\n", metadata.words()));
  }

  /** As {@link #of(Object, Metadata)}; so is where it wants to hear of its job. */
  static String of(Object request, Metadata metadata, Optional<ObjectRef> webhook) {
    String hash = of(request, metadata);
    return webhook.map(url -> sha256(hash + "\nwebhook " + url.sha256())).orElse(hash);
  }

  private static void removeAbsent(JsonNode node, String path) {
    Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      String name = path + field.getKey();
      if (field.getValue().isNull() && !NULL_AT_FIRST.contains(name)) {
        fields.remove();
      } else {
        removeAbsent(field.getValue(), name + ".");
      }
    }
  }

  static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
