package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.platform.access.KeyFile;
import dev.makevideo.platform.access.StoredKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keys}: the API keys of the data folder. Needs no service, and one that runs sees it. */
@Command(
    name = "keys",
    description = {
      "Adds, lists and revokes API keys. A service that runs goes by them within seconds; without",
      "any key it answers on loopback only. Kept in MAKE_VIDEO_API_KEYS_FILE, hashed."
    },
    synopsisSubcommandLabel = "add|list|revoke",
    footerHeading = "%nExamples:%n",
    footer = {
      "  make-video keys add laptop",
      "  make-video keys add n8n --tenant marketing",
      "  make-video keys list",
      "  make-video keys revoke laptop"
    })
final class KeysCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private KeysCommand() {}

  static CommandLine commandLine(Context context) {
    CommandLine keys = new CommandLine(new KeysCommand());
    keys.addSubcommand(new Add(context));
    keys.addSubcommand(new All(context));
    keys.addSubcommand(new Revoke(context));
    return keys;
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    spec.commandLine().usage(err);
    return ExitCode.USAGE.code;
  }

  private static KeyFile file(Context context) {
    return new KeyFile(context.settings().api().keyFile().orElseThrow());
  }

  /** {@code keys add NAME}. */
  @Command(
      name = "add",
      description = "Makes a key and shows it, once: only its hash is kept.",
      footerHeading = "%nExample:%n",
      footer = "  make-video keys add laptop --tenant anna")
  static final class Add extends ConsoleCommand {
    @Parameters(
        paramLabel = "NAME",
        description = "What to call it: letters, digits, dots, hyphens, underscores; at most 40.")
    private String name = "";

    @Option(
        names = "--tenant",
        paramLabel = "T",
        description = "Whose jobs it sees and makes; default: ${DEFAULT-VALUE}.")
    private String tenant = "default";

    Add(Context context) {
      super(context);
    }

    @Override
    ExitCode run() throws CommandException, IOException, InterruptedException {
      KeyFile.Added added;
      try {
        added = file(context).add(name, tenant, new SecureRandom(), Clock.systemUTC());
      } catch (IllegalArgumentException e) {
        throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
      }
      Console console = context.console();
      console.tell("The key \"" + name + "\" of the tenant \"" + tenant + "\", shown this once:");
      console.tell("");
      console.tell("  " + added.key());
      console.tell("");
      console.tell("Send it as \"Authorization: Bearer KEY\", or export MAKE_VIDEO_API_KEY=KEY.");
      console.result(text(json(added.stored()).put("key", added.key())));
      return ExitCode.OK;
    }
  }

  /** {@code keys list}. */
  @Command(
      name = "list",
      description = "Lists the keys by name; what they are is known to nobody.",
      footerHeading = "%nExample:%n",
      footer = "  make-video keys list")
  static final class All extends ConsoleCommand {
    All(Context context) {
      super(context);
    }

    @Override
    ExitCode run() throws IOException {
      List<StoredKey> keys = file(context).read();
      if (keys.isEmpty()) {
        context.console().tell("no keys; make one with: make-video keys add NAME");
      }
      ObjectNode answer = object();
      answer.putArray("keys");
      for (StoredKey key : keys) {
        context
            .console()
            .tell(
                String.format(
                    Locale.ROOT,
                    "%-20s %-16s %s  …%s",
                    key.name(),
                    key.tenant(),
                    key.created(),
                    key.ending()));
        answer.withArray("keys").add(json(key));
      }
      context.console().result(text(answer));
      return ExitCode.OK;
    }
  }

  /** {@code keys revoke NAME}. */
  @Command(
      name = "revoke",
      description = "Ends a key, and with it the sessions that were begun with it.",
      footerHeading = "%nExample:%n",
      footer = "  make-video keys revoke laptop")
  static final class Revoke extends ConsoleCommand {
    @Parameters(paramLabel = "NAME", description = "As keys list shows it.")
    private String name = "";

    Revoke(Context context) {
      super(context);
    }

    @Override
    ExitCode run() throws CommandException, IOException, InterruptedException {
      if (!file(context).revoke(name)) {
        throw new CommandException(
            ExitCode.NOT_FOUND, "there is no key \"" + name + "\"; see: make-video keys list");
      }
      context.console().tell("\"" + name + "\" is revoked: nobody is let in with it any more");
      if (file(context).read().isEmpty()) {
        context
            .console()
            .tell(
                "it was the last: a service that runs lets nobody in until a key is added; one that"
                    + " is started without keys answers on loopback only");
      }
      context.console().result(text(object().put("name", name).put("status", "revoked")));
      return ExitCode.OK;
    }
  }

  private static ObjectNode json(StoredKey key) {
    return ConsoleCommand.object()
        .put("name", key.name())
        .put("tenant", key.tenant())
        .put("created", key.created().toString())
        .put("ending", key.ending());
  }
}
