package dev.makevideo.standalone.cli;

import dev.makevideo.standalone.embedded.LocalService;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * While it is open, Ctrl-C and SIGTERM tell what becomes of the job or conversation, and stop in
 * order what this process started.
 */
final class Interruption implements AutoCloseable {
  private final Console console;
  private final ServiceAccess access;
  private final Supplier<String> fate;
  private final Thread hook = new Thread(this::interrupted, "interruption");

  Interruption(Console console, ServiceAccess access, String id) {
    this(console, access, () -> fate(id, access.started()));
  }

  /**
   * @param fate what becomes of what was begun
   */
  Interruption(Console console, ServiceAccess access, Supplier<String> fate) {
    this.console = console;
    this.access = access;
    this.fate = fate;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupted() {
    console.release();
    console.problem("");
    console.problem(fate.get());
    access.close();
  }

  /** What becomes of a job whose client ends now. */
  static String fate(String id, Optional<LocalService> own) {
    if (own.isEmpty()) {
      return "job "
          + id
          + " goes on; follow it with './make-video watch "
          + id
          + "', stop it with './make-video cancel "
          + id
          + "'";
    }
    return own.get().temporal().durable()
        ? "stopping; job " + id + " is kept and goes on with the next './make-video up' or 'create'"
        : "stopping; job "
            + id
            + " is lost, because its server keeps nothing on disk (what was"
            + " downloaded and encoded is kept)";
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // shutting down already: the hook runs
    }
  }
}
