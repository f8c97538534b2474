package dev.makevideo.platform.process;

import dev.makevideo.platform.process.ProcessRunner.Finished;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What programs said, in the log of the job that they ran for. */
final class ProgramLog {
  private static final Logger log = LoggerFactory.getLogger("dev.makevideo.program");

  /** In characters; the end says why. */
  private static final int WORDS = 2_000;

  private ProgramLog() {}

  /** One that ended by itself; what that means is for its caller to say. */
  static void ended(Command command, Finished finished) {
    String words = finished.errorTail().strip();
    boolean well = finished.exitCode() == 0;
    (well ? log.atDebug() : log.atInfo())
        .addKeyValue("program", command.label())
        .addKeyValue("exit_code", finished.exitCode())
        .addKeyValue("detail", words.substring(Math.max(0, words.length() - WORDS)))
        .log("program ended");
  }
}
