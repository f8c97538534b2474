package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Who knows a field of REST knows the option, too. */
final class RestNamesTest {
  @TempDir Path folder;

  private static Map<String, String> form(String... said) throws CommandException {
    JobOptionArguments arguments = new JobOptionArguments();
    CommandSpec spec = CommandSpec.create();
    arguments.addTo(spec);
    new CommandLine(spec).parseArgs(said);
    Map<String, String> form = new TreeMap<>();
    arguments.write(form::put);
    return form;
  }

  private static String name(String field) {
    return "--" + field.replace('_', '-');
  }

  private static String value(JobOption option) {
    return switch (option) {
      case MAX_SHORTS -> "7";
      case LANGUAGE -> "pt-BR";
      case SOURCES -> "nasa";
      case MUSIC_VOLUME -> "-25";
      default -> option.choices().get(option.choices().size() - 1);
    };
  }

  @ParameterizedTest
  @EnumSource
  void anOptionHasTheNameOfItsFieldToo(JobOption option) throws Exception {
    String value = value(option);
    String name = name(option.label());
    boolean flag = option.onCommandLine().flag().isPresent() && option.commandLine().equals(name);
    Map<String, String> form = flag ? form(name) : form(name, value);
    assertEquals(value, form.get(option.label()));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUDIO") // stands without a name
  void soHasEveryOtherField(Field field) {
    CommandSpec create = new CommandRun(Map.of(), folder, FakeService::new).command("create");
    assertTrue(create.optionsMap().containsKey(name(field.label())), field.label());
  }

  @Test
  void aFlagAndItsFieldMustNotSayTwoThings() throws Exception {
    assertEquals("draft", form("--draft", "--quality", "draft").get("quality"));
    CommandException refused =
        assertThrows(CommandException.class, () -> form("--draft", "--quality", "standard"));
    assertEquals(
        "--draft means draft, and --quality is \"standard\"; give one of them",
        refused.getMessage());
    CommandException unknown =
        assertThrows(CommandException.class, () -> form("--check-text", "perhaps"));
    assertEquals(
        "--check-text: \"perhaps\" is not known; allowed: true, false", unknown.getMessage());
  }
}
