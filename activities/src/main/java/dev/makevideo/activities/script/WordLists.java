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

/** Lists of words in a resource: a name, and words with spaces between. Immutable. */
public final class WordLists {
  private final Properties lists = new Properties();

  /**
   * Reads a resource.
   *
   * @param beside a class in whose package it is
   * @throws NullPointerException if it is missing
   */
  public WordLists(Class<?> beside, String resource) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(resource), resource)) {
      lists.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is such a list. */
  public boolean has(String name) {
    return lists.containsKey(name);
  }

  /** The words of a list; none if there is no such list. An underscore in one is a space. */
  public Set<String> list(String name) {
    return Arrays.stream(lists.getProperty(name, "").split(" +"))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> entry.replace('_', ' '))
        .collect(Collectors.toUnmodifiableSet());
  }
}
