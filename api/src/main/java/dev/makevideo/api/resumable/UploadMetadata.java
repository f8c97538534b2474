package dev.makevideo.api.resumable;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.upload.ShownName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of its upload, in the protocol's {@code Upload-Metadata}: keys and values in
 * base64, with commas between. Keys that nobody knows are kept and mean nothing.
 *
 * @param raw as it was sent
 * @param purpose what it is for
 * @param filename for display only; never a path
 */
record UploadMetadata(String raw, UploadPurpose purpose, String filename) {
  private static final int LONGEST = 4_096;
  private static final String PURPOSE = "purpose";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,100}");

  /**
   * Reads the header field.
   *
   * @throws ProblemException with 400 if it cannot be read, with 422 if the purpose is missing or
   *     unknown
   */
  static UploadMetadata read(@Nullable String header) {
    String raw = header == null ? "" : header.strip();
    if (raw.length() > LONGEST) {
      throw bad("is longer than " + LONGEST + " characters", raw);
    }
    Map<String, String> values = new HashMap<>();
    for (String pair : raw.isEmpty() ? new String[0] : raw.split(",", -1)) {
      String[] parts = pair.strip().split(" ", 2);
      if (!KEY.matcher(parts[0]).matches()) {
        throw bad("must be keys and values in base64, with commas between", pair);
      }
      String value = parts.length < 2 ? "" : decoded(parts[0], parts[1].strip());
      if (values.put(parts[0], value) != null) {
        throw bad("has the key " + parts[0] + " twice", pair);
      }
    }
    String purpose = values.getOrDefault(PURPOSE, "");
    UploadPurpose known =
        UploadPurpose.of(purpose)
            .orElseThrow(
                () ->
                    ProblemException.value(
                        TusRequest.METADATA,
                        purpose,
                        "The purpose in "
                            + TusRequest.METADATA
                            + (purpose.isEmpty()
                                ? " is missing"
                                : " is \"" + ProblemException.shortened(purpose) + "\"")
                            + "; allowed: "
                            + UploadPurpose.labels()
                            + "."));
    String name =
        Optional.ofNullable(values.get("filename")).orElse(values.getOrDefault("name", ""));
    return new UploadMetadata(raw, known, ShownName.of(name, known.label()));
  }

  private static String decoded(String key, String value) {
    try {
      byte[] bytes = Base64.getDecoder().decode(value);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw bad("has a value of " + key + " that is no UTF-8 text in base64", value);
    }
  }

  private static ProblemException bad(String why, String value) {
    return new ProblemException(
            ProblemType.INVALID_REQUEST, TusRequest.METADATA + " " + why + ".", TusRequest.METADATA)
        .withValue(value);
  }
}
