package dev.makevideo.platform.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads typed values from environment variables and remembers which names exist. */
final class SettingReader {
  private final Map<String, String> environment;
  private final SettingNames names = new SettingNames();

  SettingReader(Map<String, String> environment) {
    this.environment = new HashMap<>(environment);
  }

  SettingNames names() {
    return names;
  }

  Optional<String> text(String name) {
    names.add(name);
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  int number(String name, int otherwise, int least, int most) {
    return optionalNumber(name, least, most).orElse(otherwise);
  }

  Optional<Integer> optionalNumber(String name, int least, int most) {
    return text(name).map(value -> parse(name, value, least, most));
  }

  ByteSize size(String name, ByteSize otherwise) {
    return text(name)
        .map(
            value ->
                ByteSize.parse(value)
                    .orElseThrow(
                        () ->
                            new InvalidSettingException(
                                name
                                    + " is \""
                                    + value
                                    + "\"; allowed: a size such as 500MB, 1.5GB or 2GiB")))
        .orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return text(name)
        .map(
            value ->
                switch (value) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw new InvalidSettingException(
                          name + " is \"" + value + "\"; allowed: true, false");
                })
        .orElse(otherwise);
  }

  Path path(String name, Path otherwise) {
    return text(name).map(Path::of).orElse(otherwise).toAbsolutePath().normalize();
  }

  List<Path> paths(String name) {
    return text(name).stream()
        .flatMap(value -> java.util.Arrays.stream(value.split(java.io.File.pathSeparator)))
        .map(value -> Path.of(value).toAbsolutePath().normalize())
        .toList();
  }

  void rejectSlips() {
    names.rejectSlips(environment);
  }

  private static int parse(String name, String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message
    }
    throw new InvalidSettingException(
        name + " is \"" + value + "\"; allowed: a whole number from " + least + " to " + most);
  }
}
