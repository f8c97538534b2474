package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.checks.monitoring.Alert;
import dev.makevideo.checks.monitoring.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Whoever is woken finds what it means and what to do; no document tells of alerts that are not.
 */
class AlertRunbookTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Set<String> SEVERITIES = Set.of("page", "ticket");

  private static List<Alert> alerts() throws IOException {
    return RuleFiles.read(ROOT).alerts();
  }

  private static SortedSet<String> names() throws IOException {
    return alerts().stream().map(Alert::name).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyAlertHasItsSectionAndNoneIsLeftOver() throws IOException {
    assertTrue(names().size() > 20, names().toString());
    String runbook = Files.readString(ROOT.resolve("docs/runbook.md"));
    String alerts = runbook.substring(runbook.indexOf("\n# Alerts\n"));
    assertEquals(names(), found(alerts, "(?m)^## (\\S+)$"));
  }

  @Test
  void everyAlertSaysWhatHappenedWhatToDoAndHowUrgentItIs() throws IOException {
    for (Alert alert : alerts()) {
      assertTrue(SEVERITIES.contains(alert.labels().get("severity")), alert.toString());
      assertEquals(
          Set.of("summary", "description", "runbook_url"),
          alert.annotations().keySet(),
          alert.name());
      assertEquals(
          "docs/runbook.md#" + alert.name().toLowerCase(Locale.ROOT),
          alert.annotations().get("runbook_url"));
    }
  }

  @Test
  void theTableOfAlertsHasThemAllAsUrgentAsTheyAre() throws IOException {
    String table = Files.readString(ROOT.resolve("docs/monitoring.md"));
    assertEquals(names(), found(table, "(?m)^\\| \\[(\\w+)\\]\\(runbook\\.md#\\w+\\) \\|"));
    for (Alert alert : alerts()) {
      String row =
          "| [%s](runbook.md#%s) | %s |"
              .formatted(
                  alert.name(),
                  alert.name().toLowerCase(Locale.ROOT),
                  alert.labels().get("severity"));
      assertTrue(table.contains(row), row);
    }
  }

  /** One that nobody made fire may never fire; one that is never quiet is not looked at. */
  @Test
  void everyAlertIsTestedToFireAndToBeQuiet() throws IOException {
    StringBuilder tests = new StringBuilder();
    try (var files = Files.list(ROOT.resolve("ops/prometheus/tests"))) {
      for (Path file : files.toList()) {
        tests.append(Files.readString(file));
      }
    }
    assertEquals(names(), found(tests.toString(), "alertname: (\\w+)\\s+exp_alerts:"));
    assertEquals(names(), found(tests.toString(), "- \\{eval_time: \\w+, alertname: (\\w+)\\}"));
  }

  private static SortedSet<String> found(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
