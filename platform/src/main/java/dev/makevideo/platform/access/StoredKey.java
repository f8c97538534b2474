package dev.makevideo.platform.access;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A key as it is kept: everything but the key. It has 256 random bits, so that one pass of SHA-256
 * hides it as well as a slow hash would.
 *
 * @param name what people call it; no two keys have the same
 * @param tenant whose requests come with it
 * @param sha256 of the key's ASCII, in lower-case hex
 * @param created when it was made
 * @param ending the key's last four characters, by which its owner knows it again
 */
public record StoredKey(String name, String tenant, String sha256, Instant created, String ending) {
  /** The form of a tenant's name. */
  public static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern ENDING = Pattern.compile("[A-Za-z0-9_-]{4}");

  /**
   * @throws IllegalArgumentException naming the component, its value and what is allowed
   */
  public StoredKey {
    require(NAME, "name", name, "1 to 40 letters, digits, dots, hyphens and underscores");
    require(TENANT, "tenant", tenant, "1 to 40 lower-case letters, digits and hyphens");
    require(HASH, "sha256", sha256, "64 hexadecimal digits");
    require(ENDING, "ending", ending, "4 characters");
  }

  private static void require(Pattern form, String component, String value, String allowed) {
    if (!form.matcher(value).matches()) {
      throw new IllegalArgumentException(component + " is \"" + value + "\"; allowed: " + allowed);
    }
  }
}
