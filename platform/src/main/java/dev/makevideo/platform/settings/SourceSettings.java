package dev.makevideo.platform.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The clip sources on the internet. An address that is absent means that the source is not used.
 *
 * @param commons {@code MAKE_VIDEO_COMMONS_URL}: base of a MediaWiki, without the slash at its end;
 *     {@code off}: none. Default {@value #COMMONS}
 * @param contact {@code MAKE_VIDEO_CONTACT}: whom a source may write to about this installation's
 *     calls, an address or a URL of at most 100 printable ASCII characters; default none
 */
public record SourceSettings(Optional<String> commons, Optional<String> contact) {
  /** Wikimedia Commons. */
  public static final String COMMONS = "https://commons.wikimedia.org";

  private static final String OFF = "off";

  static SourceSettings from(SettingReader reader) {
    return new SourceSettings(
        base(reader, "MAKE_VIDEO_COMMONS_URL", COMMONS), contact(reader, "MAKE_VIDEO_CONTACT"));
  }

  /** What holds when nothing is set. */
  public static SourceSettings defaults() {
    return new SourceSettings(Optional.of(COMMONS), Optional.empty());
  }

  /** No source on the internet. */
  public static SourceSettings none() {
    return new SourceSettings(Optional.empty(), Optional.empty());
  }

  private static Optional<String> base(SettingReader reader, String name, String otherwise) {
    String value = reader.text(name, otherwise);
    if (value.equals(OFF)) {
      return Optional.empty();
    }
    if (!isBase(value)) {
      throw new InvalidSettingException(
          name
              + " is \""
              + value
              + "\"; allowed: off, or an http or https URL without user, query and fragment");
    }
    return Optional.of(value.replaceAll("/+$", ""));
  }

  private static boolean isBase(String value) {
    try {
      URI uri = new URI(value);
      return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Optional<String> contact(SettingReader reader, String name) {
    Optional<String> value = reader.text(name);
    if (value.filter(text -> !text.matches("[\\x21-\\x7e ]{1,100}")).isPresent()) {
      throw new InvalidSettingException(
          name + " is \"" + value.get() + "\"; allowed: 1 to 100 printable ASCII characters");
    }
    return value;
  }
}
