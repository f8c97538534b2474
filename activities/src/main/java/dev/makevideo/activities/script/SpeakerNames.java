package dev.makevideo.activities.script;

import dev.makevideo.activities.script.LeftOut.Kind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the names of speakers out of a text.
 *
 * <p>A name is up to three words and a colon at the start of a line, each with a capital letter or
 * a number, and: it is all capitals ({@code NARRATOR:}), or a role ({@code Host 1:}), or there are
 * two lines or more with the same; where there are at least as many of those lines as of others,
 * the text is a dialogue, and each name counts. A new speaker begins a paragraph. Words that are
 * said before a colon, such as "Note", stay, and so does a single capital letter that is there
 * once.
 */
final class SpeakerNames {
  private static final String WORD = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}.'’-]{0,29}";
  private static final Pattern NAME =
      Pattern.compile(
          "(?m)^\\h*(?:[-–—]\\h?|>>\\h?)?("
              + WORD
              + "(?:\\h"
              + WORD
              + "){0,2})\\h*"
              + "(?::(?=\\h|$)|：)\\h*");

  private final Set<String> roles;
  private final Set<String> said;
  private final LeftOut left;

  SpeakerNames(WordLists lists, LeftOut left) {
    this.roles = lists.list("roles");
    this.said = lists.list("said");
    this.left = left;
  }

  String removed(String text) {
    Map<String, Integer> counts = new HashMap<>();
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      if (isName(name.group(1)) && !isSaid(name.group(1))) {
        counts.merge(name.group(1), 1, Integer::sum);
      }
    }
    int repeated = counts.values().stream().filter(count -> count > 1).mapToInt(i -> i).sum();
    long single = counts.values().stream().filter(count -> count == 1).count();
    int least = repeated > 0 && repeated >= single ? 1 : 2;
    return Replacement.all(
        text,
        NAME,
        Kind.SPEAKER,
        left,
        found -> {
          boolean often = counts.getOrDefault(found.group(1), 0) >= least;
          return isSpeaker(found.group(1), often) ? "\n" : null;
        });
  }

  private boolean isSpeaker(String name, boolean often) {
    String[] words = name.toLowerCase(Locale.ROOT).split("\\h+");
    if (isSaid(name)) {
      return false;
    }
    if (roles.contains(words[0]) || roles.contains(words[words.length - 1])) {
      return !Character.isLowerCase(name.codePointAt(0));
    }
    return often || isCapitals(name);
  }

  /** Whether it is no name: "Note", or a number. */
  private boolean isSaid(String name) {
    String first = name.toLowerCase(Locale.ROOT).split("\\h+")[0];
    return said.contains(first) || !Character.isLetter(name.codePointAt(0));
  }

  private static boolean isName(String name) {
    for (String word : name.split("\\h+")) {
      if (Character.isLowerCase(word.codePointAt(0))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isCapitals(String name) {
    return name.codePoints().filter(Character::isUpperCase).count() > 1
        && name.codePoints().noneMatch(Character::isLowerCase);
  }
}
