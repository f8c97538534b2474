package dev.makevideo.api.mcp;

import io.javalin.http.Context;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Streamable HTTP of the Model Context Protocol, without sessions: a message comes as a POST and is
 * answered by JSON, so that any process can answer any message. Of our own because the SDK's
 * servlet answers a malformed message with a stack trace and logs it as an error. Thread-safe.
 */
final class HttpTransport implements McpStatelessServerTransport {
  /** Of one message; an upload on the way may take long. */
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private static final int BAD_REQUEST = 400;
  private static final int ACCEPTED = 202;

  private final McpJsonMapper json;
  private volatile @Nullable McpStatelessServerHandler handler;

  HttpTransport(McpJsonMapper json) {
    this.json = json;
  }

  @Override
  public void setMcpHandler(McpStatelessServerHandler other) {
    handler = other;
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }

  /** Answers one message. */
  void answer(Context ctx, byte[] body, McpTransportContext context) throws IOException {
    @Nullable String version = ctx.header(HttpHeaders.PROTOCOL_VERSION);
    if (version != null && !protocolVersions().contains(version)) {
      refuse(
          ctx,
          ErrorCodes.INVALID_REQUEST,
          "This protocol version is not spoken here; these are: "
              + String.join(", ", protocolVersions()));
      return;
    }
    Optional<JSONRPCMessage> message = message(body);
    if (message.isEmpty()) {
      refuse(ctx, ErrorCodes.PARSE_ERROR, "The body is no JSON-RPC 2.0 message.");
      return;
    }
    McpStatelessServerHandler server = handler;
    if (server == null) {
      throw new IllegalStateException("there is no server yet");
    }
    if (message.get() instanceof JSONRPCRequest request) {
      @Nullable JSONRPCResponse response =
          // The SDK falls over such parameters before there is anything to subscribe to.
          Mono.defer(() -> server.handleRequest(context, request))
              .onErrorResume(IllegalArgumentException.class, e -> wrong(request))
              .contextWrite(view -> view.put(McpTransportContext.KEY, context))
              .block(LIMIT);
      send(ctx, response == null ? Map.of() : response);
    } else {
      if (message.get() instanceof JSONRPCNotification notification) {
        server
            .handleNotification(context, notification)
            .contextWrite(view -> view.put(McpTransportContext.KEY, context))
            .block(LIMIT);
      }
      ctx.status(ACCEPTED);
    }
  }

  private Optional<JSONRPCMessage> message(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty(); // the SDK reads what is no object, and falls over it
    }
    try {
      Map<?, ?> members = json.readValue(text, Map.class);
      // The SDK would take a number or false for the text of it.
      boolean named = !members.containsKey("method") || members.get("method") instanceof String;
      if (!named || !"2.0".equals(members.get("jsonrpc"))) {
        return Optional.empty();
      }
      return Optional.of(McpSchema.deserializeJsonRpcMessage(json, text));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The parameters have another form than their method's. */
  private static Mono<JSONRPCResponse> wrong(JSONRPCRequest request) {
    return Mono.just(
        JSONRPCResponse.error(
            request.id(),
            new JSONRPCResponse.JSONRPCError(
                ErrorCodes.INVALID_PARAMS, "The parameters have another form than the method's.")));
  }

  private void send(Context ctx, Object value) throws IOException {
    ctx.contentType("application/json").result(json.writeValueAsBytes(value));
  }

  /** The id of what cannot be read is null, as JSON-RPC has it. */
  private void refuse(Context ctx, int code, String why) throws IOException {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("jsonrpc", "2.0");
    answer.put("id", null);
    answer.put("error", Map.of("code", code, "message", why));
    ctx.status(BAD_REQUEST);
    send(ctx, answer);
  }
}
