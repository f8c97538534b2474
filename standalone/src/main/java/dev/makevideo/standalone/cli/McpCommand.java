package dev.makevideo.standalone.cli;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.mcp.McpServers;
import dev.makevideo.api.mcp.RestCalls;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code mcp}: serves an assistant that started this process, and talks to the service for it. */
@Command(
    name = "mcp",
    description = {
      "Serves an assistant on standard input and output (Model Context Protocol), with the service",
      "that runs. An assistant starts this by itself: tell it the command."
    },
    footerHeading = "%nExample, in an assistant's configuration:%n",
    footer =
        "  {\"mcpServers\": {\"make-video\": {\"command\": \"make-video\", \"args\": [\"mcp\"]}}}")
final class McpCommand extends ServiceCommand {
  private final HttpClient http = RestCalls.client();

  McpCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws InterruptedException {
    McpServers servers =
        new McpServers(
            this::service,
            new LocalFiles(
                context.workingFolder(), () -> Path.of(System.getProperty("user.home", "/"))),
            new MakeVideo.Version().getVersion()[0].replace("make-video ", ""));
    EndingInput in = new EndingInput(context.in());
    McpSyncServer server =
        servers.over(
            new StdioServerTransportProvider(McpServers.json(), in, context.console().protocol()));
    in.awaitEnd();
    server.closeGracefully();
    return ExitCode.OK;
  }

  /** Looked for at each call: a service may start later, or come back at another port. */
  private RestCalls service(McpTransportContext message) throws IOException {
    try {
      URI base = new ServiceAccess(context).running().base();
      Optional<String> key = context.variable("MAKE_VIDEO_API_KEY");
      return new RestCalls(
          http,
          base,
          base,
          key.map(secret -> Map.of("Authorization", "Bearer " + secret)).orElse(Map.of()));
    } catch (CommandException e) {
      throw new ProblemException(
          ProblemType.DEPENDENCY_UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
