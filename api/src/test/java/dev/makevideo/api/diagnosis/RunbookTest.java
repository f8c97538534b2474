package dev.makevideo.api.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The runbook has what the diagnosis points to, and nothing else. */
class RunbookTest {
  private static Map<String, String> sections() throws IOException {
    Map<String, String> sections = new LinkedHashMap<>();
    for (String section :
        Files.readString(Path.of("..", "docs", "runbook.md")).split("\n## ", -1)) {
      int end = section.indexOf('\n');
      if (!section.startsWith("# ")) {
        sections.put(section.substring(0, end).strip(), section.substring(end));
      }
    }
    return sections;
  }

  @Test
  void everyCauseHasItsSectionAndNoneIsLeftOver() throws IOException {
    TreeSet<String> causes = new TreeSet<>();
    Arrays.stream(Cause.values()).forEach(cause -> causes.add(cause.label()));
    assertEquals(causes, new TreeSet<>(sections().keySet()));
  }

  @Test
  void everySectionSaysWhatItMeansWhatToLookAtAndWhatToDo() throws IOException {
    sections()
        .forEach(
            (label, text) -> {
              for (String part : List.of("**Means**: ", "**Look**: ", "**Do**: ")) {
                assertTrue(text.contains(part), label + " has no " + part);
              }
            });
  }
}
