package dev.makevideo.standalone.cli;

import dev.makevideo.platform.process.DetachedProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Shows a file with the program that the desktop has for it, which stays when the command ends. */
final class FileViewer {
  /**
   * By then an opener has ended or said by its exit code that it cannot; one that still runs is the
   * player itself, and is left to itself.
   */
  private static final Duration SAYS_WITHIN = Duration.ofSeconds(3);

  private static final List<String> DISPLAY =
      List.of(
          "DISPLAY",
          "WAYLAND_DISPLAY",
          "XAUTHORITY",
          "XDG_RUNTIME_DIR",
          "XDG_CURRENT_DESKTOP",
          "XDG_DATA_DIRS",
          "DBUS_SESSION_BUS_ADDRESS");

  private final Map<String, String> environment;
  private final String system;

  /**
   * Whether a file was shown.
   *
   * @param opened whether there was a display, and a program that took the file
   * @param trouble what the program ended with, if it did not take it
   */
  record Shown(boolean opened, Optional<String> trouble) {
    static final Shown NOT = new Shown(false, Optional.empty());
  }

  /**
   * @param system as Java names it
   */
  FileViewer(Map<String, String> environment, String system) {
    this.environment = environment;
    this.system = system.toLowerCase(Locale.ROOT);
  }

  /** Starts the desktop's program for the file, and waits at most three seconds for its word. */
  Shown show(Path file) throws InterruptedException {
    Optional<List<String>> opener = opener(file);
    if (opener.isEmpty()) {
      return Shown.NOT;
    }
    Map<String, String> display = new HashMap<>();
    for (String name : DISPLAY) {
      Optional.ofNullable(environment.get(name)).ifPresent(value -> display.put(name, value));
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    OptionalInt exitCode;
    try {
      exitCode = DetachedProgram.start(opener.get(), folder, environment, display, SAYS_WITHIN);
    } catch (IOException e) {
      return Shown.NOT; // there is no such program, and the file's name was told
    }
    return exitCode.orElse(0) == 0
        ? new Shown(true, Optional.empty())
        : new Shown(
            false,
            Optional.of(
                opener.get().get(0)
                    + " did not show "
                    + file
                    + ": it ended with exit code "
                    + exitCode.getAsInt()
                    + "; open the file with a program of your choice"));
  }

  private Optional<List<String>> opener(Path file) {
    String path = file.toAbsolutePath().toString();
    if (system.startsWith("mac")) {
      return Optional.of(List.of("open", path));
    }
    if (system.startsWith("windows")) {
      return Optional.of(List.of("cmd", "/c", "start", "", path));
    }
    boolean display =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return display ? Optional.of(List.of("xdg-open", path)) : Optional.empty();
  }
}
