package dev.makevideo.api.mcp;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.RequestScope;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.upload.UploadReader;
import io.javalin.http.Context;
import io.modelcontextprotocol.common.McpTransportContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The route of assistants, behind the same guard as all others. What a tool does it does over the
 * other routes, on loopback or whatever address the request came to, with the keys of its request:
 * so each check of theirs holds here, too. Thread-safe.
 */
public final class McpRoutes {
  /** A narration in base64, and an order. */
  private static final int LONGEST = 8 << 20;

  /** Each holds a thread, and one of the route that it calls; the server has a hundred. */
  private static final int AT_ONCE = 24;

  private static final int RETRY_SECONDS = 5;

  private static final String CALLS = "calls";
  private static final List<String> PROOFS = List.of("Authorization", "X-API-Key", "Cookie");

  private final UploadReader bodies;
  private final HttpClient http = RestCalls.client();
  private final HttpTransport transport = new HttpTransport(McpServers.json());
  private final Semaphore atOnce = new Semaphore(AT_ONCE);

  /**
   * @param bodies reads them under the bounds of all texts
   */
  public McpRoutes(UploadReader bodies, String version) {
    this.bodies = bodies;
    new McpServers(McpRoutes::calls, new UploadIds(), version).over(transport);
  }

  /** All of them; a GET would open a stream, and there is nothing to send on it. */
  public List<Route> routes() {
    return List.of(Route.post("/mcp", this::post));
  }

  private void post(Context ctx) throws IOException {
    byte[] body = bodies.document(ctx, LONGEST);
    if (!atOnce.tryAcquire()) {
      throw ProblemException.later(
          ProblemType.OVERLOADED,
          "There are " + AT_ONCE + " calls of assistants under way already.",
          RETRY_SECONDS);
    }
    try {
      transport.answer(ctx, body, McpTransportContext.create(Map.of(CALLS, calls(ctx))));
    } finally {
      atOnce.release();
    }
  }

  private static RestCalls calls(McpTransportContext context) {
    if (context.get(CALLS) instanceof RestCalls calls) {
      return calls;
    }
    throw new IllegalStateException("a message that came with no request");
  }

  private RestCalls calls(Context ctx) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Correlation-ID", RequestScope.correlationId(ctx));
    for (String name : PROOFS) {
      @Nullable String value = ctx.header(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    String address = ctx.req().getLocalAddr();
    boolean bare = address.indexOf(':') >= 0 && !address.startsWith("[");
    URI base =
        URI.create(
            "http://" + (bare ? "[" + address + "]" : address) + ":" + ctx.req().getLocalPort());
    return new RestCalls(http, base, shown(ctx).orElse(base), headers);
  }

  /** By the address that the client itself uses. */
  private static Optional<URI> shown(Context ctx) {
    try {
      return Optional.ofNullable(ctx.header("Host"))
          .map(host -> URI.create(ctx.scheme() + "://" + host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
