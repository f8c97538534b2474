package dev.makevideo.activities.source;

import java.util.Optional;

/**
 * What the operator's own source says of a clip's author and licence. A licence that says nothing
 * is no hindrance here: who adds a source knows what it has, as with one's own clips. What forbids
 * changes or use for money is one.
 *
 * @param forbidden whether it must not be used
 * @param credit absent: nothing was said, and the licence is unknown
 */
record CommandCredit(boolean forbidden, Optional<Credit> credit) {
  private static final String UNKNOWN = "unknown";

  static CommandCredit of(AnswerField clip, String title, String url)
      throws CommandAnswer.UnfitException {
    Optional<String> name = clip.get("licence").optionalText();
    Optional<String> address = clip.get("licence_url").optionalUrl();
    Optional<String> author = clip.get("author").optionalText();
    Optional<String> page = clip.get("page").optionalUrl();
    boolean forbidden = name.or(() -> address).isPresent() && forbids(name, address);
    boolean silent = name.or(() -> address).or(() -> author).or(() -> page).isEmpty();
    return new CommandCredit(
        forbidden,
        silent
            ? Optional.empty()
            : Optional.of(
                new Credit(
                    title,
                    author.orElse(UNKNOWN),
                    page.orElse(host(url)),
                    licence(name, address))));
  }

  boolean allows(boolean shareAlike) {
    return !forbidden && (shareAlike || credit.filter(c -> c.licence().shareAlike()).isEmpty());
  }

  private static boolean forbids(Optional<String> name, Optional<String> address) {
    return name.filter(Licence::forbids).or(() -> address.filter(Licence::forbids)).isPresent();
  }

  /** If name and address contradict each other, the stricter one counts. */
  private static Licence licence(Optional<String> name, Optional<String> address) {
    Optional<Licence> byName = name.flatMap(Licence::ofName);
    Optional<Licence> byAddress = address.flatMap(Licence::ofAddress);
    return byAddress
        .filter(Licence::shareAlike)
        .or(() -> byName)
        .or(() -> byAddress)
        .orElseGet(
            () ->
                new Licence(UNKNOWN, name.map(AnswerField::shown).orElse(UNKNOWN), address, false));
  }

  /** The address of the file itself may hold a secret. */
  private static String host(String url) {
    java.net.URI uri = java.net.URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority() + "/";
  }
}
