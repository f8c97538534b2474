package dev.makevideo.workflows.job;

import java.util.Optional;

/**
 * How a job's option is said on the command line: with a value, or as a flag that stands for one.
 *
 * @param name such as {@code --aspect}
 * @param parameter what help calls the value; empty for a flag
 * @param flag what the flag stands for and what help says of it; empty for an option with a value
 */
public record CommandLineForm(String name, String parameter, Optional<Flag> flag) {
  /**
   * What a flag stands for.
   *
   * @param value the option's value when the flag is given
   * @param words a sentence for people
   */
  public record Flag(String value, String words) {}

  /**
   * @throws IllegalArgumentException if it is neither or both
   */
  public CommandLineForm {
    if (!name.startsWith("--") || parameter.isEmpty() == flag.isEmpty()) {
      throw new IllegalArgumentException(
          name + " has the parameter \"" + parameter + "\" and the flag " + flag);
    }
  }

  static CommandLineForm value(String name, String parameter) {
    return new CommandLineForm(name, parameter, Optional.empty());
  }

  static CommandLineForm flag(String name, String value, String words) {
    return new CommandLineForm(name, "", Optional.of(new Flag(value, words)));
  }
}
