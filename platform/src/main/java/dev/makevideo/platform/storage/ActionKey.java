package dev.makevideo.platform.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names an action by everything that its output depends on: kind, inputs, parameters and the
 * version of the tool. Equal keys mean equal output, whichever job asks.
 *
 * @param kind lower-case word with hyphens, such as {@code segment}; part of the file's path
 * @param sha256 of the parts, each with its length before it
 */
public record ActionKey(String kind, String sha256) {
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{1,30}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException if a component has another form: both are parts of a path
   */
  public ActionKey {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException("kind is not a lower-case word: " + kind);
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("sha256 is not 64 hexadecimal digits: " + sha256);
    }
  }

  /** A key from parts; order and boundaries count. */
  public static ActionKey of(String kind, List<String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
      }
      return new ActionKey(kind, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** As {@link #of(String, List)}. */
  public static ActionKey of(String kind, String... parts) {
    return of(kind, List.of(parts));
  }
}
