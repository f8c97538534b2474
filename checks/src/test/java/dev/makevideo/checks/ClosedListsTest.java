package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each closed list lives in one file: no other names an entry, and what must repeat them, such as a
 * document, agrees.
 */
class ClosedListsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** Words of the house that begin as search attributes do. */
  private static final Set<String> OTHER_NAMES =
      Set.of("MakeVideoWorkflow", "MakeVideoWorkflowImpl", "MakeVideoClip");

  @Test
  void searchAttributes() {
    Set<String> names =
        JobAttributes.ALL.stream().map(SearchAttributeKey::getName).collect(Collectors.toSet());
    assertEquals(List.of(), literals("JobAttributes.java", names, "src"));
    Pattern word = Pattern.compile("\\bMakeVideo[A-Z]\\w+");
    for (Path file : documents()) {
      Matcher matcher = word.matcher(text(file));
      while (matcher.find()) {
        String name = matcher.group();
        assertTrue(
            names.contains(name) || OTHER_NAMES.contains(name),
            ROOT.relativize(file) + " names " + name + ", which is no search attribute");
      }
    }
  }

  @Test
  void stages() {
    List<String> labels = Stream.of(Stage.values()).map(Stage::label).toList();
    assertEquals(List.of(), literals("Stage.java", Set.copyOf(labels), "src/main"));
    String api = text(ROOT.resolve("api/src/main/resources/openapi.yaml"));
    assertTrue(
        api.contains("stage: {type: string, enum: [" + String.join(", ", labels) + "]}"),
        "openapi.yaml names the stages in their order");
    String number = "minItems: %1$d\n          maxItems: %1$d".formatted(labels.size());
    assertTrue(api.contains(number), "openapi.yaml says how many stages there are");
  }

  /** A failure that something else builds has a type that nobody looks for. */
  @Test
  void failures() {
    Set<String> labels =
        Stream.of(FailureType.values())
            .map(FailureType::label)
            .filter(label -> label.contains("-")) // others are plain words
            .collect(Collectors.toSet());
    List<String> elsewhere = literals("FailureType.java", labels, "src/main");
    assertEquals(List.of(), elsewhere.stream().filter(f -> !f.startsWith("api/")).toList());
    assertEquals(
        List.of(),
        sources("src/main")
            .filter(file -> !file.endsWith("Failures.java"))
            .filter(file -> text(file).matches("(?s).*ApplicationFailure\\s*\\.new.*"))
            .map(ROOT::relativize)
            .toList());
  }

  @Test
  void metrics() {
    Pattern made =
        Pattern.compile(
            "micrometer\\.core\\.instrument\\.(?!MeterRegistry|binder|simple)"
                + "|prometheus\\.metrics\\.core");
    assertEquals(
        List.of(),
        sources("src/main")
            .filter(file -> !file.endsWith("Metrics.java"))
            .filter(file -> !file.endsWith("Descriptions.java"))
            .filter(file -> !file.endsWith("Meters.java")) // names none, is seen by Metrics only
            .filter(file -> !file.endsWith("TemporalBuckets.java")) // names none
            .filter(file -> made.matcher(text(file)).find())
            .map(ROOT::relativize)
            .toList());
  }

  @Test
  void logKeysThatLinkLines() {
    Pattern key =
        Pattern.compile(
            "(addKeyValue|MDC\\.put|putCloseable)\\(\\s*\"(%s)\""
                .formatted(String.join("|", CorrelationKeys.ALL)));
    assertEquals(
        List.of(),
        sources("src/main")
            .filter(file -> key.matcher(text(file)).find())
            .map(ROOT::relativize)
            .toList());
  }

  /** The lists of events and of fields are those of docs/logs.md. */
  @Test
  void logEventsAndTheirFields() {
    String page = text(ROOT.resolve("docs/logs.md"));
    String fields = page.substring(page.indexOf("## Fields"), page.indexOf("## Events"));
    String events = page.substring(page.indexOf("## Events"));
    Set<String> used = new TreeSet<>();
    Set<String> told = new TreeSet<>();
    Pattern statement =
        Pattern.compile(
            "\\.at(Trace|Debug|Info|Warn|Error)\\(\\)(.*?)\\.log\\(\\s*(\"[^\"]*\"|[^)]*)",
            Pattern.DOTALL);
    Pattern field = Pattern.compile("addKeyValue\\(\\s*\"(\\w+)\"");
    for (Path file : shipped()) {
      String source = text(file);
      assertFalse(
          Pattern.compile("\\b(log|LOG)\\.(trace|debug|info|warn|error)\\(").matcher(source).find(),
          () -> ROOT.relativize(file) + " logs a sentence, and no event");
      Matcher found = statement.matcher(source);
      while (found.find()) {
        String words = found.group(3);
        assertTrue(
            words.startsWith("\""),
            () -> ROOT.relativize(file) + " logs " + words + ", which is no constant");
        told.add(words.replace("\"", ""));
      }
      field.matcher(source).results().forEach(key -> used.add(key.group(1)));
    }
    assertTrue(told.contains("activity started"), "the scan finds events: " + told);
    assertEquals(quoted(events), told);
    used.addAll(CorrelationKeys.ALL);
    Set<String> known = quoted(fields);
    known.removeAll(
        Set.of(
            "timestamp",
            "level",
            "logger",
            "thread",
            "message",
            "service",
            "exception",
            "api",
            "worker",
            "make-video"));
    assertEquals(known, used);
  }

  private static Set<String> quoted(String markdown) {
    Set<String> words = new TreeSet<>();
    Pattern.compile("`([^`]+)`").matcher(markdown).results().forEach(w -> words.add(w.group(1)));
    return words;
  }

  private static List<Path> shipped() {
    return sources("src/main")
        .filter(file -> !ROOT.relativize(file).toString().matches("(checks|testkit)/.*"))
        .toList();
  }

  @Test
  void redisKeys() {
    Pattern key = Pattern.compile("\"(cb|slots|cache|health|lock|limit|session):");
    assertEquals(
        List.of(),
        sources("src/main")
            .filter(file -> !file.endsWith("RedisKeys.java"))
            .filter(file -> key.matcher(text(file)).find())
            .map(ROOT::relativize)
            .toList());
  }

  /** Files but one of the tree with a string literal that is one of the words. */
  private static List<String> literals(String home, Set<String> words, String part) {
    Pattern literal =
        Pattern.compile(
            words.stream().map(Pattern::quote).collect(Collectors.joining("|", "\"(", ")\"")));
    return sources(part)
        .filter(file -> !file.endsWith(home) && !file.endsWith("ClosedListsTest.java"))
        .filter(file -> literal.matcher(text(file)).find())
        .map(file -> ROOT.relativize(file).toString())
        .toList();
  }

  private static Stream<Path> sources(String part) {
    return walk(ROOT)
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> ("/" + ROOT.relativize(file)).contains("/" + part + "/"));
  }

  private static List<Path> documents() {
    return walk(ROOT)
        .filter(file -> file.toString().matches(".*\\.(md|ya?ml|js|html|sh)"))
        .filter(file -> !file.toString().contains("/node_modules/"))
        .toList();
  }

  private static Stream<Path> walk(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !("/" + ROOT.relativize(file)).matches(".*/(target|\\.git)/.*"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
