package dev.makevideo.workflows.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.regex.Pattern;

/**
 * Names the bytes of one object in the artifact store by their SHA-256. Travels in workflow
 * arguments and results in place of the bytes themselves.
 *
 * @param sha256 64 lower-case hexadecimal digits
 * @param bytes the object's length in bytes, zero or more
 */
public record ObjectRef(String sha256, long bytes) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException if a component is out of its range
   */
  public ObjectRef {
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("sha256 is not 64 hexadecimal digits: " + sha256);
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is negative: " + bytes);
    }
  }

  /** The first twelve digits: enough for a person to tell objects apart. */
  @JsonIgnore
  public String shortName() {
    return sha256.substring(0, 12);
  }
}
