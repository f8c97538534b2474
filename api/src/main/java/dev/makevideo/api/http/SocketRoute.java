package dev.makevideo.api.http;

import io.javalin.http.Handler;
import io.javalin.websocket.WsConfig;
import java.util.function.Consumer;

/**
 * A route where a request becomes a WebSocket (RFC 6455). Whoever may not ask over HTTP is refused
 * before; whose page of another site asks, too.
 *
 * @param path with {@code {parameters}}
 * @param before looks at the request before it is granted; what it throws refuses it
 * @param socket what is done then
 */
public record SocketRoute(String path, Handler before, Consumer<WsConfig> socket) {}
