package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules over the source tree that bytecode does not show. */
class TreeTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern HAS_TEST =
      Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|TestFactory|ArchTest)\\b");
  private static final Pattern CONTRACT = Pattern.compile("(?m)^(public )?abstract class");

  private static final long LARGEST_SOURCE = 1 << 20;

  /**
   * Surefire passes over a class with another name without a word; a contract is not one to run.
   */
  @Test
  void classesWithTestsEndInTestItOrE2e() {
    List<Path> odd =
        sources("src/test/java")
            .filter(file -> HAS_TEST.matcher(text(file)).find())
            .filter(file -> !CONTRACT.matcher(text(file)).find())
            .filter(file -> !file.toString().matches(".*(Test|IT|E2E)\\.java"))
            .toList();
    assertEquals(List.of(), odd);
  }

  @Test
  void everyPackageIsNullMarkedAndSaysWhatItIsFor() {
    List<Path> bare =
        sources("src/main/java")
            .map(Path::getParent)
            .distinct()
            .filter(
                folder -> {
                  Path info = folder.resolve("package-info.java");
                  return !Files.exists(info)
                      || !text(info).contains("NullMarked")
                      || !text(info).startsWith("/**");
                })
            .toList();
    assertEquals(List.of(), bare);
  }

  @Test
  void nothingIsCalledUtilHelperOrManager() {
    Pattern vague = Pattern.compile("(?i).*(util|helper|manager|misc)s?(\\.java|/.*)");
    List<Path> odd =
        sources("src").filter(file -> vague.matcher(relative(file)).matches()).toList();
    assertEquals(List.of(), odd);
  }

  /** Await is the one place that looks again after a while, with a bound. */
  @Test
  void testsDoNotSleep() {
    List<Path> sleeping =
        sources("src/test/java")
            .filter(file -> !file.endsWith("TreeTest.java") && !file.endsWith("Await.java"))
            .filter(file -> text(file).contains("Thread.sleep("))
            .toList();
    assertEquals(List.of(), sleeping);
  }

  /** Each thing that can be run below {@code checks}, and what is not executable and should be. */
  private static List<Path> checks() {
    List<Path> checks = new ArrayList<>();
    for (Path file : checkFiles()) {
      if (Files.isExecutable(file) || text(file).startsWith("#!")) {
        checks.add(file);
      }
    }
    assertTrue(checks.size() > 15, checks.toString());
    return checks;
  }

  /** Beside their programs in Java, and one folder down. */
  private static List<Path> checkFiles() {
    Set<String> others = Set.of("src", "target", "node_modules", "pom.xml", "__pycache__");
    try (Stream<Path> files = Files.walk(ROOT.resolve("checks"), 2)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !others.contains(ROOT.resolve("checks").relativize(file).getName(0) + ""))
          .filter(file -> file.toString().matches(".*(/[^./]+|\\.(py|mjs|sh))"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyCheckIsNamedToWhoContributes() {
    String words = text(ROOT.resolve("CONTRIBUTING.md"));
    assertEquals(
        List.of(),
        checks().stream()
            .map(check -> ROOT.relativize(check).toString())
            .filter(check -> !words.contains("`" + check))
            .toList());
  }

  @Test
  void everyCheckCanBeRunAndSaysWhatItIsFor() {
    Pattern head = Pattern.compile("#!\\S+( \\w+)?\n(# |\"\"\")[A-Z](?s:.*)");
    assertEquals(
        List.of(),
        checks().stream()
            .filter(check -> !Files.isExecutable(check) || !head.matcher(text(check)).matches())
            .toList());
  }

  /** What hangs in a check would hang who runs it. */
  @Test
  void programsThatAChecksPythonRunsHaveALimit() {
    String run = "\\bsubprocess\\.(run|call|check_\\w+)\\((?<rest>(?s:.*?))\\)\n";
    assertEquals(List.of(), without("timeout=", run, 8));
    // A wait for what was started: within so many seconds, or a look that does not wait.
    assertEquals(List.of(), without("timeout=", "\\.(wait|communicate)\\((?<rest>)\\)", 0));
    assertEquals(List.of(), without("WNOHANG", "\\bos\\.wait(pid|id|[34])?\\((?<rest>.*)", 1));
  }

  @Test
  void programsThatAChecksScriptRunsHaveALimit() {
    String run = "\\b(spawn|exec|execFile)Sync\\((?<rest>(?s:.*?))\\);\n";
    assertEquals(List.of(), without("timeout:", run, 1));
  }

  /** The calls in checks whose arguments lack a word; there are so many at the least. */
  private static List<String> without(String word, String call, int least) {
    List<String> bare = new ArrayList<>();
    int calls = 0;
    for (Path file : checkFiles()) {
      Matcher found = Pattern.compile(call).matcher(text(file));
      while (found.find()) {
        calls++;
        if (!found.group("rest").contains(word)) {
          bare.add(ROOT.relativize(file) + ": " + found.group());
        }
      }
    }
    assertTrue(calls >= least, calls + " calls of " + call);
    return bare;
  }

  /** A merge that was left half done: a properties file takes the marks for keys. */
  @Test
  void noMarksOfAMergeAreLeft() throws IOException {
    Pattern marks = Pattern.compile("(?m)^(<{7}|>{7}|\\|{7}) ");
    Set<String> others = Set.of(".git", "target", "node_modules");
    List<String> left = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes seen) {
            return others.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
            if (seen.isRegularFile()
                && seen.size() < LARGEST_SOURCE
                && marks.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find()) {
              left.add(ROOT.relativize(file).toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertEquals(List.of(), left);
  }

  @Test
  void noTestIsSwitchedOff() {
    Pattern off = Pattern.compile("@(Disabled|Enabled)\\w*|\\bassume(True|False|That)\\(");
    List<Path> skipped =
        sources("src/test/java")
            .filter(file -> !file.endsWith("TreeTest.java"))
            .filter(file -> off.matcher(text(file)).find())
            .toList();
    assertEquals(List.of(), skipped);
  }

  /** {@code worker/…/housekeeping} is a package of the module, {@code …/job/JobList} a class. */
  @Test
  void whatArchitectureAndCommonChangesNameIsThere() {
    String text =
        text(ROOT.resolve("docs/ARCHITECTURE.md")) + text(ROOT.resolve("docs/changes.md"));
    List<String> named =
        Pattern.compile("`(\\w+)/…/([\\w/]+)`")
            .matcher(text)
            .results()
            .map(
                found ->
                    found.group(1)
                        + "/src/main/java/dev/makevideo/"
                        + found.group(1)
                        + "/"
                        + found.group(2))
            .toList();
    assertTrue(named.size() > 25, named.toString());
    assertEquals(
        List.of(),
        named.stream()
            .filter(path -> !Files.isDirectory(ROOT.resolve(path)))
            .filter(path -> !Files.exists(ROOT.resolve(path + ".java")))
            .filter(path -> !Files.exists(ROOT.resolve(path.replace("/main/", "/test/") + ".java")))
            .toList());
  }

  /** A longer one says why before its first line of code. */
  @Test
  void noFileIsOver300LinesWithoutItsReason() {
    List<Path> long300 =
        sources("src")
            .filter(file -> text(file).lines().count() > 300)
            .filter(file -> !text(file).contains("longer than other files"))
            .toList();
    assertEquals(List.of(), long300);
  }

  @Test
  void thisTestSeesTheTree() {
    assertTrue(sources("src/main/java").count() > 100, "sources are found under " + ROOT);
  }

  private static Stream<Path> sources(String part) {
    return walk(ROOT)
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> relative(file).contains("/" + part + "/"));
  }

  private static Stream<Path> walk(Path root) {
    Predicate<Path> ours = file -> !relative(file).contains("/target/");
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).filter(ours).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String relative(Path file) {
    return "/" + ROOT.relativize(file);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
