package dev.makevideo.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands in a document's {@code sh} blocks, as they stand there, by task: the words of the
 * comment above them, up to the colon.
 */
final class DocumentedCommands {
  private static final Pattern BLOCK =
      Pattern.compile("^```sh$(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private final Map<String, List<String>> commands = new LinkedHashMap<>();

  private DocumentedCommands() {}

  static DocumentedCommands read(Path document) throws IOException {
    DocumentedCommands read = new DocumentedCommands();
    Matcher block = BLOCK.matcher(Files.readString(document));
    while (block.find()) {
      read.addBlock(block.group(1));
    }
    if (read.commands.isEmpty()) {
      throw new AssertionError(document + " has no sh block");
    }
    return read;
  }

  private void addBlock(String block) {
    String task = "";
    for (String line : block.strip().split("\n")) {
      if (line.startsWith("#")) {
        task = line.substring(1).replaceFirst(":.*", "").strip();
        if (commands.put(task, new ArrayList<>()) != null) {
          throw new AssertionError("two tasks are called " + task);
        }
      } else if (!line.isBlank()) {
        List<String> some = commands.get(task);
        if (some == null) {
          throw new AssertionError("no comment says what it is for: " + line);
        }
        some.add(line);
      }
    }
  }

  Set<String> tasks() {
    return commands.keySet();
  }

  /** The commands of a task. */
  List<String> of(String task) {
    return List.copyOf(Objects.requireNonNull(commands.get(task), task));
  }

  /** The one command of a task that begins with a tool's name. */
  String of(String task, String tool) {
    List<String> some = of(task).stream().filter(line -> line.startsWith(tool + " ")).toList();
    if (some.size() != 1) {
      throw new AssertionError(task + " has " + some.size() + " commands of " + tool);
    }
    return some.get(0);
  }
}
