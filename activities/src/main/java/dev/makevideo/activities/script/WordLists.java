package dev.makevideo.activities.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists of words in a resource of this package: a name, and words with spaces between. */
final class WordLists {
  private final Properties lists = new Properties();

  /**
   * Reads a resource.
   *
   * @throws NullPointerException if it is missing
   */
  WordLists(String resource) {
    try (InputStream in =
        Objects.requireNonNull(WordLists.class.getResourceAsStream(resource), resource)) {
      lists.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String name) {
    return lists.containsKey(name);
  }

  /** The words of a list; none if there is no such list. An underscore in one is a space. */
  Set<String> list(String name) {
    return Arrays.stream(lists.getProperty(name, "").split(" +"))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> entry.replace('_', ' '))
        .collect(Collectors.toUnmodifiableSet());
  }
}
