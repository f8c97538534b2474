package dev.makevideo.standalone;

import dev.makevideo.api.ApiMain;
import dev.makevideo.platform.telemetry.Logging;
import dev.makevideo.platform.telemetry.Secrets;
import dev.makevideo.standalone.cli.MakeVideo;
import dev.makevideo.worker.WorkerMain;

/** The program in the jar. */
public final class Main {
  /** It has ended in order, or ends by itself: its exit must not be called here. */
  private static final int RUNS_ON = -1;

  private Main() {}

  public static void main(String[] arguments) {
    int exitCode =
        MakeVideo.run(
            arguments,
            System.getenv(),
            LocalStack::new,
            settings ->
                Logging.toFile(
                    settings.log(),
                    Secrets.of(System.getenv()),
                    "make-video",
                    settings.storage().home().resolve("logs/make-video.log")),
            new MakeVideo.Processes() {
              @Override
              public int worker() {
                WorkerMain.main(new String[0]);
                return RUNS_ON;
              }

              @Override
              public int api() {
                ApiMain.main(new String[0]);
                return RUNS_ON;
              }
            });
    if (exitCode >= 0) {
      System.exit(exitCode);
    }
  }
}
