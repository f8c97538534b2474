package dev.makevideo.standalone.cli;

import dev.makevideo.workflows.job.CommandLineForm;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** What stands for what is not said, in the help. */
  private final boolean defaults;

  /** All, for a new job. */
  JobOptionArguments() {
    this(EnumSet.allOf(JobOption.class), true, Map.of());
  }

  private JobOptionArguments(
      Set<JobOption> options, boolean defaults, Map<JobOption, String> former) {
    this.defaults = defaults;
    for (JobOption option : options) {
      CommandLineForm form = option.onCommandLine();
      String rest = "--" + option.label().replace('_', '-');
      Stream<String> names = Stream.of(form.name(), rest, former.getOrDefault(option, rest));
      if (form.flag().isEmpty()) {
        values.put(option, value(option, form.parameter(), names));
      } else {
        flags.put(option, flag(form));
        if (!rest.equals(form.name())) {
          values.put(option, value(option, String.join("|", option.choices()), Stream.of(rest)));
        }
      }
    }
  }

  /**
   * Those that may be other in a video made from a finished one; what is not said is as there.
   *
   * @param former names of options that they had once, and still have
   */
  static JobOptionArguments ofARerender(Map<JobOption, String> former) {
    return new JobOptionArguments(JobOption.OF_A_RERENDER, false, former);
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
      Optional<String> chosen = chosen(option);
      if (chosen.isPresent()) {
        form.accept(option.label(), chosen.get());
      } else if (!option.choices().isEmpty()) {
        form.accept(option.label(), option.otherwise());
      }
    }
  }

  /** As {@link #write}, and nothing of what was not said. */
  void writeSaid(BiConsumer<String, String> form) throws CommandException {
    for (JobOption option : JobOption.values()) {
      Optional<String> chosen = chosen(option);
      if (chosen.isPresent()) {
        form.accept(option.label(), chosen.get());
      }
    }
  }

  /** What was said of an option, which is allowed. */
  private Optional<String> chosen(JobOption option) throws CommandException {
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
    return said.isPresent() ? Optional.of(checked(option, said.get())) : Optional.empty();
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

  private OptionSpec value(JobOption option, String parameter, Stream<String> names) {
    return OptionSpec.builder(names.distinct().toArray(String[]::new))
        .type(String.class)
        .paramLabel(parameter)
        .description(escaped(help(option)))
        .build();
  }

  private String help(JobOption option) {
    String words = option.words();
    String allowed =
        option.choices().isEmpty()
            ? option.allowed() + (defaults ? "; default " + option.otherwise() : "")
            : option.choices().stream()
                .map(choice -> isDefault(option, choice) ? choice + " (default)" : choice)
                .collect(Collectors.joining(", "));
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ": " + allowed + ".";
  }

  private boolean isDefault(JobOption option, String choice) {
    return defaults && choice.equals(option.otherwise());
  }

  /** Help is a format to picocli. */
  private static String escaped(String text) {
    return text.replace("%", "%%");
  }
}
