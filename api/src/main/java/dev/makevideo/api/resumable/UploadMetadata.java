package dev.makevideo.api.resumable;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
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
  private static final int LONGEST_NAME = 200;
  private static final String PURPOSE = "purpose";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,100}");

  /** What ends a line, steers a terminal, or turns the direction of writing. */
  private static final Pattern UNSHOWN =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069\\s]+");

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
    return new UploadMetadata(raw, known, shown(name, known));
  }

  private static String decoded(String key, String value) {
    try {
      byte[] bytes = Base64.getDecoder().decode(value);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw bad("has a value of " + key + " that is no UTF-8 text in base64", value);
    }
  }

  /** The last part of a path, on one line. */
  private static String shown(String name, UploadPurpose purpose) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String plain = UNSHOWN.matcher(last).replaceAll(" ").strip();
    if (plain.isEmpty() || plain.matches("\\.+")) {
      return purpose.label();
    }
    // Whole characters only: half of one is no text.
    return plain
        .codePoints()
        .limit(LONGEST_NAME)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static ProblemException bad(String why, String value) {
    return new ProblemException(
            ProblemType.INVALID_REQUEST, TusRequest.METADATA + " " + why + ".", TusRequest.METADATA)
        .withValue(value);
  }
}
