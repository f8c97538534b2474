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

/** The runbook's first part has what the diagnosis points to; its alerts have a test in checks. */
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

  /** Up to the alerts, which are the second part. */
  private static Map<String, String> causes() throws IOException {
    String alerts = "\n# Alerts\n";
    Map<String, String> causes = new LinkedHashMap<>();
    for (Map.Entry<String, String> section : sections().entrySet()) {
      causes.put(section.getKey(), section.getValue());
      if (section.getValue().contains(alerts)) {
        return causes;
      }
    }
    throw new AssertionError("the runbook has no part for alerts");
  }

  @Test
  void everyCauseHasItsSectionAndNoneIsLeftOver() throws IOException {
    TreeSet<String> causes = new TreeSet<>();
    Arrays.stream(Cause.values()).forEach(cause -> causes.add(cause.label()));
    assertEquals(causes, new TreeSet<>(causes().keySet()));
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
