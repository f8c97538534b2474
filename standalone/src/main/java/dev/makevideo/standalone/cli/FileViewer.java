package dev.makevideo.standalone.cli;

import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Shows a file with the program that the desktop has for it. */
final class FileViewer {
  /** Some desktops' openers last as long as the program that they start. */
  private static final Duration LIMIT = Duration.ofHours(12);

  private static final int OUTPUT = 1 << 20;
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
   * @param system as Java names it
   */
  FileViewer(Map<String, String> environment, String system) {
    this.environment = environment;
    this.system = system.toLowerCase(Locale.ROOT);
  }

  /** Whether there was a display, and a program that took the file. */
  boolean show(Path file) throws IOException, InterruptedException {
    Optional<List<String>> opener = opener(file);
    if (opener.isEmpty()) {
      return false;
    }
    Map<String, String> display = new HashMap<>();
    for (String name : DISPLAY) {
      Optional.ofNullable(environment.get(name)).ifPresent(value -> display.put(name, value));
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    try (SupervisedProcesses processes = new SupervisedProcesses(environment)) {
      Command command =
          new Command("open", opener.get(), folder, display, LIMIT, Optional.empty(), OUTPUT);
      return processes.run(command, new StopSignal()).exitCode() == 0;
    } catch (InterruptedException e) {
      throw e;
    } catch (IOException e) {
      return false; // there is no such program, and the file's name was told
    }
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
