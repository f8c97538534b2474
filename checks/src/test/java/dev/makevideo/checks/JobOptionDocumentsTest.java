package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.standalone.cli.MakeVideo;
import dev.makevideo.workflows.job.JobOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people read or choose from knows each option of a job as the catalogue has it. */
class JobOptionDocumentsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path API = ROOT.resolve("api/src/main/resources");

  @ParameterizedTest
  @EnumSource
  void readme(JobOption option) throws IOException {
    String row =
        "| `%s` | `%s` | %s | %s | `%s` |"
            .formatted(
                option.label(),
                option.commandLine(),
                option.words(),
                option.allowed(),
                option.otherwise());
    assertTrue(Files.readString(ROOT.resolve("README.md")).contains(row), row);
  }

  /** The table of what an option is called elsewhere. */
  @ParameterizedTest
  @EnumSource
  void pageOfTheCommandLine(JobOption option) throws IOException {
    String table =
        line(
            Files.readString(ROOT.resolve("docs/cli.md")),
            "(?s)^## The same option elsewhere$(.*?)^## ");
    line(table, "^\\| [^|]*(`" + option.label() + "`)[^|]* \\|");
  }

  @ParameterizedTest
  @EnumSource
  void openApi(JobOption option) throws IOException {
    String text = Files.readString(API.resolve("openapi.yaml"));
    String property = line(text, "^ {16}" + option.label() + ": (.*)$");
    Matcher reference = Pattern.compile("schemas/(\\w+)").matcher(property);
    String schema =
        reference.find() ? line(text, "^ {4}" + reference.group(1) + ": (.*)$") : property;
    assertEquals(option.otherwise(), value(schema, "default"), schema);
    if (schema.contains("enum")) {
      assertEquals(option.choices(), Arrays.asList(value(schema, "enum").split(", ")), schema);
    } else if (schema.contains("maximum")) {
      assertTrue(
          option.allowed().endsWith(value(schema, "minimum") + " to " + value(schema, "maximum")),
          schema);
    } else {
      assertTrue(option.choices().isEmpty() || schema.contains("type: boolean"), schema);
    }
  }

  @Test
  void openApiOfARerender() throws IOException {
    String schemas = Files.readString(API.resolve("openapi.yaml"));
    String rerender =
        line(schemas, "(?s)^ {4}Rerender:\\n.*?^ {6}properties:\\n(.*?)(?=^ {0,6}\\w)");
    List<String> properties =
        Pattern.compile("^ {8}(\\w+):", Pattern.MULTILINE)
            .matcher(rerender)
            .results()
            .map(found -> found.group(1))
            .sorted()
            .toList();
    List<String> options = JobOption.OF_A_RERENDER.stream().map(JobOption::label).toList();
    assertEquals(
        Stream.of(fieldsOfTheRouteItself(), options).flatMap(List::stream).sorted().toList(),
        properties);
  }

  /** What the reader of a rerender takes beside options, each by a constant that it is called. */
  private static List<String> fieldsOfTheRouteItself() throws IOException {
    Path reader = ROOT.resolve("api/src/main/java/dev/makevideo/api/job/RerenderOrder.java");
    List<String> fields =
        Pattern.compile("case ([A-Z_]+) ->")
            .matcher(Files.readString(reader))
            .results()
            .map(found -> found.group(1).toLowerCase(Locale.ROOT))
            .toList();
    assertTrue(fields.contains("replace_clips"), fields::toString);
    return fields;
  }

  @ParameterizedTest
  @EnumSource
  void page(JobOption option) throws IOException {
    String text = Files.readString(API.resolve("dev/makevideo/api/page/choices.js"));
    String usual = line(text, "(?s)const USUAL = \\{(.*?)\\};");
    assertEquals(
        option.otherwise(), line(usual, "^  " + option.label() + ": (.*),$").replace("'", ""));
    if (!option.choices().isEmpty()) {
      String offered = line(text, "^  " + option.label() + ": \\[(.*)],$").replace("'", "");
      assertEquals(option.choices(), Arrays.asList(offered.split(", ")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void commandLine(JobOption option) {
    String help = help();
    String own =
        line(help, "(?s)^ {6}(\\Q" + option.commandLine() + "\\E\\b.*?)(?=\\n {6}[-A]|\\n\\n)");
    if (option.onCommandLine().flag().isEmpty()) {
      for (String choice : option.choices()) {
        assertTrue(own.contains(choice), choice + " in: " + own);
      }
      assertTrue(own.contains(option.otherwise()), option.otherwise() + " in: " + own);
    }
  }

  private static String help() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      MakeVideo.run(
          new String[] {"create", "--help"},
          Map.of(),
          () -> {
            throw new AssertionError("help starts nothing");
          },
          settings -> {},
          new NoProcesses());
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static final class NoProcesses implements MakeVideo.Processes {
    @Override
    public int worker() {
      throw new AssertionError("help starts nothing");
    }

    @Override
    public int api() {
      throw new AssertionError("help starts nothing");
    }
  }

  private static String line(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    assertTrue(matcher.find(), pattern);
    return matcher.group(1);
  }

  private static String value(String schema, String name) {
    String found = line(schema, "\\b" + name + ": (\\[[^\\]]*\\]|'[^']*'|[^,}]*)");
    return found.replaceAll("^\\[|\\]$", "").replace("'", "").strip();
  }
}
