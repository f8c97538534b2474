package dev.makevideo.standalone.cli;

import dev.makevideo.platform.settings.Settings;
import dev.makevideo.standalone.embedded.ServiceStack;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What commands use of the world.
 *
 * @param environment the process's variables
 * @param in what is typed, or comes through a pipe
 * @param workingFolder relative paths start there
 * @param stack makes a worker and an API for this process
 * @param logs sends what is logged where it does not disturb; called before a command works
 * @param processes the programs that run as one part of the service
 */
record Context(
    Map<String, String> environment,
    Console console,
    InputStream in,
    Path workingFolder,
    Supplier<ServiceStack> stack,
    Consumer<Settings> logs,
    MakeVideo.Processes processes) {
  /**
   * @throws dev.makevideo.platform.settings.InvalidSettingException naming the variable
   */
  Settings settings() {
    return Settings.from(environment);
  }

  /** The same with other variables. */
  Context with(Map<String, String> variables) {
    return new Context(Map.copyOf(variables), console, in, workingFolder, stack, logs, processes);
  }

  Path home() {
    return settings().storage().home();
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }
}
