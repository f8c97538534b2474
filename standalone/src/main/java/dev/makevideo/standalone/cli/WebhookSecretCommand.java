package dev.makevideo.standalone.cli;

import dev.makevideo.platform.access.StoredKey;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.platform.webhook.WebhookSecret;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code webhook-secret}: what receivers of events check signatures with. Needs no service. */
@Command(
    name = "webhook-secret",
    description = {
      "Shows the secret by which events of jobs are signed, for who receives them; makes it where",
      "there is none. Each tenant has its own."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  make-video webhook-secret", "  make-video webhook-secret --tenant anna"})
final class WebhookSecretCommand extends ConsoleCommand {
  @Option(
      names = "--tenant",
      paramLabel = "T",
      description = "Whose jobs' events; default: ${DEFAULT-VALUE}.")
  private String tenant = "default";

  WebhookSecretCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws CommandException, IOException, InterruptedException {
    if (!StoredKey.TENANT.matcher(tenant).matches()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--tenant is \""
              + tenant
              + "\"; allowed: 1 to 40 lower-case letters, digits and hyphens");
    }
    Settings settings = context.settings();
    List<String> secrets =
        settings.services().webhooks().secretsIn(settings.storage().store()).of(tenant).stream()
            .map(WebhookSecret::reveal)
            .toList();
    secrets.forEach(context.console()::tell);
    context.console().result(text(object().put("tenant", tenant).put("secret", secrets.get(0))));
    return ExitCode.OK;
  }
}
