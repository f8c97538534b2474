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
 * @param pexels {@code MAKE_VIDEO_PEXELS_URL} and {@code PEXELS_API_KEY}
 * @param pixabay {@code MAKE_VIDEO_PIXABAY_URL} and {@code PIXABAY_API_KEY}
 * @param archive {@code MAKE_VIDEO_ARCHIVE_URL}; default {@value #ARCHIVE}
 * @param nasa {@code MAKE_VIDEO_NASA_URL}; default {@value #NASA}
 * @param programs what is asked by a program on this machine
 */
public record SourceSettings(
    Optional<String> commons,
    Optional<String> contact,
    Keyed pexels,
    Keyed pixabay,
    Optional<String> archive,
    Optional<String> nasa,
    SourceProgramSettings programs) {
  /** The Internet Archive. */
  public static final String ARCHIVE = "https://archive.org";

  /** NASA's image and video library. */
  public static final String NASA = "https://images-api.nasa.gov";

  /** Holds the key for Pexels. */
  public static final String PEXELS_KEY = "PEXELS_API_KEY";

  /** Holds the key for Pixabay. */
  public static final String PIXABAY_KEY = "PIXABAY_API_KEY";

  private static final String PEXELS = "https://api.pexels.com";
  private static final String PIXABAY = "https://pixabay.com";

  /**
   * A source that is used with a key.
   *
   * @param url its base; absent: it is not used
   * @param key secret; absent: it is not used
   */
  public record Keyed(Optional<String> url, Optional<String> key) {
    private static final Keyed NONE = new Keyed(Optional.empty(), Optional.empty());

    /** Whether it can be used. */
    public boolean isReady() {
      return url.isPresent() && key.isPresent();
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "Keyed[url=" + url + ", key=" + key.isPresent() + "]";
    }
  }

  /** These, with other addresses for what is asked only where a job names it. */
  public SourceSettings with(Optional<String> otherArchive, Optional<String> otherNasa) {
    return new SourceSettings(commons, contact, pexels, pixabay, otherArchive, otherNasa, programs);
  }

  /** These, with other programs. */
  public SourceSettings with(SourceProgramSettings otherPrograms) {
    return new SourceSettings(commons, contact, pexels, pixabay, archive, nasa, otherPrograms);
  }

  /** Without the Internet Archive, NASA and programs. */
  public SourceSettings(
      Optional<String> commons, Optional<String> contact, Keyed pexels, Keyed pixabay) {
    this(
        commons,
        contact,
        pexels,
        pixabay,
        Optional.empty(),
        Optional.empty(),
        SourceProgramSettings.none());
  }

  /** Without sources that need a key. */
  public SourceSettings(Optional<String> commons, Optional<String> contact) {
    this(commons, contact, Keyed.NONE, Keyed.NONE);
  }

  /** Wikimedia Commons. */
  public static final String COMMONS = "https://commons.wikimedia.org";

  private static final String OFF = "off";

  static SourceSettings from(SettingReader reader) {
    return new SourceSettings(
        base(reader, "MAKE_VIDEO_COMMONS_URL", COMMONS),
        contact(reader, "MAKE_VIDEO_CONTACT"),
        new Keyed(base(reader, "MAKE_VIDEO_PEXELS_URL", PEXELS), key(reader, PEXELS_KEY)),
        new Keyed(base(reader, "MAKE_VIDEO_PIXABAY_URL", PIXABAY), key(reader, PIXABAY_KEY)),
        base(reader, "MAKE_VIDEO_ARCHIVE_URL", ARCHIVE),
        base(reader, "MAKE_VIDEO_NASA_URL", NASA),
        SourceProgramSettings.from(reader));
  }

  /** What holds when nothing is set. */
  public static SourceSettings defaults() {
    return new SourceSettings(
        Optional.of(COMMONS),
        Optional.empty(),
        new Keyed(Optional.of(PEXELS), Optional.empty()),
        new Keyed(Optional.of(PIXABAY), Optional.empty()),
        Optional.of(ARCHIVE),
        Optional.of(NASA),
        SourceProgramSettings.defaults());
  }

  /** No source on the internet. */
  public static SourceSettings none() {
    return new SourceSettings(Optional.empty(), Optional.empty());
  }

  /** A base that nothing stands in for. */
  static Optional<String> base(SettingReader reader, String name) {
    return base(reader, name, OFF);
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

  static boolean isBase(String value) {
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

  /** The message leaves the value out. */
  static Optional<String> key(SettingReader reader, String name) {
    Optional<String> value = reader.text(name);
    if (value.filter(text -> !text.matches("[\\x21-\\x7e]{1,200}")).isPresent()) {
      throw new InvalidSettingException(
          name + " holds a space, a line end or another odd character; copy the key again");
    }
    return value;
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
