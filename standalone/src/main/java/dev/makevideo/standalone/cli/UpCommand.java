package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.standalone.embedded.LocalService;
import dev.makevideo.standalone.embedded.Ports;
import dev.makevideo.standalone.embedded.TemporalChoice;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code up}: the whole service in this process, until Ctrl-C. */
@Command(
    name = "up",
    description = {
      "Runs Temporal, Redis, a worker and the API in one process, on loopback, until Ctrl-C.",
      "Jobs are kept on disk and go on after a restart; without a Temporal server, one is built."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  make-video up",
      "  make-video up --in-memory          no Temporal to install, but nothing is kept",
      "  MAKE_VIDEO_PORT=9000 make-video up"
    })
final class UpCommand extends ConsoleCommand {
  @Option(
      names = "--in-memory",
      description = "Keep jobs in memory only; needs no Temporal server.")
  private boolean inMemory;

  UpCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    int port = context.settings().api().port();
    if (port != 0 && !Ports.isFree(port)) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          "port "
              + port
              + " is taken, perhaps by another make-video; choose one with MAKE_VIDEO_PORT");
    }
    TemporalChoice.Wish wish =
        inMemory ? TemporalChoice.Wish.IN_MEMORY : TemporalChoice.Wish.DURABLE;
    try (ServiceAccess access = new ServiceAccess(context)) {
      Thread hook = new Thread(access::close, "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      access.own(new LocalService.Plan(context.home(), wish, false));
      LocalService service = access.started().orElseThrow();
      tell(service);
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        context.console().tell("stopping");
        Runtime.getRuntime().removeShutdownHook(hook);
      }
      return ExitCode.OK;
    }
  }

  private void tell(LocalService service) {
    Console console = context.console();
    Optional<URI> webUi = service.temporal().webUi();
    console.tell("make-video is up: " + service.url());
    console.tell("  Temporal: " + service.temporal().description());
    webUi.ifPresent(ui -> console.tell("  Web UI:   " + ui));
    console.tell("  data:     " + context.home());
    console.tell("  logs:     " + context.home().resolve("logs"));
    console.tell("Ctrl-C stops it.");
    ObjectNode answer = object().put("status", "up").put("url", service.url().toString());
    answer.put("web_ui", webUi.map(URI::toString).orElse(null));
    answer.put("temporal", service.temporal().address());
    answer.put("durable", service.temporal().durable());
    console.result(text(answer));
  }
}
