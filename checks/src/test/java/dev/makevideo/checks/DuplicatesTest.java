package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.sourceforge.pmd.cpd.CPDConfiguration;
import net.sourceforge.pmd.cpd.CpdAnalysis;
import net.sourceforge.pmd.cpd.Match;
import net.sourceforge.pmd.lang.java.JavaLanguageModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No logic stands in two places. The copies are found by PMD's CPD, by tokens, without imports. */
class DuplicatesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final int LINES = 10;

  /** Ten lines of this house have about seventy tokens; short ones have less logic than form. */
  private static final int TOKENS = 70;

  @TempDir Path folder;

  @Test
  void noTwoPlacesShareTenLines() throws IOException {
    List<Path> sources;
    try (Stream<Path> modules = Files.list(ROOT)) {
      sources = modules.map(module -> module.resolve("src")).filter(Files::isDirectory).toList();
    }
    assertTrue(sources.size() >= 9, "modules are found under " + ROOT);
    assertEquals(List.of(), copies(sources, false));
  }

  /** In what is shipped other names do not make it other logic; in tests, rows look alike. */
  @Test
  void noTwoPlacesOfTheProgramShareTenLinesButForNames() throws IOException {
    List<Path> sources;
    try (Stream<Path> modules = Files.list(ROOT)) {
      sources =
          modules
              .map(module -> module.resolve("src/main/java"))
              .filter(Files::isDirectory)
              .toList();
    }
    assertEquals(List.of(), copies(sources, true));
  }

  @Test
  void aCopyIsFound() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      body.append("    int a%d = call(%d, \"x\" + b, c.d());\n".formatted(i, i));
    }
    for (String name : List.of("One", "Two")) {
      Files.writeString(
          folder.resolve(name + ".java"),
          "class " + name + " {\n  void f() {\n" + body + "  }\n}\n");
    }
    assertEquals(1, copies(List.of(folder), false).size());
  }

  private static List<String> copies(List<Path> sources, boolean anyNames) throws IOException {
    CPDConfiguration configuration = new CPDConfiguration();
    configuration.setOnlyRecognizeLanguage(JavaLanguageModule.getInstance());
    configuration.setMinimumTileSize(anyNames ? TOKENS + 20 : TOKENS);
    configuration.setIgnoreIdentifiers(anyNames);
    List<String> found = new ArrayList<>();
    try (CpdAnalysis analysis = CpdAnalysis.create(configuration)) {
      for (Path source : sources) {
        analysis.files().addFileOrDirectory(source);
      }
      analysis.performAnalysis(
          report -> {
            assertEquals(List.of(), report.getProcessingErrors());
            report.getMatches().stream()
                .filter(match -> match.getLineCount() >= LINES)
                .forEach(match -> found.add(show(match)));
          });
    }
    return found;
  }

  private static String show(Match match) {
    return match.getMarkSet().stream()
        .map(mark -> mark.getLocation().startPosToStringWithFile())
        .collect(Collectors.joining(" = ", match.getLineCount() + " lines: ", ""));
  }
}
