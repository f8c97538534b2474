package dev.makevideo.standalone.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Chooses and starts a Temporal server: the one that {@code TEMPORAL_ADDRESS} names; a dev server
 * from PATH or the tools folder; one that is built or downloaded now; the one inside this JVM.
 */
public final class TemporalChoice {
  /** What a command wants. */
  public enum Wish {
    /** A server that keeps jobs; one is made if need be, which takes minutes. */
    DURABLE,
    /** A server that keeps jobs if one is there already, else one in memory at once. */
    QUICK,
    /** One in memory, whatever is there. */
    IN_MEMORY
  }

  private final Map<String, String> environment;
  private final Path tools;
  private final Path dataFolder;
  private final Path log;
  private final Consumer<String> tell;

  /**
   * @param home make-video's data folder
   * @param tell notices for people
   */
  public TemporalChoice(Map<String, String> environment, Path home, Consumer<String> tell) {
    this.environment = Map.copyOf(environment);
    this.log = home.resolve("logs/temporal.log");
    this.tools = home.resolve("tools");
    this.dataFolder = home.resolve("temporal");
    this.tell = tell;
  }

  /**
   * Starts it, ready for jobs.
   *
   * @throws DataInUseException if another process runs the durable server of this data folder
   * @throws IOException if none can be had; the message says what to do
   */
  public RunningTemporal start(Wish wish) throws IOException, InterruptedException {
    if (wish != Wish.IN_MEMORY) {
      String address = environment.getOrDefault("TEMPORAL_ADDRESS", "").strip();
      if (!address.isEmpty()) {
        return external(address);
      }
      if (wish == Wish.DURABLE || TemporalBinary.find(tools, environment).isPresent()) {
        Path program = TemporalBinary.locate(tools, environment, tell);
        return TemporalDevServer.start(new TemporalDevServer.Place(program, dataFolder, log));
      }
    }
    return inMemory();
  }

  private RunningTemporal external(String address) throws IOException {
    TemporalReadiness.retention(environment);
    return new ExternalTemporal(address);
  }

  private RunningTemporal inMemory() throws IOException {
    InMemoryTemporal server = InMemoryTemporal.start();
    tell.accept(
        "notice: Temporal runs in this process, in memory only: jobs are lost when it ends, and they"
            + " cannot be listed. A durable server: ./make-video up");
    return server;
  }
}
