package dev.makevideo.activities.source;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A licence under which a clip may be changed and shown, also for money: public domain, CC0, CC BY,
 * CC BY-SA, or a source's own. There is none for the others: what forbids either is no licence
 * here.
 *
 * @param id such as {@code cc-by-4.0}
 * @param name for people, such as {@code CC BY 4.0}
 * @param address where its text is; absent: it has none
 * @param shareAlike whether what is made of it must have the same licence
 */
public record Licence(String id, String name, Optional<String> address, boolean shareAlike) {
  static final Licence PUBLIC_DOMAIN =
      new Licence("public-domain", "public domain", Optional.empty(), false);
  static final Licence CC0 =
      new Licence(
          "cc0-1.0",
          "CC0 1.0",
          Optional.of("https://creativecommons.org/publicdomain/zero/1.0/"),
          false);

  /** Anything that says so in any of the fields that describe a clip's licence. */
  private static final Pattern FORBIDS =
      Pattern.compile(
          "(^|[^a-z])(nc|nd|non-?commercial|no-?deriv\\w*|fair[- ]use|all[- ]rights[- ]reserved)"
              + "([^a-z]|$)");

  private static final Pattern ZERO = Pattern.compile("cc-?(0|zero)(-1\\.0)?");
  private static final Pattern FREE = Pattern.compile("pd|pd-[a-z0-9-]+|pdm.*|public-domain.*");

  /** With a version, and perhaps a country; of several versions the first counts. */
  private static final Pattern BY =
      Pattern.compile("cc-by(-sa)?-([1-4]\\.[05])(?:[,-][1-4]\\.[05])*(?:-([a-z]{2,8}))?");

  /** The addresses of Creative Commons. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "https?://(?:www\\.)?creativecommons\\.org/"
              + "(?:licenses/(by(?:-sa)?)/([1-4]\\.[05])(?:/([a-z]{2,8}))?|publicdomain/(zero|mark)/1\\.0"
              + "|licenses/(publicdomain))(?:/.*)?");

  /** Whether a text says that clips must not be changed, or not be shown for money. */
  static boolean forbids(String text) {
    return FORBIDS.matcher(text.toLowerCase(Locale.ROOT).replace('_', '-')).find();
  }

  /** The licence that a name such as {@code cc-by-4.0} or {@code CC BY-SA 3.0 de} means. */
  static Optional<Licence> ofName(String name) {
    String id = name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
    if (forbids(id)) {
      return Optional.empty();
    }
    if (ZERO.matcher(id).matches()) {
      return Optional.of(CC0);
    }
    if (FREE.matcher(id).matches()) {
      return Optional.of(PUBLIC_DOMAIN);
    }
    Matcher by = BY.matcher(id);
    return by.matches()
        ? Optional.of(
            attribution(by.group(1) != null, by.group(2), Optional.ofNullable(by.group(3))))
        : Optional.empty();
  }

  /** The licence whose text is at an address of Creative Commons. */
  static Optional<Licence> ofAddress(String address) {
    Matcher matcher = ADDRESS.matcher(address.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(1) != null) {
      return Optional.of(
          attribution(
              matcher.group(1).endsWith("-sa"),
              matcher.group(2),
              Optional.ofNullable(matcher.group(3)).filter(place -> !place.startsWith("deed"))));
    }
    return Optional.of("zero".equals(matcher.group(4)) ? CC0 : PUBLIC_DOMAIN);
  }

  private static Licence attribution(boolean shareAlike, String version, Optional<String> place) {
    String kind = shareAlike ? "by-sa" : "by";
    return new Licence(
        "cc-" + kind + "-" + version + place.map(p -> "-" + p).orElse(""),
        "CC "
            + kind.toUpperCase(Locale.ROOT)
            + " "
            + version
            + place.map(p -> " " + p.toUpperCase(Locale.ROOT)).orElse(""),
        Optional.of(
            "https://creativecommons.org/licenses/"
                + kind
                + "/"
                + version
                + "/"
                + place.map(p -> p + "/").orElse("")),
        shareAlike);
  }
}
