package dev.makevideo.standalone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code worker} and {@code api}: one part of the service as a process of its own. */
abstract class ProcessCommand implements Callable<Integer> {
  final Context context;

  ProcessCommand(Context context) {
    this.context = context;
  }

  /** {@code worker}. */
  @Command(
      name = "worker",
      description = "Runs a worker against TEMPORAL_ADDRESS; logs JSON to standard output.",
      footerHeading = "%nExample:%n",
      footer = "  TEMPORAL_ADDRESS=127.0.0.1:7233 make-video worker")
  static final class Worker extends ProcessCommand {
    Worker(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.processes().worker();
    }
  }

  /** {@code api}. */
  @Command(
      name = "api",
      description = "Runs the API against TEMPORAL_ADDRESS; logs JSON to standard output.",
      footerHeading = "%nExample:%n",
      footer = "  TEMPORAL_ADDRESS=127.0.0.1:7233 MAKE_VIDEO_PORT=8004 make-video api")
  static final class Api extends ProcessCommand {
    Api(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.processes().api();
    }
  }
}
