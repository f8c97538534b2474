package dev.makevideo.standalone.cli;

import dev.makevideo.workflows.job.CommandLineForm;
import dev.makevideo.workflows.job.JobOption;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line's options for a job, made from the catalogue: their help too. */
final class JobOptionArguments {
  private final Map<JobOption, OptionSpec> specs = new EnumMap<>(JobOption.class);

  JobOptionArguments() {
    for (JobOption option : JobOption.values()) {
      specs.put(option, spec(option));
    }
  }

  void addTo(CommandSpec command) {
    specs.values().forEach(command::addOption);
  }

  /**
   * Tells names and values of what was said; where there is a choice, what was not said too, as a
   * form of a page does.
   *
   * @throws CommandException (usage) naming the option, its value and what is allowed
   */
  void write(BiConsumer<String, String> form) throws CommandException {
    for (Map.Entry<JobOption, OptionSpec> entry : specs.entrySet()) {
      JobOption option = entry.getKey();
      Optional<String> said = said(option, entry.getValue());
      if (said.isPresent()) {
        form.accept(option.label(), checked(option, said.get()));
      } else if (!option.choices().isEmpty()) {
        form.accept(option.label(), option.otherwise());
      }
    }
  }

  /** Whether any option was given. */
  boolean saidAny() {
    return specs.entrySet().stream()
        .anyMatch(entry -> said(entry.getKey(), entry.getValue()).isPresent());
  }

  /** Whether the job needs the times of words. */
  boolean wantWords() {
    OptionSpec subtitles = Objects.requireNonNull(specs.get(JobOption.SUBTITLES));
    return said(JobOption.SUBTITLES, subtitles)
        .map(value -> !value.equals(SubtitleStyle.NONE.label()))
        .orElse(true);
  }

  /** What was said of an option, if anything was. */
  private static Optional<String> said(JobOption option, OptionSpec spec) {
    @Nullable Object value = spec.getValue();
    Optional<CommandLineForm.Flag> flag = option.onCommandLine().flag();
    return flag.isPresent()
        ? flag.map(CommandLineForm.Flag::value).filter(text -> Boolean.TRUE.equals(value))
        : Optional.ofNullable(value).map(Object::toString).map(String::strip);
  }

  private static String checked(JobOption option, String text) throws CommandException {
    try {
      option.set(VideoRequest.builder(), text);
      return text;
    } catch (IllegalArgumentException e) {
      // The parsers know the workflow's names of things, and not those of the command line.
      throw new CommandException(
          ExitCode.USAGE,
          option.commandLine() + ": \"" + text + "\" is not known; allowed: " + option.allowed());
    }
  }

  private static OptionSpec spec(JobOption option) {
    CommandLineForm form = option.onCommandLine();
    OptionSpec.Builder spec = OptionSpec.builder(form.name());
    form.flag()
        .ifPresentOrElse(
            flag -> spec.type(boolean.class).description(escaped(flag.words())),
            () ->
                spec.type(String.class)
                    .paramLabel(form.parameter())
                    .description(escaped(help(option))));
    return spec.build();
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
