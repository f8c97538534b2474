package dev.makevideo.standalone.cli;

import java.io.IOException;
import picocli.CommandLine.Mixin;

/** A command that talks to a service, here or elsewhere. */
abstract class ServiceCommand extends ConsoleCommand {
  @Mixin private ServiceOptions service = new ServiceOptions();

  ServiceCommand(Context context) {
    super(context);
  }

  @Override
  final void prepare() throws CommandException, IOException {
    context = service.applied(context);
  }

  /** Whether the service was named on the command line. */
  final boolean namesServer() {
    return service.namesServer();
  }
}
