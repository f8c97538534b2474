package dev.makevideo.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of a WebSocket that tells JSON. */
final class TestSocket implements WebSocket.Listener {
  private static final long WITHIN_SECONDS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

  private TestSocket() {}

  /**
   * @throws java.util.concurrent.CompletionException if it is refused
   */
  static TestSocket open(HttpClient http, int port, String path, String... headers) {
    TestSocket client = new TestSocket();
    WebSocket.Builder builder = http.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), client).join();
    return client;
  }

  JsonNode next() throws InterruptedException {
    JsonNode message = messages.poll(WITHIN_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message within " + WITHIN_SECONDS + " s; closed: " + closed);
    }
    return message;
  }

  /** The next of a type; others are passed over. */
  JsonNode next(String type) throws InterruptedException {
    JsonNode message = next();
    while (!message.path("type").asText().equals(type)) {
      message = next();
    }
    return message;
  }

  void say(String text) {
    socket.join().sendText(text, true).join();
  }

  void sayBytes(byte[] bytes) {
    socket.join().sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** Ends the connection without a word. */
  void drop() {
    socket.join().abort();
  }

  int closedWith() throws Exception {
    return closed.get(WITHIN_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    socket.complete(webSocket);
    webSocket.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      try {
        messages.add(JSON.readTree(part.toString()));
      } catch (JsonProcessingException e) {
        closed.completeExceptionally(e);
      }
      part.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.completeExceptionally(error);
  }
}
