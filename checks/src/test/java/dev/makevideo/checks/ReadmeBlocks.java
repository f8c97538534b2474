package dev.makevideo.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README's fenced blocks for shells, as they stand there. */
final class ReadmeBlocks {
  private static final Pattern BLOCK =
      Pattern.compile("^```(sh|bash)$(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /**
   * One of them.
   *
   * @param shell sh or bash
   * @param lines without comment lines and empty ones; a line that goes on after a backslash is one
   */
  record Block(String shell, List<String> lines) {
    String first() {
      return lines.get(0);
    }

    /** Whether its lines only mean something together. */
    boolean isScript() {
      return lines.stream().anyMatch(line -> line.contains("() {") || line.startsWith("export "));
    }
  }

  private ReadmeBlocks() {}

  static List<Block> read(Path readme) throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(Files.readString(readme));
    while (found.find()) {
      List<String> lines = new ArrayList<>();
      for (String line : found.group(2).replace("\\\n", " ").split("\n")) {
        if (!line.isBlank() && !line.startsWith("#")) {
          lines.add(line);
        }
      }
      blocks.add(new Block(found.group(1), List.copyOf(lines)));
    }
    return blocks;
  }
}
