package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.platform.settings.InvalidSettingException;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have: {@code --json}, and one place where errors become exit codes. */
abstract class ConsoleCommand implements Callable<Integer> {
  private static final int NOT_FOUND = 404;

  Context context;

  @Option(
      names = "--json",
      description = "The last line on standard output is one JSON object; the rest goes to stderr.")
  private boolean json;

  ConsoleCommand(Context context) {
    this.context = context;
  }

  /** Looks at what was said, before anything is done. */
  void prepare() throws CommandException, IOException {}

  /** Does the work. */
  abstract ExitCode run() throws CommandException, IOException, InterruptedException;

  @Override
  public final Integer call() {
    if (json) {
      context.console().useJson();
    }
    try {
      prepare();
      context.logs().accept(context.settings());
      return run().code;
    } catch (CommandException e) {
      return fail(e.exitCode, e);
    } catch (InvalidSettingException e) {
      return fail(ExitCode.USAGE, e);
    } catch (ServiceException e) {
      return fail(exitCode(e), e);
    } catch (IOException e) {
      return fail(ExitCode.UNREACHABLE, FileTrouble.sentence(e));
    } catch (UncheckedIOException e) {
      return fail(
          ExitCode.UNREACHABLE,
          FileTrouble.sentence(Objects.requireNonNull(e.getCause(), "always has one")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail(ExitCode.CANCELLED, "interrupted");
    }
  }

  static String text(JsonNode node) {
    try {
      return Payloads.mapper().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  static ObjectNode object() {
    return Payloads.mapper().createObjectNode();
  }

  private static ExitCode exitCode(ServiceException e) {
    if (e.status == NOT_FOUND) {
      return ExitCode.NOT_FOUND;
    }
    return e.isRefusal() ? ExitCode.USAGE : ExitCode.UNREACHABLE;
  }

  private int fail(ExitCode exitCode, Exception e) {
    return fail(exitCode, e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private int fail(ExitCode exitCode, String message) {
    context.console().release();
    context.console().problem("make-video: " + message);
    ObjectNode answer = object().putNull("id").put("status", "error").putNull("file");
    answer.putArray("stages");
    answer.put("error", message).put("exit_code", exitCode.code);
    context.console().result(text(answer));
    return exitCode.code;
  }
}
