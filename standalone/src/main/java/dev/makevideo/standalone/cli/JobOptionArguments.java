package dev.makevideo.standalone.cli;

import dev.makevideo.workflows.job.CommandLineForm;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command line's options for a job, made from the catalogue: their help too. Each is also known
 * by the name of its field in REST, with hyphens.
 */
final class JobOptionArguments {
  private final Map<JobOption, OptionSpec> flags = new EnumMap<>(JobOption.class);
  private final Map<JobOption, OptionSpec> values = new EnumMap<>(JobOption.class);

  JobOptionArguments() {
    for (JobOption option : JobOption.values()) {
      CommandLineForm form = option.onCommandLine();
      String rest = "--" + option.label().replace('_', '-');
      if (form.flag().isEmpty()) {
        values.put(option, value(option, form.parameter(), form.name(), rest));
      } else {
        flags.put(option, flag(form));
        if (!rest.equals(form.name())) {
          values.put(option, value(option, String.join("|", option.choices()), rest));
        }
      }
    }
  }

  void addTo(CommandSpec command) {
    flags.values().forEach(command::addOption);
    values.values().forEach(command::addOption);
  }

  /**
   * Tells names and values of what was said; where there is a choice, what was not said too, as a
   * form of a page does.
   *
   * @throws CommandException (usage) naming the option, its value and what is allowed
   */
  void write(BiConsumer<String, String> form) throws CommandException {
    for (JobOption option : JobOption.values()) {
      Optional<String> flag = flagged(option);
      Optional<String> value = valued(option);
      if (flag.isPresent() && value.isPresent() && !flag.equals(value)) {
        throw new CommandException(
            ExitCode.USAGE,
            option.commandLine()
                + " means "
                + flag.get()
                + ", and "
                + valueName(option)
                + " is \""
                + value.get()
                + "\"; give one of them");
      }
      Optional<String> said = said(option);
      if (said.isPresent()) {
        form.accept(option.label(), checked(option, said.get()));
      } else if (!option.choices().isEmpty()) {
        form.accept(option.label(), option.otherwise());
      }
    }
  }

  /** Whether any option was given. */
  boolean saidAny() {
    return Stream.of(JobOption.values()).anyMatch(option -> said(option).isPresent());
  }

  /** Whether the job needs the times of words. */
  boolean wantWords() {
    return said(JobOption.SUBTITLES)
        .map(value -> !value.equals(SubtitleStyle.NONE.label()))
        .orElse(true);
  }

  /** What was said of an option, if anything was. */
  private Optional<String> said(JobOption option) {
    return flagged(option).or(() -> valued(option));
  }

  private Optional<String> flagged(JobOption option) {
    return Optional.ofNullable(flags.get(option))
        .filter(spec -> Boolean.TRUE.equals(spec.getValue()))
        .flatMap(spec -> option.onCommandLine().flag())
        .map(CommandLineForm.Flag::value);
  }

  private Optional<String> valued(JobOption option) {
    @Nullable OptionSpec spec = values.get(option);
    @Nullable Object value = spec == null ? null : spec.getValue();
    return Optional.ofNullable(value).map(Object::toString).map(String::strip);
  }

  /** What an option with a value is called, also where its usual form is a flag. */
  private String valueName(JobOption option) {
    @Nullable OptionSpec spec = values.get(option);
    return spec == null || !flags.containsKey(option) ? option.commandLine() : spec.longestName();
  }

  private String checked(JobOption option, String text) throws CommandException {
    try {
      option.set(VideoRequest.builder(), text);
      return text;
    } catch (IllegalArgumentException e) {
      // The parsers know the workflow's names of things, and not those of the command line.
      throw new CommandException(
          ExitCode.USAGE,
          valueName(option) + ": \"" + text + "\" is not known; allowed: " + option.allowed());
    }
  }

  private static OptionSpec flag(CommandLineForm form) {
    return OptionSpec.builder(form.name())
        .type(boolean.class)
        .description(escaped(form.flag().orElseThrow().words()))
        .build();
  }

  private static OptionSpec value(JobOption option, String parameter, String... names) {
    return OptionSpec.builder(Stream.of(names).distinct().toArray(String[]::new))
        .type(String.class)
        .paramLabel(parameter)
        .description(escaped(help(option)))
        .build();
  }

  private static String help(JobOption option) {
    String words = option.words();
    String allowed =
        option.choices().isEmpty()
            ? option.allowed() + "; default " + option.otherwise()
            : option.choices().stream()
                .map(choice -> choice.equals(option.otherwise()) ? choice + " (default)" : choice)
                .collect(Collectors.joining(", "));
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ": " + allowed + ".";
  }

  /** Help is a format to picocli. */
  private static String escaped(String text) {
    return text.replace("%", "%%");
  }
}
