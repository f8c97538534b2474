package dev.makevideo.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The README's commands for Temporal's tools, as they stand there: by task (the words of the
 * comment up to the colon) and tool.
 */
final class CheatSheet {
  static final List<String> TOOLS = List.of("temporal", "tctl");

  private static final Pattern BLOCK =
      Pattern.compile("^## Temporal$.*?^```sh$(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String JOB = "mv-…";
  private static final String CORRELATION = "my-id";

  private final Map<String, Map<String, String>> commands = new LinkedHashMap<>();

  private CheatSheet() {}

  static CheatSheet read(Path readme) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(readme));
    if (!block.find()) {
      throw new AssertionError(readme + " has no sh block below ## Temporal");
    }
    CheatSheet sheet = new CheatSheet();
    String task = "";
    for (String line : block.group(1).strip().split("\n")) {
      if (line.startsWith("#")) {
        task = line.substring(1).replaceFirst(":.*", "").strip();
      } else if (!line.isBlank()) {
        sheet.add(task, line);
      }
    }
    return sheet;
  }

  private void add(String task, String command) {
    String tool = command.substring(0, Math.max(0, command.indexOf(' ')));
    if (!TOOLS.contains(tool)) {
      throw new AssertionError("neither of " + TOOLS + ": " + command);
    }
    if (commands.computeIfAbsent(task, t -> new LinkedHashMap<>()).put(tool, command) != null) {
      throw new AssertionError("two commands of " + tool + " to " + task);
    }
  }

  /** The tools of each task. */
  Map<String, List<String>> tools() {
    Map<String, List<String>> tools = new LinkedHashMap<>();
    commands.forEach((task, byTool) -> tools.put(task, List.copyOf(byTool.keySet())));
    return tools;
  }

  /** The command with a job's ids in the places of the README's. */
  String command(String task, String tool, String job, String correlation) {
    String command = Objects.requireNonNull(commands.getOrDefault(task, Map.of()).get(tool), task);
    return command.replace(JOB, job).replace(CORRELATION, correlation);
  }
}
